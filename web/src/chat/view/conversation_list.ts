/** The visitor's conversations, in the place of the one that is open. */
import type { Words } from "../i18n.ts";
import type { Listed } from "../protocol.ts";
import { FOLD, h, icon } from "../../shared/dom.ts";

export interface ListActions {
  open(id: string): void;
  begin(): void;
  back(): void;
}

export class ConversationListView {
  readonly element: HTMLElement;
  readonly #rows = h("ul", { class: "rows" });
  readonly #status: HTMLElement;
  readonly #back: HTMLButtonElement;

  constructor(
    private readonly locale: string,
    private readonly words: Words,
    private readonly actions: ListActions,
  ) {
    this.#status = h("p", { class: "note", role: "status" }, words.connecting);
    const back = { type: "button", class: "turn previous", "aria-label": words.back, title: words.back };
    this.#back = h("button", { ...back, onclick: () => actions.back() }, icon(...FOLD));
    const top = h("div", { class: "list-top" }, this.#back, h("p", { class: "name", id: "conversations" }, words.conversations));
    const begin = h("button", { type: "button", class: "choice main", onclick: () => actions.begin() }, words.newChat);
    const onkeydown = (event: Event) => {
      if ((event as KeyboardEvent).key !== "Escape") return;
      event.stopPropagation(); // only the list closes, not the panel around the chat
      actions.back();
    };
    const list = { class: "conversations", role: "group", "aria-labelledby": "conversations", onkeydown };
    this.element = h("div", list, top, this.#status, this.#rows, h("div", { class: "question" }, begin));
  }

  focus(): void {
    this.#back.focus();
  }

  show(conversations: readonly Listed[], current: string): void {
    this.#status.textContent = conversations.length ? "" : this.words.noConversations;
    this.#rows.replaceChildren(...conversations.map((one) => h("li", {}, this.#row(one, one.id === current))));
  }

  fail(): void {
    this.#status.textContent = this.words.notEnded;
  }

  #row(one: Listed, isCurrent: boolean): HTMLElement {
    const { words } = this;
    const said = one.lastText || words.deleted;
    const last = h("span", { class: "last" }, one.lastRole === "customer" ? `${words.you}: ${said}` : said);
    const time = h("time", { datetime: new Date(one.at).toISOString() }, this.#moment(one.at));
    const state = one.isOpen ? null : h("span", { class: "subtitle" }, words.chatEnded);
    const unread = one.unread ? h("span", { class: "count" }, words.unread(one.unread)) : null;
    const onclick = () => (isCurrent ? this.actions.back() : this.actions.open(one.id));
    const row = h("button", { type: "button", class: "row", onclick }, last, time, state, unread);
    if (isCurrent) row.setAttribute("aria-current", "true");
    return row;
  }

  #moment(at: number): string {
    const moment = new Date(at);
    const isToday = moment.toDateString() === new Date().toDateString();
    return isToday ? moment.toLocaleTimeString(this.locale, { timeStyle: "short" }) : moment.toLocaleDateString(this.locale);
  }
}
