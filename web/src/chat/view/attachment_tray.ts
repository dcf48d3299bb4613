/** Files that will go with the next message: chosen, dropped or pasted, sent ahead, taken away. */
import { MOST_ATTACHMENTS, sizeOf } from "../attachments.ts";
import type { Attachment, AttachmentRules } from "../attachments.ts";
import type { Words } from "../i18n.ts";
import { CLIP, CLOSE, h, icon, write } from "../../shared/dom.ts";
import { Problem } from "../../shared/problem.ts";

export interface TrayHooks {
  /** Rejects with a `Problem`; `progress` hears which share has gone out. */
  send(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Attachment>;
  changed(): void;
}

interface Waiting {
  element: HTMLElement;
  sending: AbortController;
  /** Null until it has arrived. */
  sent: Attachment | null;
}

export class AttachmentTray {
  readonly element = h("div", { class: "tray" });
  readonly button: HTMLButtonElement;
  readonly #list: HTMLElement;
  readonly #said = h("p", { class: "left", role: "status" });
  readonly #waiting = new Set<Waiting>();
  /** One after the other: together they would all be slow, and the gateway takes few at once. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly rules: AttachmentRules,
    private readonly words: Words,
    private readonly locale: string,
    private readonly hooks: TrayHooks,
  ) {
    const picker = h("input", { type: "file", multiple: true, hidden: true, accept: rules.extensions.join() });
    picker.addEventListener("change", () => {
      this.add(picker.files);
      picker.value = "";
    });
    const label = { type: "button", class: "attach", "aria-label": words.attach, title: words.attach };
    this.button = h("button", { ...label, onclick: () => picker.click() }, icon(...CLIP));
    this.#list = h("ul", { class: "files", "aria-label": words.files });
    this.element.append(this.#list, this.#said, picker);
  }

  /** Whether a message may go out now: something waits, and all of it has arrived. */
  get isReady(): boolean {
    return this.#waiting.size > 0 && [...this.#waiting].every(({ sent }) => sent);
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Hand them over to a message. */
  take(): Attachment[] {
    const taken = [...this.#waiting].flatMap(({ sent }) => sent ?? []);
    for (const one of [...this.#waiting]) this.#remove(one);
    write(this.#said, "");
    return taken;
  }

  add(files: FileList | null): void {
    write(this.#said, "");
    for (const file of files ?? []) {
      const { words, rules, locale } = this;
      const isKnown = rules.extensions.some((extension) => file.name.toLowerCase().endsWith(extension));
      if (this.#waiting.size >= MOST_ATTACHMENTS) this.#say(words.tooManyFiles(MOST_ATTACHMENTS));
      else if (file.size > rules.maxSize) this.#say(words.fileTooLarge(file.name, sizeOf(rules.maxSize, locale)));
      else if (!isKnown && file.name.includes(".")) this.#say(words.fileRefused(file.name));
      else void this.#start(file);
    }
  }

  /** Also what is dropped anywhere in `area` or pasted into it. */
  listen(area: HTMLElement): void {
    const marks = (isOver: boolean) => area.classList.toggle("dropping", isOver);
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      marks(true);
    };
    area.addEventListener("dragover", over);
    area.addEventListener("dragleave", () => marks(false));
    area.addEventListener("drop", (event) => {
      over(event);
      marks(false);
      this.add(event.dataTransfer?.files ?? null);
    });
    area.addEventListener("paste", ({ clipboardData }) => this.add(clipboardData?.files ?? null));
  }

  async #start(file: File): Promise<void> {
    const { words } = this;
    const bar = h("progress", { max: "1", value: "0", "aria-label": words.uploading(file.name) });
    const label = { type: "button", class: "drop", "aria-label": words.removeFile(file.name) };
    const remove = h("button", { ...label, onclick: () => (this.#remove(one), this.button.focus()) }, icon(...CLOSE));
    const size = h("span", { class: "file-size" }, sizeOf(file.size, this.locale));
    const element = h("li", { class: "file" }, h("bdi", { class: "file-name" }, file.name), size, bar, remove);
    const one: Waiting = { element, sending: new AbortController(), sent: null };
    this.#waiting.add(one);
    this.#list.append(element);
    this.hooks.changed();
    try {
      one.sent = await this.#inTurn(file, one, bar);
      bar.remove();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const why = error.isPassing ? words.fileFailed(file.name) : `${words.fileRefused(file.name)} ${error.detail}`;
      if (this.#waiting.has(one)) this.#say(why);
      this.#remove(one);
    }
    this.hooks.changed();
  }

  #inTurn(file: File, { sending: { signal } }: Waiting, bar: HTMLProgressElement): Promise<Attachment> {
    const sent = this.#last.then(() => {
      if (signal.aborted) throw new Problem(0, "");
      return this.hooks.send(file, (share) => (bar.value = share), signal);
    });
    this.#last = sent.catch(() => null);
    return sent;
  }

  #remove(one: Waiting): void {
    one.sending.abort();
    one.element.remove();
    this.#waiting.delete(one);
    this.hooks.changed();
  }

  #say(text: string): void {
    write(this.#said, [this.#said.textContent, text].filter(Boolean).join(" "));
  }
}
