/** In the composer's place: a question to answer first, or how to go on after the end. */
import { h } from "../../shared/dom.ts";

export interface Choice {
  label: string;
  does(): void;
  isMain?: boolean;
}

export class QuestionView {
  readonly element: HTMLElement;
  readonly #buttons: HTMLButtonElement[];

  /** `otherwise` is what Escape means; without it the question stays until it is answered. */
  constructor(text: string, choices: readonly Choice[], otherwise: (() => void) | null = null) {
    this.#buttons = choices.map(({ label, does, isMain }) =>
      h("button", { type: "button", class: isMain ? "choice main" : "choice", onclick: does }, label),
    );
    const onkeydown = (event: Event) => {
      if ((event as KeyboardEvent).key !== "Escape" || otherwise === null) return;
      event.stopPropagation();
      otherwise();
    };
    const role = otherwise === null ? "group" : "alertdialog";
    this.element = h("div", { class: "question", role, "aria-labelledby": "question", onkeydown });
    this.element.append(h("p", { id: "question" }, text), h("div", { class: "choices" }, ...this.#buttons));
  }

  focus(): void {
    this.#buttons.at(-1)?.focus();
  }
}
