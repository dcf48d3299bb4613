/** What stands between messages on the desk: notes of colleagues, and what is on its way. */
import { h } from "../../shared/dom.ts";
import { withLinks } from "../../shared/links.ts";
import type { Desk } from "../desk.ts";
import type { Note } from "../model.ts";
import { customerOfTalk, momentOf } from "../people.ts";
import { wordsOf } from "../reducers.ts";
import { isDeclined, piecesOf } from "../replies/mentions.ts";
import type { Pending, Talk } from "../state.ts";

export class NoteView {
  readonly element: HTMLElement;

  constructor(note: Note, { words, locale }: Desk) {
    const head = h("p", { class: "note-by" }, `${words.noteBy(note.agent)} · ${momentOf(note.at, locale)}`);
    this.element = h("article", { class: "team-note", "data-message-id": note.note_id }, head, h("p", { class: "text" }, ...textOf(note, words)));
  }
}

/** What the desk itself notes is said in the reader's language. */
function textOf({ note_id, text, mentions }: Note, words: Desk["words"]): (Node | string)[] {
  if (note_id.startsWith("merged-into-")) return [words.continuedIn(text.replace(/^→ /, ""))];
  if (isDeclined(note_id)) return [words.declined];
  return piecesOf(text, mentions).flatMap((piece) => (piece.isCall ? [h("strong", { class: "called" }, piece.text)] : withLinks(piece.text)));
}

/** An answer of the bot's that is being made, as text and nothing else. */
export class WordsView {
  /** It is read out once, when it is whole: as the message that takes its place. */
  readonly element = h("article", { class: "message bot first last draft", hidden: true, "aria-hidden": "true" });
  readonly #speaker = h("p", { class: "speaker" });
  readonly #text = h("p", { class: "text" });
  #silence: ReturnType<typeof setTimeout> | undefined;
  #shown = "";

  constructor() {
    this.element.append(this.#speaker, h("div", { class: "bubble" }, this.#text));
  }

  update(talk: Talk, speaker: string): void {
    const now = Date.now();
    const words = wordsOf(talk, now);
    if (words === this.#shown) return;
    this.#shown = words;
    this.#speaker.textContent = speaker;
    this.#text.textContent = words;
    this.element.hidden = !words;
    clearTimeout(this.#silence);
    if (words) this.#silence = setTimeout(() => (this.element.hidden = true), talk.wordsUntil - now);
  }
}

/** A message that has not arrived yet: to be undone, on its way, held, or refused. */
export class PendingView {
  readonly element: HTMLElement;

  constructor(pending: Pending, desk: Desk) {
    const bubble = h("div", { class: "bubble" }, h("p", { class: "text" }, String(pending.body["text"] ?? "")));
    this.element = h("article", { class: "message human_agent first last pending", "data-step": pending.step }, bubble);
    const state = h("p", { class: "delivery" });
    state.append(...this.#state(pending, desk));
    this.element.append(state);
  }

  #state(pending: Pending, desk: Desk): Node[] {
    const { words } = desk;
    const undo = button(words.undo, () => void desk.run("pending.undo", pending.id));
    if (pending.step === "undoable") {
      return [h("span", { "data-seconds-until": String(pending.dueAt) }, words.sendingIn(5)), " ", undo].map(node);
    }
    if (pending.step === "held") return this.#held(pending, desk);
    if (pending.step !== "failed") return [node(words.sending)];
    const again = button(words.again, () => desk.session?.pending.again(pending.id));
    const edit = button(words.edit, () => void desk.run("pending.undo", pending.id));
    return [words.notSent(pending.problem ?? ""), " ", again, " ", edit].map(node);
  }

  #held(pending: Pending, desk: Desk): Node[] {
    const { words } = desk;
    const last = pending.newer.at(-1);
    const talk = desk.state.talks.get(pending.conversationId);
    const customer = talk ? customerOfTalk(talk, desk.handoff, words) : words.customer;
    const who = last?.sent_by ?? (last?.role === "bot" ? words.bot : customer);
    const anyway = button(words.sendAnyway, () => desk.session?.pending.again(pending.id, { anyway: true }));
    const edit = button(words.edit, () => void desk.run("pending.undo", pending.id));
    const quotes = pending.newer.map(({ text }) => h("q", {}, text));
    return [words.newer(who), " ", ...quotes, " ", anyway, " ", edit].map(node);
  }
}

function node(child: Node | string): Node {
  return typeof child === "string" ? document.createTextNode(child) : child;
}

function button(label: string, onclick: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "again", onclick }, label);
}
