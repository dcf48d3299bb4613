/** Words of the palette, panels and pickers: English is there, others come by `language_packs.ts`. */
import { en } from "./en.ts";
import type { ShellWords } from "./en.ts";

export type { ShellWords } from "./en.ts";

const LANGUAGES: Record<string, ShellWords> = { en };

export function addShellWords(language: string, words: ShellWords): void {
  LANGUAGES[language] = words;
}

export function shellWordsIn(language: string): ShellWords {
  return LANGUAGES[language] ?? en;
}
