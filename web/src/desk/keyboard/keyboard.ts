/** Listens to the keys of the whole page and runs commands: never while somebody writes. */
import { keysOf } from "./bindings.ts";
import type { Bindable, OwnKeys } from "./bindings.ts";
import { chordsOf, isForeignLetter, isWriting } from "./chords.ts";
import type { Press } from "./chords.ts";

export interface KeyCommand extends Bindable {
  /** Runs while somebody writes too: only for chords that write nothing. */
  whileTyping?: boolean;
  /** Runs again and again while its key is held: next, previous. */
  repeats?: boolean;
  isEnabled?(): boolean;
  run(): void;
}

/** A press, with what it was aimed at. */
export interface AimedPress extends Press {
  repeat: boolean;
  defaultPrevented: boolean;
  preventDefault(): void;
  composedPath(): readonly unknown[];
}

const SEQUENCE_MS = 1_500;
const WRITES_NOTHING = /^(Mod\+|Escape$|F\d+$)/;

export class Keyboard {
  own: OwnKeys = {};
  /** Off while the agent presses the keys that a command shall have. */
  isListening = true;
  readonly #commands: () => readonly KeyCommand[];
  readonly #isMac: boolean;
  readonly #now: () => number;
  #begun: string[] = [];
  #begunAt = 0;
  #isForeign = false;
  #isAfterDeadKey = false;
  #isLevelHeld = false;

  constructor(commands: () => readonly KeyCommand[], isMac: boolean, now: () => number = Date.now) {
    this.#commands = commands;
    this.#isMac = isMac;
    this.#now = now;
  }

  /** Returns a function that takes it off again. */
  listen(page: Window): () => void {
    const down = (event: Event) => void this.press(event as KeyboardEvent);
    const up = (event: Event) => this.release(event as KeyboardEvent);
    const blur = () => this.#forget();
    page.addEventListener("keydown", down);
    page.addEventListener("keyup", up);
    page.addEventListener("blur", blur);
    return () => {
      page.removeEventListener("keydown", down);
      page.removeEventListener("keyup", up);
      page.removeEventListener("blur", blur);
    };
  }

  /** The command that ran, if any. */
  press(press: AimedPress): string | null {
    const chords = this.#chordsOf(press);
    if (!chords.length || press.defaultPrevented || !this.isListening) return null;
    const isTyping = takesText(press.composedPath()[0]);
    if (press.key === "Enter" && isPressable(press.composedPath()[0])) return null;
    const begun = this.#now() - this.#begunAt <= SEQUENCE_MS ? this.#begun : [];
    this.#begun = [];
    for (const chord of chords) {
      const ran = this.#tryOut([...begun, chord].join(" "), press, isTyping);
      if (ran !== undefined) return ran;
    }
    return null;
  }

  /** Some systems tell of AltGr only by its own key. */
  release(press: Press): void {
    if (press.key === "AltGraph") this.#isLevelHeld = false;
  }

  #forget(): void {
    this.#begun = [];
    this.#isLevelHeld = this.#isAfterDeadKey = false;
  }

  #chordsOf(press: Press): string[] {
    if (press.key === "AltGraph") this.#isLevelHeld = true;
    if (press.key === "Dead") this.#isAfterDeadKey = true;
    if (isWriting(press)) return [];
    const isAccented = this.#isAfterDeadKey;
    this.#isAfterDeadKey = false;
    this.#isForeign = isForeignLetter(press) ?? this.#isForeign;
    return isAccented || this.#isLevelHeld ? [] : chordsOf(press, this.#isMac, this.#isForeign);
  }

  /** Undefined where nothing is bound to these keys; null where they only begin something. */
  #tryOut(keys: string, press: AimedPress, isTyping: boolean): string | null | undefined {
    let isBeginning = false;
    for (const command of this.#commands()) {
      if (isTyping && !(command.whileTyping && WRITES_NOTHING.test(keys))) continue;
      if (press.repeat && !command.repeats) continue;
      if (command.isEnabled && !command.isEnabled()) continue;
      for (const bound of keysOf(command, this.own)) {
        if (bound === keys) return this.#run(command, press);
        isBeginning ||= bound.startsWith(`${keys} `);
      }
    }
    if (!isBeginning) return undefined;
    this.#begun = keys.split(" ");
    this.#begunAt = this.#now();
    press.preventDefault();
    return null;
  }

  #run(command: KeyCommand, press: AimedPress): string {
    press.preventDefault();
    command.run();
    return command.id;
  }
}

const NO_TEXT = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);
const TEXT_ROLES = new Set(["textbox", "searchbox", "combobox", "spinbutton"]);

/** Duck-typed, so that elements of any window and shadow root count. */
interface Target {
  localName?: string;
  type?: string;
  isContentEditable?: boolean;
  getAttribute?(name: string): string | null;
}

/** Whether what is pressed there is written into something. */
export function takesText(target: unknown): boolean {
  const { localName, type, isContentEditable, getAttribute } = (target ?? {}) as Target;
  if (isContentEditable) return true;
  if (localName === "input") return !NO_TEXT.has(type ?? "text");
  if (localName === "textarea" || localName === "select") return true;
  return TEXT_ROLES.has(getAttribute?.call(target, "role") ?? "");
}

/** Whether Enter presses it already. */
function isPressable(target: unknown): boolean {
  const { localName, getAttribute } = (target ?? {}) as Target;
  if (["button", "a", "summary", "input"].includes(localName ?? "")) return true;
  return ["button", "link", "menuitem", "tab"].includes(getAttribute?.call(target, "role") ?? "");
}
