/** Fuzzy matching for the palette: a few letters find a title, and the likeliest stands first. */

export interface Match {
  /** The higher the likelier. */
  score: number;
  /** Pairs of begin and end in the title, to be shown strongly. */
  ranges: [number, number][];
}

const LONGEST = 200;
const MARKS = /\p{M}/gu;
const SPACES = /\s+/u;
const WORD = /[\p{L}\p{N}]/u;

/** One folded character for each of the text, so that places stay the same: `Ü` → `u`, `ß` → `s`. */
export function fold(text: string): string[] {
  return [...text.slice(0, LONGEST)].map((character) => {
    if (character === "ß") return "s";
    return [...character.normalize("NFD").replace(MARKS, "").toLowerCase()][0] ?? character;
  });
}

/** Every word of the query must be found, in any order; null where one is not. */
export function match(query: string, title: string): Match | null {
  const text = fold(title);
  const words = query.trim().slice(0, LONGEST).split(SPACES).filter(Boolean);
  const places = new Set<number>();
  let score = 0;
  for (const word of words) {
    const found = findWord(fold(word), text);
    if (!found) return null;
    score += found.score;
    for (const place of found.places) places.add(place);
  }
  return { score: score - text.length / 100, ranges: rangesOf(places, title) };
}

interface Found {
  score: number;
  places: number[];
}

/** Best as a whole at the start of a word, then anywhere, then letter by letter. */
function findWord(word: string[], text: string[]): Found | null {
  let best: Found | null = null;
  for (let start = 0; start + word.length <= text.length; start += 1) {
    if (!word.every((letter, index) => text[start + index] === letter)) continue;
    const score = 10 * word.length + (isStart(text, start) ? 15 : 0) + (start === 0 ? 10 : 0);
    if (best && best.score >= score) continue;
    best = { score, places: word.map((_, index) => start + index) };
  }
  return best ?? findLetters(word, text);
}

/** In their order, the starts of words preferred: `gtq` finds "Go to queue". */
function findLetters(word: string[], text: string[]): Found | null {
  return letters(word, text, true) ?? letters(word, text, false);
}

function letters(word: string[], text: string[], onlyRuns: boolean): Found | null {
  const places: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of word) {
    const last = places.at(-1);
    const place = text.findIndex((character, index) => {
      if (index < from || character !== letter) return false;
      return !onlyRuns || isStart(text, index) || (last !== undefined && index === last + 1);
    });
    if (place < 0) return null;
    score += isStart(text, place) ? 5 : last !== undefined && place === last + 1 ? 3 : 1;
    places.push(place);
    from = place + 1;
  }
  const first = places[0] ?? 0;
  const isScattered = from - first > 2 * word.length + 4;
  return isScattered && !onlyRuns ? null : { score, places };
}

function isStart(text: string[], index: number): boolean {
  return index === 0 || (WORD.test(text[index] ?? "") && !WORD.test(text[index - 1] ?? ""));
}

/** In units of the string itself, where some characters take two. */
function rangesOf(places: Set<number>, title: string): [number, number][] {
  const ranges: [number, number][] = [];
  let offset = 0;
  [...title].forEach((character, index) => {
    const end = offset + character.length;
    const last = ranges.at(-1);
    if (places.has(index)) {
      if (last && last[1] === offset) last[1] = end;
      else ranges.push([offset, end]);
    }
    offset = end;
  });
  return ranges;
}

export interface Ranked<T> {
  item: T;
  match: Match;
}

/** The likeliest first; those alike stay in their order. Nothing asked: all, as they are. */
export function rank<T>(query: string, items: readonly T[], titleOf: (item: T) => string, most: number): Ranked<T>[] {
  const found: Ranked<T>[] = [];
  for (const item of items) {
    const matched = match(query, titleOf(item));
    if (matched) found.push({ item, match: matched });
  }
  if (query.trim()) found.sort((one, other) => other.match.score - one.match.score);
  return found.slice(0, most);
}
