/** One message: a bubble, who said it, its sources, its quick replies, whether it was sent. */
import type { Words } from "../i18n.ts";
import type { Citation } from "../protocol.ts";
import type { Entry } from "../timeline.ts";
import { attachmentsOf } from "./attachments.ts";
import { CardView } from "./card.ts";
import { h } from "../../shared/dom.ts";
import { atHeading, link, withLinks } from "../../shared/links.ts";

const OPEN_UP_TO = 3;

export interface MessageActions {
  reply(text: string): void;
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
  readonly #replies: HTMLButtonElement[];
  /** All that can be pressed, on cards and below. */
  readonly #choices: HTMLButtonElement[];

  constructor(
    entry: Entry,
    name: string,
    private readonly locale: string,
    private readonly words: Words,
    private readonly actions: MessageActions,
  ) {
    this.#replies = entry.quickReplies.map((text) =>
      h("button", { type: "button", class: "reply", onclick: () => actions.reply(text) }, text),
    );
    const cards = entry.cards.map((card) => new CardView(card, words, (text) => actions.reply(text)));
    this.#choices = [...cards.flatMap((card) => card.buttons), ...this.#replies];
    const speaker = h("p", { class: "speaker" }, name);
    const bubble = h("div", { class: "bubble" }, h("p", { class: "text" }, ...withLinks(entry.text)));
    if (entry.citations.length) bubble.append(this.#sources(entry.citations));
    this.element = h("article", { class: `message ${entry.role}`, "data-message-id": entry.id });
    this.#time = this.#timeOf(entry.at);
    this.element.append(this.#day, speaker, bubble);
    if (entry.attachments.length) {
      this.element.append(attachmentsOf(entry.attachments, locale, words, (link) => actions.fileAddress(link)));
    }
    if (cards.length) this.element.append(h("ul", { class: "cards" }, ...cards.map((card) => card.element)));
    this.element.append(this.#time, this.#status);
    if (this.#replies.length) {
      const label = { class: "replies", role: "group", "aria-label": words.quickReplies };
      this.element.append(h("div", label, ...this.#replies));
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
      button.classList.toggle("chosen", button.textContent === placement.chosen);
    }
    this.#showDelivery(entry);
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
