/** One file for each language, and this one list. */
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { ShellWords } from "./en.ts";

export type { ShellWords } from "./en.ts";

const LANGUAGES: Record<string, ShellWords> = { en, de };

export function shellWordsIn(language: string): ShellWords {
  return LANGUAGES[language] ?? en;
}
