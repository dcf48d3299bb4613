/** `<desk-transcript>`: what was said, in the chat's own message views, with notes in between. */
import { dayOf, isPause, isSameGroup } from "../../chat/view/grouping.ts";
import { fileAddress, sourceAddress } from "../../chat/addresses.ts";
import type { Words as ChatWords } from "../../chat/i18n.ts";
import { whenFetched } from "../../chat/parts_on_demand.ts";
import base from "../../chat/styles/base.css";
import cards from "../../chat/styles/cards.css";
import details from "../../chat/styles/details.css";
import messages from "../../chat/styles/messages.css";
import type { Entry } from "../../chat/timeline.ts";
import { LineView } from "../../chat/view/line.ts";
import { MessageView } from "../../chat/view/message.ts";
import type { MessageActions, Placement } from "../../chat/view/message.ts";
import { h, sheet } from "../../shared/dom.ts";
import type { Desk } from "../desk.ts";
import { chatWords } from "../language_packs.ts";
import type { Note } from "../model.ts";
import type { Pending, Talk } from "../state.ts";
import own from "../styles/transcript.css";
import { NoteView, PendingView, WordsView } from "./transcript_lines.ts";

export interface Shown {
  talk: Talk;
  pending: readonly Pending[];
}

interface View {
  element: HTMLElement;
}

const NEAR = 80;
/** Made with the first one: where there is no browser there is none. */
let styles: CSSStyleSheet[] | null = null;

/** Unit tests have no elements, and make none. */
const Base = globalThis.HTMLElement ?? class {};

export class DeskTranscript extends Base {
  desk: Desk | null = null;
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #views = new Map<string, View>();
  readonly #log = h("div", { class: "log", tabindex: "0", role: "log" });
  readonly #older = h("button", { type: "button", class: "older", onclick: () => this.#readOlder() });
  readonly #messages = h("div", { class: "messages" });
  readonly #words = new WordsView();
  readonly #pending = h("div", { class: "messages" });
  #talk: Talk | null = null;
  #key = "";
  #customer = "";
  #isAtEnd = true;

  constructor() {
    super();
    const first = (styles ??= [base, messages, cards, details].map(sheet));
    const last = sheet(own);
    this.#root.adoptedStyleSheets = [...first, last];
    whenFetched((parts) => (this.#root.adoptedStyleSheets = [...first, ...parts.styles, last]));
    this.#log.append(this.#older, this.#messages, this.#words.element, this.#pending);
    this.#root.append(this.#log);
    this.#log.addEventListener("scroll", () => (this.#isAtEnd = this.#toEnd < NEAR), { passive: true });
    const stay = () => this.#isAtEnd && this.#scrollToEnd();
    this.#log.addEventListener("grown", stay);
    new ResizeObserver(stay).observe(this.#log);
  }

  get #toEnd(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight;
  }

  set shown({ talk, pending }: Shown) {
    const { desk } = this;
    if (!desk) return;
    const isOther = talk.id !== this.#talk?.id;
    if (isOther) this.#begin(desk);
    const own = pending.filter(({ conversationId, kind, id }) => conversationId === talk.id && (kind === "message" || kind === "note") && !talk.timeline.get(id) && !talk.notes.some(({ note_id }) => note_id === id));
    this.#words.update(talk, desk.words.bot);
    if (this.#isAtEnd && talk.words) this.#scrollToEnd();
    const key = JSON.stringify([talk.id, talk.version, talk.older, talk.isLoading, own]);
    if (key === this.#key) return;
    this.#key = key;
    this.#draw(desk, talk, own, isOther);
    this.#talk = talk;
  }

  #begin(desk: Desk): void {
    for (const { element } of this.#views.values()) element.remove();
    this.#views.clear();
    this.#log.setAttribute("aria-label", desk.words.conversation);
    this.#isAtEnd = true;
  }

  #draw(desk: Desk, talk: Talk, pending: readonly Pending[], isOther: boolean): void {
    const before = this.#log.scrollHeight - this.#log.scrollTop;
    // What was said long ago is shown, but not read out as if it were new.
    const isOlder = isOther || talk.older !== this.#talk?.older;
    this.#log.setAttribute("aria-live", isOlder ? "off" : "polite");
    this.#older.hidden = talk.older === null;
    this.#older.textContent = talk.isLoading ? desk.words.loading : desk.words.older;
    this.#customer = desk.handoff?.customer_ref ?? talk.info?.customer_ref ?? desk.words.customer;
    this.#place(desk, talk);
    this.#pending.replaceChildren(...pending.map((one) => new PendingView(one, desk).element));
    if (this.#isAtEnd) this.#scrollToEnd();
    else if (isOlder) this.#log.scrollTop = this.#log.scrollHeight - before;
  }

  #scrollToEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #readOlder(): void {
    const { desk } = this;
    const id = this.#talk?.id;
    if (desk && id) void desk.attempt(async () => desk.session?.sync.readOlder(id));
  }

  #place(desk: Desk, talk: Talk): void {
    const words = { ...chatWords(), colleagueLeft: desk.words.personLeft, someoneLeft: desk.words.someoneLeft };
    const entries = talk.timeline.entries;
    const kept = new Set([...entries.map(({ id }) => id), ...talk.notes.map(({ note_id }) => note_id)]);
    for (const [id, view] of this.#views) if (!kept.has(id)) (view.element.remove(), this.#views.delete(id));
    let next = this.#messages.firstElementChild;
    const put = ({ element }: View) => {
      if (element === next) next = next.nextElementSibling;
      else this.#messages.insertBefore(element, next);
    };
    const notes = [...talk.notes].sort((one, other) => one.at.localeCompare(other.at));
    entries.forEach((entry, index) => {
      while (notes[0] && Date.parse(notes[0].at) < entry.at) put(this.#noteView(desk, notes.shift() as Note));
      const view = this.#viewOf(desk, entry, words);
      view.update(entry, placementOf(entries, index, desk.locale, words));
      put(view);
    });
    for (const note of notes) put(this.#noteView(desk, note));
  }

  #noteView(desk: Desk, note: Note): View {
    const known = this.#views.get(note.note_id);
    const view = known ?? new NoteView(note, desk);
    this.#views.set(note.note_id, view);
    return view;
  }

  #viewOf(desk: Desk, entry: Entry, words: ChatWords): MessageView | LineView {
    const known = this.#views.get(entry.id);
    if (known instanceof MessageView || known instanceof LineView) return known;
    const customer = this.#customer;
    const name = entry.sentBy ?? (entry.role === "customer" ? customer : desk.words.bot);
    const view = entry.line
      ? new LineView(entry, entry.line, words)
      : new MessageView(entry, name, desk.locale, words, actionsOf(desk.tenant));
    this.#views.set(entry.id, view);
    return view;
  }
}

/** Nothing can be pressed here in the customer's stead. */
function actionsOf(tenant: string): MessageActions {
  const none = () => undefined;
  const addresses = { sourceAddress: (url: string | null) => sourceAddress("", tenant, url), fileAddress: (link: string) => fileAddress("", link) };
  return { reply: none, fill: none, again: none, edit: none, ...addresses };
}

function placementOf(entries: readonly Entry[], index: number, locale: string, words: ChatWords): Placement {
  const [before, entry, after] = [entries[index - 1], entries[index] as Entry, entries[index + 1]];
  return {
    isFirstOfGroup: !before || !isSameGroup(before, entry),
    isLastOfGroup: !after || !isSameGroup(entry, after),
    isOffering: false,
    isPause: !after || isPause(entry, after),
    chosen: null,
    day: dayOf(entry.at, before?.at ?? null, Date.now(), locale, words),
  };
}

if (globalThis.customElements && !customElements.get("desk-transcript")) customElements.define("desk-transcript", DeskTranscript);
