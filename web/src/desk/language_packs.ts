/** Languages besides English: each is a script of its own, fetched before the page is drawn. */
import { en as chatInEnglish } from "../chat/languages/en.ts";
import type { Words as ChatWords } from "../chat/languages/en.ts";
import { addWords } from "./i18n.ts";
import type { Words } from "./i18n.ts";
import { addShellWords } from "./shell_languages/index.ts";
import type { ShellWords } from "./shell_languages/index.ts";

interface Pack {
  core: Words;
  shell: ShellWords;
  /** Of the messages, whose views are the chat's. */
  chat: ChatWords;
}

const PACKS: Record<string, () => Promise<Pack>> = { de: () => import("./languages/german.ts") };

export const KNOWN_LANGUAGES: readonly string[] = ["en", ...Object.keys(PACKS)];

let chat: ChatWords = chatInEnglish;

/** Of the language that was fetched. */
export function chatWords(): ChatWords {
  return chat;
}

export async function fetchLanguage(language: string): Promise<void> {
  const pack = await PACKS[language]?.();
  if (!pack) return;
  addWords(language, pack.core);
  addShellWords(language, pack.shell);
  chat = pack.chat;
}
