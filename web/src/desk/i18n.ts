/** The language of the desk: a file in `languages` for each, and this one list. */
import { pickLanguage } from "../shared/language.ts";
import { de } from "./languages/de.ts";
import { en } from "./languages/en.ts";
import type { Words } from "./languages/en.ts";

export type { Words } from "./languages/en.ts";

const LANGUAGES: Record<string, Words> = { en, de };

/** The agent's own, whatever the tenant's customers speak. */
export function chooseLanguage(wanted: readonly string[]): string {
  return pickLanguage(wanted, [], Object.keys(LANGUAGES));
}

export function wordsIn(language: string): Words {
  return LANGUAGES[language] ?? en;
}
