/** Where the customer writes: grows with the text, sends on Enter. */
import type { Words } from "../i18n.ts";
import { SEND, h, icon, write } from "./dom.ts";

const MAX_TEXT = 4_000;
const WARN_AT = 200;

export class ComposerView {
  readonly element: HTMLFormElement;
  readonly #text: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #left = h("p", { class: "left", role: "status" });

  constructor(
    words: Words,
    private readonly say: (text: string) => void,
  ) {
    const field = { rows: "1", maxlength: String(MAX_TEXT), placeholder: words.write, enterkeyhint: "send" };
    this.#text = h("textarea", {
      ...{ ...field, "aria-label": words.write, "aria-describedby": "hint", autocomplete: "off" },
      oninput: () => this.#changed(words),
      onkeydown: (event) => this.#pressed(event as KeyboardEvent),
    });
    this.#send = h("button", { type: "submit", class: "send", "aria-label": words.send, title: words.send });
    this.#send.append(icon(...SEND));
    const onsubmit = (event: Event) => this.#submit(event);
    const hint = h("p", { class: "unseen", id: "hint" }, words.hint);
    const box = h("div", { class: "box" }, this.#text, this.#send);
    this.element = h("form", { class: "composer", onsubmit }, this.#left, box, hint);
    this.#changed(words);
  }

  /** What is written and not yet said. */
  get draft(): string {
    return this.#text.value;
  }

  set draft(text: string) {
    this.#text.value = text;
    this.#text.dispatchEvent(new Event("input"));
  }

  focus(): void {
    this.#text.focus();
  }

  #pressed(event: KeyboardEvent): void {
    // While an input method composes a word, Enter chooses the word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text) return;
    this.#text.value = "";
    this.#text.dispatchEvent(new Event("input"));
    this.#text.focus();
    this.say(text);
  }

  #changed(words: Words): void {
    const { value } = this.#text;
    this.#text.style.height = "auto";
    if (value) this.#text.style.height = `${this.#text.scrollHeight}px`;
    this.#send.classList.toggle("idle", !value.trim());
    const left = MAX_TEXT - value.length;
    write(this.#left, left <= WARN_AT ? words.left(left) : "");
  }
}
