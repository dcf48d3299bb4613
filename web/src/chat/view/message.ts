/** One message: a bubble, who said it, its sources, its quick replies, whether it was sent. */
import type { Words } from "../i18n.ts";
import type { Citation } from "../protocol.ts";
import type { Entry } from "../timeline.ts";
import { later } from "../parts_on_demand.ts";
import type { FormAnswers } from "../reply_parts.ts";
import { CardView } from "./card.ts";
import { ChoiceListView } from "./choice_list.ts";
import { h } from "../../shared/dom.ts";
import { atHeading, link, withLinks } from "../../shared/links.ts";

const OPEN_UP_TO = 3;

export interface MessageActions {
  reply(text: string): void;
  fill(answers: FormAnswers): void;
  again(id: string): void;
  edit(id: string): void;
  /** Where a source stands; null where it has no address. */
  sourceAddress(url: string | null): string | null;
  /** Where a file is to be had; null where it is not. */
  fileAddress(link: string): string | null;
}

/** What the neighbours of a message decide about it. */
export interface Placement {
  isFirstOfGroup: boolean;
  isLastOfGroup: boolean;
  isOffering: boolean;
  /** Whether nothing was said for a while afterwards, so that the time is worth showing. */
  isPause: boolean;
  /** The quick reply that the customer has chosen, if any. */
  chosen: string | null;
  /** The day to announce above it, if it is the first of one. */
  day: string | null;
}

/** Updated in place and never replaced, so that a screen reader reads each message once. */
export class MessageView {
  readonly element: HTMLElement;
  readonly #day = h("p", { class: "day", hidden: true });
  readonly #status = h("p", { class: "delivery", hidden: true });
  readonly #time: HTMLTimeElement;
  readonly #text = h("p", { class: "text" });
  /** All that can be pressed, on cards and below. */
  readonly #choices: HTMLButtonElement[];
  /** What is filled in, and gone once the customer has spoken. */
  readonly #fields: HTMLElement[] = [];
  #shown: string | null = null;

  constructor(
    entry: Entry,
    name: string,
    private readonly locale: string,
    private readonly words: Words,
    private readonly actions: MessageActions,
  ) {
    const say = (text: string) => actions.reply(text);
    const replies = (entry.isRating ? [] : entry.quickReplies).map((text) =>
      h("button", { type: "button", class: "reply", onclick: () => say(text) }, text),
    );
    const cards = entry.cards.map((card) => new CardView(card, words, say));
    const lists = entry.lists.map((list) => new ChoiceListView(list, say));
    this.#choices = [...[...cards, ...lists].flatMap(({ buttons }) => buttons), ...replies];
    const bubble = h("div", { class: "bubble" }, this.#text);
    if (entry.citations.length) bubble.append(this.#sources(entry.citations));
    this.element = h("article", { class: `message ${entry.role}`, "data-message-id": entry.id });
    this.#time = this.#timeOf(entry.at);
    const { attachments, form, isRating, quickReplies } = entry;
    this.element.append(this.#day, h("p", { class: "speaker" }, name), bubble);
    if (attachments.length) {
      const addressOf = (link: string) => actions.fileAddress(link);
      this.element.append(later(({ attachmentsOf }) => attachmentsOf(attachments, locale, words, addressOf)));
    }
    const drawn = cards.map((card) => card.element);
    if (cards.length > 1) this.element.append(later(({ carousel }) => carousel(drawn, words)));
    else if (drawn[0]) this.element.append(h("ul", { class: "cards" }, drawn[0]));
    this.element.append(...lists.map((list) => list.element), this.#time, this.#status);
    if (form) this.#fields.push(later(({ FormView }) => new FormView(form, words, actions.fill).element));
    if (isRating) this.#fields.push(later(({ RatingView }) => new RatingView(quickReplies, words, say).element));
    this.element.append(...this.#fields);
    if (replies.length) {
      const label = { class: "replies", role: "group", "aria-label": words.quickReplies };
      this.element.append(h("div", label, ...replies));
    }
  }

  update(entry: Entry, placement: Placement): void {
    this.element.classList.toggle("first", placement.isFirstOfGroup);
    this.element.classList.toggle("last", placement.isLastOfGroup);
    this.element.dataset["delivery"] = entry.delivery;
    this.#time.hidden = !placement.isPause;
    this.#day.hidden = placement.day === null;
    this.#day.textContent = placement.day;
    for (const button of this.#choices) {
      button.disabled = !placement.isOffering;
      button.classList.toggle("chosen", (button.dataset["says"] ?? button.textContent) === placement.chosen);
    }
    for (const field of this.#fields) field.hidden = !placement.isOffering;
    this.#showText(entry);
    this.#showDelivery(entry);
  }

  /** Only what differs: what is set again is read out again. */
  #showText({ text, changed }: Entry): void {
    const shown = `${changed} ${text}`;
    if (this.#shown === shown) return;
    this.#shown = shown;
    const note = changed === "edited" ? h("span", { class: "edited" }, this.words.edited) : null;
    if (changed === "deleted") this.#text.replaceChildren(h("em", {}, this.words.deleted));
    else this.#text.replaceChildren(...withLinks(text), ...(note ? [note] : []));
  }

  #showDelivery(entry: Entry): void {
    const isFailed = entry.delivery === "failed";
    if (this.#status.hidden !== isFailed) return;
    this.#status.hidden = !isFailed;
    if (!isFailed) {
      this.#status.replaceChildren();
      return;
    }
    const { words, actions } = this;
    const isRefused = entry.refusal !== null;
    const does = () => (isRefused ? actions.edit(entry.id) : actions.again(entry.id));
    const label = isRefused ? words.edit : words.tryAgain;
    const said = isRefused ? words.refusedText(entry.refusal ?? "") : words.notSent;
    this.#status.append(`${said} `, h("button", { type: "button", class: "again", onclick: does }, label));
  }

  #timeOf(at: number): HTMLTimeElement {
    const moment = new Date(at);
    const shown = moment.toLocaleTimeString(this.locale, { timeStyle: "short" });
    return h("time", { datetime: moment.toISOString() }, shown);
  }

  #sources(citations: Citation[]): HTMLElement {
    const items = citations.map((citation) => h("li", {}, this.#source(citation)));
    const summary = h("summary", {}, this.words.sources(citations.length));
    const isOpen = citations.length <= OPEN_UP_TO;
    return h("details", { class: "sources", open: isOpen }, summary, h("ol", {}, ...items));
  }

  #source({ title, heading, url }: Citation): HTMLElement {
    const where = heading && heading !== title ? h("span", { class: "heading" }, heading) : null;
    const label = [h("span", { class: "title" }, title), ...(where ? [" › ", where] : [])];
    const address = this.actions.sourceAddress(url);
    if (address === null) return h("span", { class: "source" }, ...label);
    const target = link(atHeading(address, heading), ...label);
    target.classList.add("source");
    target.append(h("span", { class: "unseen" }, ` (${this.words.opensInNewTab})`));
    return target;
  }
}
