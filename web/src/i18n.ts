/** Every sentence of the chat's own, in English and German. */

const ENGLISH = {
  chatWith: (name: string) => `Chat with ${name}`,
  open: (name: string) => `Open the chat with ${name}`,
  close: "Close the chat",
  conversation: "Conversation",
  newMessages: "Go to the newest message",
  unread: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  connecting: "Connecting…",
  online: "Here to help",
  reconnecting: "Reconnecting…",
  talkingWith: (name: string) => `You’re talking with ${name}`,
  aColleague: "a colleague",
  waitingForColleague: "Waiting for a colleague. You can keep writing in the meantime.",
  returned: (name: string) => `You’re talking with ${name} again`,
  approval: "A colleague is checking this. We’ll tell you here as soon as it’s decided.",
  typing: (name: string) => `${name} is typing`,
  write: "Write a message",
  send: "Send",
  hint: "Enter sends, Shift and Enter makes a new line",
  left: (count: number) => (count === 1 ? "1 character left" : `${count} characters left`),
  you: "You",
  sending: "Sending…",
  notSent: "Not sent.",
  tryAgain: "Try again",
  quickReplies: "Suggested replies",
  sources: (count: number) => (count === 1 ? "Source" : `${count} sources`),
  opensInNewTab: "opens in a new tab",
  today: "Today",
  yesterday: "Yesterday",
  older: "Loading earlier messages…",
  beginning: "This is where your conversation begins.",
  sessionExpired: "Your last visit was a while ago, so we’ve started a new conversation.",
  unavailable: "We can’t reach the chat right now. We keep trying.",
  refused: "This chat isn’t available here.",
};

export type Words = typeof ENGLISH;

const GERMAN: Words = {
  chatWith: (name) => `Chat mit ${name}`,
  open: (name) => `Chat mit ${name} öffnen`,
  close: "Chat schließen",
  conversation: "Unterhaltung",
  newMessages: "Zur neuesten Nachricht",
  unread: (count) => (count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`),
  connecting: "Verbindung wird aufgebaut …",
  online: "Für Sie da",
  reconnecting: "Verbindung wird wiederhergestellt …",
  talkingWith: (name) => `Sie sprechen mit ${name}`,
  aColleague: "einer Kollegin oder einem Kollegen",
  waitingForColleague: "Gleich ist jemand für Sie da. Sie können solange weiterschreiben.",
  returned: (name) => `Sie sprechen wieder mit ${name}`,
  approval: "Das wird gerade geprüft. Sobald es entschieden ist, sagen wir es Ihnen hier.",
  typing: (name) => `${name} schreibt`,
  write: "Nachricht schreiben",
  send: "Senden",
  hint: "Enter sendet, Umschalt und Enter beginnt eine neue Zeile",
  left: (count) => `noch ${count} Zeichen`,
  you: "Sie",
  sending: "Wird gesendet …",
  notSent: "Nicht gesendet.",
  tryAgain: "Noch einmal versuchen",
  quickReplies: "Vorgeschlagene Antworten",
  sources: (count) => (count === 1 ? "Quelle" : `${count} Quellen`),
  opensInNewTab: "öffnet in einem neuen Tab",
  today: "Heute",
  yesterday: "Gestern",
  older: "Frühere Nachrichten werden geladen …",
  beginning: "Hier beginnt Ihre Unterhaltung.",
  sessionExpired: "Ihr letzter Besuch ist eine Weile her, deshalb beginnt hier eine neue Unterhaltung.",
  unavailable: "Der Chat ist gerade nicht erreichbar. Wir versuchen es weiter.",
  refused: "Dieser Chat ist hier nicht verfügbar.",
};

const LANGUAGES: Record<string, Words> = { en: ENGLISH, de: GERMAN };

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
  return LANGUAGES[language] ?? ENGLISH;
}
