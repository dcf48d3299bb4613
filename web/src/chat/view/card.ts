/** A card of a reply: a picture, a few lines, links, and buttons that say their words. */
import type { Words } from "../i18n.ts";
import type { Card } from "../reply_parts.ts";
import { h } from "../../shared/dom.ts";
import { link } from "../../shared/links.ts";

export class CardView {
  readonly element: HTMLElement;
  readonly buttons: HTMLButtonElement[];

  constructor(card: Card, words: Words, say: (text: string) => void) {
    this.buttons = card.buttons.map((text) =>
      h("button", { type: "button", class: "reply", onclick: () => say(text) }, text),
    );
    const lines = h("div", { class: "lines" }, h("p", { class: "title" }, card.title));
    if (card.subtitle) lines.append(h("p", { class: "subtitle" }, card.subtitle));
    if (card.text) lines.append(h("p", { class: "detail" }, card.text));
    for (const { url, text } of card.links) {
      const unseen = h("span", { class: "unseen" }, ` (${words.opensInNewTab})`);
      lines.append(h("p", { class: "link" }, link(url, text, unseen)));
    }
    this.element = h("li", { class: "card" }, card.image ? pictureOf(card.image) : null, lines);
    if (this.buttons.length) this.element.append(h("div", { class: "choices" }, ...this.buttons));
  }
}

/** Fetched when it comes near, without telling its server where; a broken one leaves no gap. */
function pictureOf({ url, alt }: { url: string; alt: string }): HTMLImageElement {
  const fetched = { loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" };
  const picture = h("img", { ...fetched, alt, class: "picture", onerror: () => picture.remove() });
  picture.src = url;
  return picture;
}
