/** Which chord a key press is, on every layout: what a shortcut is, and what is only writing. */

/** What of a KeyboardEvent counts here. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode?: number;
  getModifierState(name: string): boolean;
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Fn", "OS"]);
const NO_KEY = new Set(["Dead", "Process", "Unidentified", "Compose", ""]);
const LETTER = /^\p{L}$/u;
const LATIN = /^\p{Script=Latin}$/u;
const PLAIN_LETTER = /^[a-z]$/;
const LETTER_CODE = /^Key([A-Z])$/;

/** Input methods, dead keys, and modifiers by themselves are no chord. */
export function isWriting(press: Press): boolean {
  if (press.isComposing || press.keyCode === 229) return true;
  return NO_KEY.has(press.key) || MODIFIERS.has(press.key);
}

/**
 * AltGr in all its shapes: Windows holds Ctrl and Alt, macOS Option alone, Linux neither but
 * ISO_Level3_Shift. It writes `@`, `\` and `{`, so nothing held with it is ever a shortcut.
 */
export function isThirdLevel(press: Press): boolean {
  return press.altKey || press.getModifierState("AltGraph");
}

/** Whether the press comes from a layout of another script; null where it does not tell. */
export function isForeignLetter(press: Press): boolean | null {
  return LETTER.test(press.key) ? !LATIN.test(press.key) : null;
}

/**
 * The names that a press may be bound by, the likeliest first: `j`, `Shift+E`, `?`, `Mod+k`,
 * `Escape`. Where the layout is of another script, the place of the key counts as well.
 */
export function chordsOf(press: Press, isMac: boolean, isForeign: boolean): string[] {
  if (isWriting(press) || isThirdLevel(press)) return [];
  const held = isMac ? press.metaKey : press.ctrlKey;
  if (isMac ? press.ctrlKey : press.metaKey) return [];
  const names = [named(press.key, press.shiftKey)];
  const place = LETTER_CODE.exec(press.code)?.[1]?.toLowerCase();
  if (isForeign && place && !PLAIN_LETTER.test(press.key.toLowerCase())) {
    names.push(named(place, press.shiftKey));
  }
  return names.map((name) => (held ? `Mod+${name}` : name));
}

/** Shift is a part of the name only where the key does not write another character with it. */
function named(key: string, isShifted: boolean): string {
  if (key === " ") return isShifted ? "Shift+Space" : "Space";
  if (key.length > 1) return isShifted ? `Shift+${key}` : key;
  if (!LETTER.test(key)) return key;
  return isShifted ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
}

/** `Mod+k` as keys to be shown: `["Ctrl", "K"]`, or `["⌘", "K"]`; a sequence one after the other. */
export function keycaps(binding: string, isMac: boolean): string[][] {
  return binding.split(" ").map((chord) => parts(chord).map((part) => keycap(part, isMac)));
}

function parts(chord: string): string[] {
  return chord.endsWith("+") ? [...chord.slice(0, -1).split("+").filter(Boolean), "+"] : chord.split("+");
}

const SIGNS: Record<string, string> = { Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", Enter: "↵" };

function keycap(part: string, isMac: boolean): string {
  if (part === "Mod") return isMac ? "⌘" : "Ctrl";
  return SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part);
}
