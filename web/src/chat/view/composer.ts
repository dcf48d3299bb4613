/** Where the customer writes: grows with the text, sends on Enter. */
import type { Words } from "../i18n.ts";
import { MAX_TEXT, cleaned, isVisible, lengthOf } from "../message_text.ts";
import type { Attachment } from "../attachments.ts";
import type { AttachmentTray } from "./attachment_tray.ts";
import { SEND, h, icon, write } from "../../shared/dom.ts";

const WARN_AT = 200;
/** What keys say while an input method composes, also in browsers that do not say isComposing. */
const COMPOSING = 229;

export class ComposerView {
  readonly element: HTMLFormElement;
  readonly #text: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  /** Null where no files may be sent, and until it has been fetched. */
  #tray: AttachmentTray | null = null;
  readonly #left = h("p", { class: "left", role: "status" });

  constructor(
    private readonly words: Words,
    private readonly say: (text: string, attachments: Attachment[]) => void,
  ) {
    const field = { rows: "1", placeholder: words.write, enterkeyhint: "send" };
    this.#text = h("textarea", {
      ...{ ...field, "aria-label": words.write, "aria-describedby": "hint", autocomplete: "off" },
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#pressed(event as KeyboardEvent),
    });
    this.#send = h("button", { type: "submit", class: "send", "aria-label": words.send, title: words.send });
    this.#send.append(icon(...SEND));
    const onsubmit = (event: Event) => this.#submit(event);
    const hint = h("p", { class: "unseen", id: "hint" }, words.hint);
    const box = h("div", { class: "box" }, this.#text, this.#send);
    this.element = h("form", { class: "composer", onsubmit }, this.#left, box, hint);
    this.#changed();
  }

  set tray(tray: AttachmentTray) {
    this.#tray = tray;
    this.element.prepend(tray.element);
    this.#send.before(tray.button);
  }

  /** What is written and not yet said. */
  get draft(): string {
    return this.#text.value;
  }

  set draft(text: string) {
    this.#text.value = text;
    this.#text.dispatchEvent(new Event("input"));
  }

  /** Write on at what was refused, before what has been written since. */
  restore(text: string): void {
    this.draft = [text, this.draft].filter(Boolean).join("\n");
    this.focus();
  }

  focus(): void {
    this.#text.focus();
  }

  #pressed(event: KeyboardEvent): void {
    // While an input method composes a word, Enter chooses the word.
    const isComposing = event.isComposing || event.keyCode === COMPOSING;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    this.#submit(event);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = cleaned(this.#text.value);
    this.#text.focus();
    // Of a text that is too long nothing is lost: it stays, and how much is too much is said.
    if (!this.#maySend(text)) return;
    this.draft = "";
    this.say(isVisible(text) ? text : "", this.#tray?.take() ?? []);
  }

  /** What files do to whether a message may go out has changed. */
  filesChanged(): void {
    this.#changed();
  }

  #maySend(text: string): boolean {
    const [hasFiles, hasAll] = [this.#tray?.isEmpty === false, this.#tray?.isReady !== false || this.#tray.isEmpty];
    return (isVisible(text) || hasFiles) && hasAll && lengthOf(text) <= MAX_TEXT;
  }

  #changed(): void {
    const { value } = this.#text;
    this.#text.style.height = "auto";
    if (value) this.#text.style.height = `${this.#text.scrollHeight}px`;
    const text = cleaned(value);
    const left = MAX_TEXT - lengthOf(text);
    this.#send.classList.toggle("idle", !this.#maySend(text));
    this.element.classList.toggle("over", left < 0);
    write(this.#left, left < 0 ? this.words.tooLong(-left) : left <= WARN_AT ? this.words.left(left) : "");
  }
}
