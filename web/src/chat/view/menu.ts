/** The header's menu: a transcript to keep, a new chat, the others, or the end of this one. */
import type { Words } from "../i18n.ts";
import type { TranscriptFormat } from "../transcript_download.ts";
import { MORE, h, icon } from "../../shared/dom.ts";

export interface MenuActions {
  begin(): void;
  list(): void;
  save(format: TranscriptFormat): void;
  end(): void;
}

/** A button that discloses others: no roles that promise more than Tab and Enter do. */
export class MenuView {
  readonly element: HTMLElement;
  readonly end: HTMLButtonElement;
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLElement;

  constructor(words: Words, actions: MenuActions) {
    const item = (text: string, does: () => void) => {
      const onclick = () => {
        this.#toggle(false);
        does();
      };
      return h("button", { type: "button", class: "item", onclick }, text);
    };
    this.end = item(words.endChat, actions.end);
    const items = [
      item(words.newChat, actions.begin),
      item(words.conversations, actions.list),
      item(words.saveAsPage, () => actions.save("html")),
      item(words.saveAsText, () => actions.save("text")),
      this.end,
    ];
    this.#list = h("div", { class: "items", id: "menu", hidden: true }, ...items);
    this.#button = h("button", {
      ...{ type: "button", class: "more", "aria-label": words.menu, title: words.menu },
      ...{ "aria-expanded": "false", "aria-controls": "menu" },
      onclick: () => this.#toggle(this.#list.hidden),
    });
    this.#button.append(icon(...MORE));
    this.element = h("div", {
      class: "menu",
      onkeydown: (event) => this.#pressed(event as KeyboardEvent),
      onfocusout: (event) => this.#left(event as FocusEvent),
    });
    this.element.append(this.#button, this.#list);
  }

  #toggle(isOpen: boolean): void {
    this.#list.hidden = !isOpen;
    this.#button.setAttribute("aria-expanded", String(isOpen));
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.#list.hidden) return;
    event.stopPropagation(); // only the menu closes, not the panel around the chat
    this.#toggle(false);
    this.#button.focus();
  }

  /** A press on nothing that takes the focus has no related target, and closes it too. */
  #left({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.#toggle(false);
  }
}
