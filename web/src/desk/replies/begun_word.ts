/** The `/word` or `@word` in front of the cursor, which asks for a canned reply or a colleague. */

export type Sign = "/" | "@";

export interface BegunWord {
  sign: Sign;
  /** Where the sign stands. */
  from: number;
  to: number;
  query: string;
}

const LONGEST = 40;

/** Only at the beginning of a word: neither in `and/or` nor in an address. */
export function begunWord(text: string, cursor: number, sign: Sign): BegunWord | null {
  const start = Math.max(0, cursor - LONGEST);
  const written = text.slice(start, cursor);
  const place = written.lastIndexOf(sign);
  if (place < 0) return null;
  const before = text.charAt(start + place - 1);
  const query = written.slice(place + 1);
  if ((before && !/\s/.test(before)) || /[\s/]/.test(query)) return null;
  return { sign, from: start + place, to: cursor, query };
}

const CURSOR = "{cursor}";

/** A template with its `{cursor}` taken out, and where that was; at the end where it has none. */
export function withCursor(template: string): { text: string; cursor: number } {
  const place = template.indexOf(CURSOR);
  const text = template.replaceAll(CURSOR, "");
  return { text, cursor: place < 0 ? text.length : place };
}

/** The first `{variable}` that nothing is known for, to be marked and written over. */
export function firstUnknown(text: string, unknown: readonly string[]): [number, number] | null {
  const places = unknown.flatMap((name) => {
    const place = text.indexOf(`{${name}}`);
    return place < 0 || name === "cursor" ? [] : [[place, place + name.length + 2] as [number, number]];
  });
  return places.sort(([one], [other]) => one - other)[0] ?? null;
}
