/** How it was, from worst to best, and in words where somebody likes to. */
import type { Words } from "../i18n.ts";
import { MAX_TEXT, cleaned, lengthOf } from "../message_text.ts";
import { h } from "../../shared/dom.ts";

let made = 0;

export class RatingView {
  readonly element: HTMLFormElement;

  /** What is said is the rating as it was offered; a comment stands on the lines below it. */
  constructor(offered: readonly string[], words: Words, say: (text: string) => void) {
    const name = `r${(made += 1)}`;
    const comment = h("textarea", { rows: "2", id: name, maxlength: "1000" });
    const more = h("div", { class: "field", hidden: true }, h("label", { for: name }, words.comment), comment);
    more.append(h("button", { type: "submit", class: "choice main" }, words.sendRating));
    const reveal = () => {
      more.hidden = false;
      more.scrollIntoView({ block: "nearest" });
    };
    const marks = offered.map((text, index) => {
      const label = words.rating(index + 1, offered.length);
      const radio = h("input", { type: "radio", name, value: text, "aria-label": label, onchange: reveal });
      return h("label", { class: "mark", title: label }, radio, h("span", { "aria-hidden": "true" }, text));
    });
    const group = h("fieldset", { "aria-label": words.rate }, h("div", { class: "marks" }, ...marks), more);
    const onsubmit = (event: Event) => {
      event.preventDefault();
      const chosen = this.element.querySelector<HTMLInputElement>(":checked")?.value;
      const text = cleaned(`${chosen}\n${comment.value}`);
      if (chosen && lengthOf(text) <= MAX_TEXT) say(text);
    };
    this.element = h("form", { class: "fields", onsubmit }, group);
  }
}
