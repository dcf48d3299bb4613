/** One file for each language, and this one list. */
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { PartWords } from "./en.ts";

export type { PartWords } from "./en.ts";

const LANGUAGES: Record<string, PartWords> = { en, de };

export function partWordsIn(language: string): PartWords {
  return LANGUAGES[language] ?? en;
}
