/** Words of the desk's core: English is there, others come by `language_packs.ts`. */
import { pickLanguage } from "../shared/language.ts";
import { en } from "./languages/en.ts";
import type { Words } from "./languages/en.ts";

export type { Words } from "./languages/en.ts";

const LANGUAGES: Record<string, Words> = { en };

/** The agent's own among those that are there, whatever the tenant's customers speak. */
export function chooseLanguage(wanted: readonly string[], known: readonly string[]): string {
  return pickLanguage(wanted, [], known);
}

export function addWords(language: string, words: Words): void {
  LANGUAGES[language] = words;
}

export function wordsIn(language: string): Words {
  return LANGUAGES[language] ?? en;
}
