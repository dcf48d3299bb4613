/** Whom a note calls: "@" and the whole name of a colleague, as it stands on the team's list. */

export interface Called {
  from: number;
  to: number;
  name: string;
}

/** Not within an address or a word. */
const BEFORE = /[\p{L}\p{N}_@]/u;
const AFTER = /[\p{L}\p{N}_]/u;

/** Every call in the order of the text; of two names that fit, the longer one is meant. */
export function calledIn(text: string, names: Iterable<string>): Called[] {
  const known = [...names].filter(Boolean).sort((one, other) => other.length - one.length);
  const called: Called[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (BEFORE.test(text.charAt(at - 1))) continue;
    const stands = (one: string) => text.slice(at + 1, at + 1 + one.length).toLowerCase() === one.toLowerCase();
    const name = known.find((one) => stands(one) && !AFTER.test(text.charAt(at + 1 + one.length)));
    if (name) called.push({ from: at, to: at + 1 + name.length, name });
  }
  return called;
}

/** Each once. What follows an "@" and is nobody's name is text like all other. */
export function mentionsIn(text: string, names: Iterable<string>): string[] {
  return [...new Set(calledIn(text, names).map(({ name }) => name))];
}

/** The text in pieces, those that call somebody marked. */
export function piecesOf(text: string, names: Iterable<string>): { text: string; isCall: boolean }[] {
  const pieces: { text: string; isCall: boolean }[] = [];
  let end = 0;
  for (const { from, to } of calledIn(text, names)) {
    if (from > end) pieces.push({ text: text.slice(end, from), isCall: false });
    pieces.push({ text: text.slice(from, to), isCall: true });
    end = to;
  }
  if (end < text.length || !pieces.length) pieces.push({ text: text.slice(end), isCall: false });
  return pieces;
}

/** Of the note that says that somebody does not take what was passed on to them. */
export function isDeclined(noteId: string): boolean {
  return noteId.startsWith("declined-");
}
