/** The language that a reader sees the chat in: a file in `languages` for each, and this one list. */
import { pickLanguage } from "../shared/language.ts";
import { de } from "./languages/de.ts";
import { en } from "./languages/en.ts";
import type { Words } from "./languages/en.ts";

export { regionOf } from "../shared/language.ts";
export type { Words } from "./languages/en.ts";

const LANGUAGES: Record<string, Words> = { en, de };

/** The first language somebody wants that the tenant speaks and we have; else English. */
export function chooseLanguage(wanted: readonly string[], spoken: readonly string[]): string {
  return pickLanguage(wanted, spoken, Object.keys(LANGUAGES));
}

export function wordsIn(language: string): Words {
  return LANGUAGES[language] ?? en;
}
