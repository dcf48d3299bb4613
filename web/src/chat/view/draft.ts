/** The bubble in which an answer grows while it is being made, as text and nothing else. */
import { goesOn, textOf } from "../draft_text.ts";
import { wordsIn } from "../draft_words.ts";
import type { DraftWords } from "../draft_words.ts";
import type { ChatState, Draft } from "../state.ts";
import { h, write } from "../../shared/dom.ts";

/** Nobody writes any more: the page shows no half sentence for ever. */
const LASTS = 60_000;
const NEAR = 80;

export class DraftView {
  /** Not in the log, which is read out: there the whole answer is, once. */
  readonly element = h("article", { class: "message bot last draft", hidden: true });
  readonly #text = document.createTextNode("");
  readonly #speaker = h("p", { class: "speaker" });
  readonly #bubble = h("div", { class: "bubble" }, h("p", { class: "text" }, this.#text));
  readonly #note = h("p", { class: "note draft-note", role: "status" });
  readonly #words: DraftWords;
  #draft: Draft = [];
  #shown = "";
  #wasWithdrawn = false;
  #last: string | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly messages: HTMLElement, locale: string) {
    this.#words = wordsIn(locale);
    this.element.append(this.#speaker, this.#bubble);
    messages.after(this.#note, this.element);
  }

  update({ draft, entries, branding }: ChatState): void {
    const last = entries.at(-1);
    write(this.#speaker, branding?.name ?? "");
    this.element.classList.toggle("first", last?.role !== "bot");
    if (draft !== this.#draft) {
      if (draft.length) this.#grow(draft);
      else this.#end(last?.role === "bot" ? last.text : null);
      this.#draft = draft;
      this.#last = last?.id;
    } else if (last?.id !== this.#last && !draft.length) {
      write(this.#note, "");
    }
  }

  #grow(draft: Draft): void {
    const text = textOf(draft);
    if (text === null) this.#wasWithdrawn = true;
    else if (text) this.#shown = text;
    write(this.#note, text === null ? this.#words.withdrawn : "");
    this.#follow(() => this.#show(text ?? ""));
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#show(""), LASTS);
  }

  /** What is selected in it stays so while it grows. */
  #show(text: string): void {
    if (text.startsWith(this.#text.data)) this.#text.appendData(text.slice(this.#text.length));
    else this.#text.data = text;
    this.element.hidden = !text;
  }

  #end(answer: string | null): void {
    clearTimeout(this.#silence);
    const isReplaced = answer !== null && this.#shown && (this.#wasWithdrawn || !goesOn(answer, this.#shown));
    this.#show("");
    write(this.#note, isReplaced ? this.#words.replaced : "");
    this.#shown = "";
    this.#wasWithdrawn = false;
  }

  /** Whoever reads the newest words sees those that come, until the first ones would leave. */
  #follow(grow: () => void): void {
    const log = this.messages.parentElement;
    if (!log) return grow();
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    grow();
    if (isAtEnd) log.scrollTop = this.element.hidden ? log.scrollHeight : this.element.offsetTop - log.offsetTop;
  }
}
