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
  tooLong: (count: number) =>
    `${count === 1 ? "1 character" : `${count.toLocaleString("en")} characters`} too many: please shorten it or send it in parts`,
  joined: (name: string) => `${name} joined`,
  colleagueJoined: "A colleague joined",
  colleagueLeft: (name: string) => `${name} left; you’re talking to the assistant again`,
  someoneLeft: "The colleague left; you’re talking to the assistant again",
  chatEnded: "This chat has ended",
  menu: "More",
  newChat: "New chat",
  endChat: "End chat",
  confirmNew: "Start a new chat? This one ends, and it won’t be shown here any more.",
  confirmEnd: "End this chat?",
  cancel: "Keep chatting",
  youEnded: "You’ve ended this chat.",
  startAgain: "Start a new chat",
  stillOpen: "Something you asked for is still being worked on, so this chat stays open. We’ll answer here.",
  notEnded: "That didn’t work just now. Please try again.",
  edit: "Edit",
  refusedText: (why: string) => `Not sent: ${why}`,
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
  tooLong: (count) =>
    `${count.toLocaleString("de")} Zeichen zu viel: bitte kürzen oder in Teilen senden`,
  joined: (name) => `${name} ist jetzt dabei`,
  colleagueJoined: "Jetzt ist jemand aus dem Team dabei",
  colleagueLeft: (name) => `${name} hat den Chat verlassen; Sie schreiben wieder mit dem Assistenten`,
  someoneLeft: "Das Gespräch mit dem Team ist beendet; Sie schreiben wieder mit dem Assistenten",
  chatEnded: "Dieser Chat ist beendet",
  menu: "Mehr",
  newChat: "Neuer Chat",
  endChat: "Chat beenden",
  confirmNew: "Neuen Chat beginnen? Dieser wird beendet und hier nicht mehr angezeigt.",
  confirmEnd: "Diesen Chat beenden?",
  cancel: "Weiterschreiben",
  youEnded: "Sie haben diesen Chat beendet.",
  startAgain: "Neuen Chat beginnen",
  stillOpen: "Ihr Anliegen wird noch bearbeitet, deshalb bleibt dieser Chat offen. Wir antworten Ihnen hier.",
  notEnded: "Das hat gerade nicht geklappt. Bitte versuchen Sie es noch einmal.",
  edit: "Bearbeiten",
  refusedText: (why) => `Nicht gesendet: ${why}`,
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
