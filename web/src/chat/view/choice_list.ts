/** More choices than buttons have room for: choosing one says its title. */
import type { ChoiceList } from "../reply_parts.ts";
import { h } from "../../shared/dom.ts";

export class ChoiceListView {
  readonly element: HTMLElement;
  readonly buttons: HTMLButtonElement[];

  constructor({ title, items }: ChoiceList, say: (text: string) => void) {
    this.buttons = items.map((item) => {
      const detail = item.description ? h("span", { class: "subtitle" }, item.description) : null;
      const properties = { type: "button", class: "row", "data-says": item.title, onclick: () => say(item.title) };
      return h("button", properties, h("span", { class: "title" }, item.title), detail);
    });
    const rows = h("ul", title ? { "aria-label": title } : {}, ...this.buttons.map((button) => h("li", {}, button)));
    this.element = h("div", { class: "list" }, title ? h("p", { class: "detail" }, title) : null, rows);
  }
}
