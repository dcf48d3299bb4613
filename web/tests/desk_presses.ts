/** Key presses for tests: what a browser reports, with what is left out being its default. */
import type { AimedPress } from "../src/desk/keyboard/keyboard.ts";

export interface Like {
  key: string;
  code?: string;
  ctrlKey?: boolean;
  altKey?: boolean;
  metaKey?: boolean;
  shiftKey?: boolean;
  isComposing?: boolean;
  keyCode?: number;
  repeat?: boolean;
  /** Modifiers besides. */
  held?: string[];
  target?: object;
}

export function press({ held = [], target = {}, ...like }: Like): AimedPress & { isPrevented: boolean } {
  return {
    ...{ code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, repeat: false },
    ...{ isComposing: false, keyCode: 0, defaultPrevented: false, isPrevented: false },
    ...like,
    getModifierState: (name) => held.includes(name),
    preventDefault() {
      this.isPrevented = true;
    },
    composedPath: () => [target],
  };
}
