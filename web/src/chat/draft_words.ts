/** What is said of drafts, with the parts that many chats never need. */
const en = {
  withdrawn: "That text was taken back. Another answer follows.",
  replaced: "This replaces the text that was here before.",
};

export type DraftWords = typeof en;

const de: DraftWords = {
  withdrawn: "Dieser Text wurde zurückgenommen. Eine andere Antwort folgt.",
  replaced: "Das ersetzt den Text, der vorher hier stand.",
};

export const LANGUAGES: Record<string, DraftWords> = { en, de };

/** For a language that the chat has; else in English. */
export function wordsIn(locale: string): DraftWords {
  return LANGUAGES[locale.split("-")[0] ?? ""] ?? en;
}
