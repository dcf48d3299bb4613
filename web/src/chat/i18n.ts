/** The language that a reader sees the chat in: a file in `languages` for each, and this one list. */
import { de } from "./languages/de.ts";
import { en } from "./languages/en.ts";
import type { Words } from "./languages/en.ts";

export type { Words } from "./languages/en.ts";

const LANGUAGES: Record<string, Words> = { en, de };

/** The first language somebody wants that the tenant speaks and we have; else English. */
export function chooseLanguage(wanted: readonly string[], spoken: readonly string[]): string {
  const languageOf = (locale: string) => locale.toLowerCase().split(/[-_]/)[0] ?? "";
  const offered = (spoken.length ? spoken : Object.keys(LANGUAGES)).map(languageOf);
  const known = (language: string) => language in LANGUAGES && offered.includes(language);
  return wanted.map(languageOf).find(known) ?? offered.find((language) => language in LANGUAGES) ?? "en";
}

/** The language in the region of the reader's own, so that times look as they are used to. */
export function regionOf(language: string, wanted: readonly string[]): string {
  return wanted.find((locale) => locale.toLowerCase().split("-")[0] === language) ?? language;
}

export function wordsIn(language: string): Words {
  return LANGUAGES[language] ?? en;
}
