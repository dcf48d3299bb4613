/** Below the log: the composer, or a question in its place. */
import type { Words } from "../i18n.ts";
import { h } from "../../shared/dom.ts";
import type { ComposerView } from "./composer.ts";
import { QuestionView } from "./question.ts";
import type { Choice } from "./question.ts";

export class FooterView {
  readonly element: HTMLElement;
  #question: QuestionView | null = null;

  constructor(
    readonly composer: ComposerView,
    private readonly words: Words,
    /** A question has come or gone. */
    private readonly changed: () => void,
  ) {
    this.element = h("div", { class: "footer" }, composer.element);
  }

  get isAsking(): boolean {
    return this.#question !== null;
  }

  /** Whatever is chosen, the question is gone. With `kept` it can also be left as it is. */
  ask(text: string, choices: readonly Choice[], kept: (() => void) | null = null): void {
    this.#question?.element.remove();
    const keep = { label: this.words.cancel, does: () => kept?.() };
    const offered = (kept ? [keep, ...choices] : choices).map((choice) => ({
      ...choice,
      does: () => (this.#unask(), choice.does()),
    }));
    this.#question = new QuestionView(text, offered, kept && (() => (this.#unask(), kept())));
    this.element.append(this.#question.element);
    this.changed();
    this.#question.focus();
  }

  #unask(): void {
    this.#question?.element.remove();
    this.#question = null;
    this.changed();
  }
}
