/** The `/word` that is being written in front of the cursor, which asks for a canned reply. */

export interface SlashWord {
  /** Where the slash stands. */
  from: number;
  to: number;
  query: string;
}

const LONGEST = 40;

/** Only at the beginning of a word: neither in `and/or` nor in an address. */
export function slashWord(text: string, cursor: number): SlashWord | null {
  const start = Math.max(0, cursor - LONGEST);
  const written = text.slice(start, cursor);
  const slash = written.lastIndexOf("/");
  if (slash < 0) return null;
  const before = text.charAt(start + slash - 1);
  const query = written.slice(slash + 1);
  if ((before && !/\s/.test(before)) || /[\s/]/.test(query)) return null;
  return { from: start + slash, to: cursor, query };
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
