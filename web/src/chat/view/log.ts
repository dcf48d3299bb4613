/** The scrolling log of messages: keeps its place, reads older ones, shows who is typing. */
import type { ChatState } from "../state.ts";
import type { Words } from "../i18n.ts";
import type { Branding } from "../protocol.ts";
import { agentOf } from "../conversation_status.ts";
import { answers, offering } from "../timeline.ts";
import type { Entry } from "../timeline.ts";
import { later, withParts } from "../parts_on_demand.ts";
import { DOWN, h, icon, write } from "../../shared/dom.ts";
import type { DraftView } from "./draft.ts";
import { dayOf, isPause, isSameGroup } from "./grouping.ts";
import { LineView } from "./line.ts";
import { MessageView } from "./message.ts";
import type { MessageActions } from "./message.ts";

const NEAR = 80;

export interface LogActions extends MessageActions {
  older(): void;
}

export class LogView {
  readonly element = h("div", { class: "log-frame" });
  readonly #views = new Map<string, MessageView | LineView>();
  readonly #log: HTMLElement;
  readonly #top = h("div", { class: "top" });
  readonly #messages: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #typingText = h("p", { class: "unseen", role: "status" });
  readonly #notice = h("p", { class: "notice", role: "status" });
  readonly #newest: HTMLButtonElement;
  #draft?: DraftView;
  #isAtEnd = true;
  #hasOlder = false;

  constructor(
    private readonly branding: Branding,
    private readonly locale: string,
    private readonly words: Words,
    private readonly actions: LogActions,
  ) {
    this.#messages = h("div", { class: "messages", role: "log", "aria-live": "polite" });
    this.#typing = h("div", { class: "typing", "aria-hidden": "true", hidden: true });
    this.#typing.append(h("span"), h("span"), h("span"));
    this.#log = h("div", { class: "log", tabindex: "0", role: "region", "aria-label": words.conversation });
    this.#log.append(this.#top, this.#messages, this.#notice, this.#typing, this.#typingText);
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const toEnd = () => this.scrollToEnd("smooth");
    const button = { type: "button", class: "newest", hidden: true, "aria-label": words.newMessages };
    this.#newest = h("button", { ...button, title: words.newMessages, onclick: toEnd }, icon(...DOWN));
    this.element.append(this.#log, this.#newest);
    const stay = () => this.#isAtEnd && this.scrollToEnd();
    new ResizeObserver(stay).observe(this.#log);
    this.#log.addEventListener("grown", stay);
  }

  update(state: ChatState): void {
    const heightBelow = this.#log.scrollHeight - this.#log.scrollTop;
    const firstBefore = this.#messages.firstElementChild;
    this.#showTop(state);
    const isPrepending = this.#isPrepending(state.entries, firstBefore);
    // What was said long ago is shown, but not read out as if it were new.
    this.#messages.setAttribute("aria-live", isPrepending ? "off" : "polite");
    this.#place(state.entries, state.phase === "ended");
    this.#typing.hidden = !state.isTyping;
    const typist = agentOf(state.standing) || this.branding.name;
    write(this.#typingText, state.isTyping ? this.words.typing(typist) : "");
    write(this.#notice, state.notice?.text ?? "");
    this.#notice.classList.toggle("brief", state.notice?.isBrief === true);
    if (this.#isAtEnd) this.scrollToEnd();
    else if (isPrepending) this.#log.scrollTop = this.#log.scrollHeight - heightBelow;
    this.#newest.hidden = this.#isAtEnd;
    this.#askForOlder();
    if (state.draft.length) withParts(({ DraftView }) => (this.#draft ??= new DraftView(this.#messages, this.locale)));
    this.#draft?.update(state);
  }

  scrollToEnd(behavior: ScrollBehavior = "instant"): void {
    this.#isAtEnd = true;
    this.#newest.hidden = true;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#log.scrollTo({ top: this.#end, behavior: isCalm ? "instant" : behavior });
  }

  /** Of what is to be filled in, its beginning; what opens the chat is read from its top. */
  get #end(): number {
    const last = this.#messages.lastElementChild;
    if (!(last instanceof HTMLElement)) return 0;
    return last.querySelector(":not([hidden]) > .fields") ? last.offsetTop - this.#log.offsetTop : this.#log.scrollHeight;
  }

  #showTop(state: ChatState): void {
    const lines: string[] = [];
    if (state.hasOlder) lines.push(this.words.older);
    else if (state.hasBegunAnew) lines.push(this.words.sessionExpired);
    const greeting = state.hasOlder ? null : greetingOf(this.branding, this.locale);
    const isFresh = state.phase !== "ended" && !state.entries.some((entry) => entry.line === null);
    const isOpening = isFresh && !state.hasOlder && state.phase !== "loading";
    const preChat = isOpening ? inLocale(this.branding.preChat, this.locale) : null;
    const starters = isOpening && !preChat ? inLocale(this.branding.starters, this.locale) : null;
    this.#hasOlder = state.hasOlder;
    const key = JSON.stringify([lines, greeting, starters, preChat]);
    if (this.#top.dataset["key"] === key) return;
    this.#top.dataset["key"] = key;
    this.#top.replaceChildren(...lines.map((line) => h("p", { class: "note" }, line)));
    if (greeting) this.#top.append(this.#greeting(greeting));
    const form = preChat?.form;
    if (form) {
      const fields = later(({ FormView }) => new FormView(form, this.words, this.actions.fill).element);
      this.#top.append(this.#greeting(preChat.text, fields));
    }
    if (starters?.length) this.#top.append(this.#starters(starters));
  }

  #starters(texts: string[]): HTMLElement {
    const buttons = texts.map((text) =>
      h("button", { type: "button", class: "reply", onclick: () => this.actions.reply(text) }, text),
    );
    return h("div", { class: "replies", role: "group", "aria-label": this.words.quickReplies }, ...buttons);
  }

  #greeting(text: string, ...more: HTMLElement[]): HTMLElement {
    const speaker = h("p", { class: "speaker" }, this.branding.name);
    const bubble = h("div", { class: "bubble" }, h("p", { class: "text" }, text));
    return h("article", { class: "message bot first last greeting" }, speaker, bubble, ...more);
  }

  #isPrepending(entries: readonly Entry[], firstBefore: Element | null): boolean {
    const first = entries[0];
    const before = firstBefore instanceof HTMLElement ? firstBefore.dataset["messageId"] : undefined;
    return first !== undefined && first.id !== before && !this.#views.has(first.id) && entries.length > 1;
  }

  #place(entries: readonly Entry[], isOver: boolean): void {
    const [offers, answered] = [offering(entries), answers(entries)];
    const kept = new Set(entries.map((entry) => entry.id));
    for (const [id, view] of this.#views) if (!kept.has(id)) this.#drop(id, view);
    let next = this.#messages.firstElementChild;
    entries.forEach((entry, index) => {
      const view = this.#viewOf(entry);
      const [before, after] = [entries[index - 1], entries[index + 1]];
      view.update(entry, {
        isFirstOfGroup: !before || !isSameGroup(before, entry),
        isLastOfGroup: !after || !isSameGroup(entry, after),
        isOffering: !isOver && offers.has(entry.id),
        isPause: !after || isPause(entry, after),
        chosen: answered.get(entry.id) ?? null,
        day: dayOf(entry.at, before?.at ?? null, Date.now(), this.locale, this.words),
      });
      if (view.element === next) next = next.nextElementSibling;
      else this.#messages.insertBefore(view.element, next);
    });
  }

  #viewOf(entry: Entry): MessageView | LineView {
    let view = this.#views.get(entry.id);
    if (!view && entry.line) {
      view = new LineView(entry, entry.line, this.words);
      this.#views.set(entry.id, view);
    } else if (!view) {
      const isCustomer = entry.role === "customer";
      const name = isCustomer ? this.words.you : (entry.sentBy ?? this.branding.name);
      view = new MessageView(entry, name, this.locale, this.words, this.actions);
      this.#views.set(entry.id, view);
    }
    return view;
  }

  #drop(id: string, view: MessageView | LineView): void {
    view.element.remove();
    this.#views.delete(id);
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    this.#newest.hidden = this.#isAtEnd;
    this.#askForOlder();
  }

  /** At the top, also where there is so little that nothing can be scrolled. */
  #askForOlder(): void {
    const isShown = this.#log.clientHeight > 0;
    if (this.#hasOlder && isShown && this.#log.scrollTop < NEAR) this.actions.older();
  }
}

/** In this locale, else in its language alone. */
export function inLocale<T>(texts: Record<string, T>, locale: string): T | null {
  const language = locale.split("-")[0] ?? locale;
  const near = Object.keys(texts).find((one) => one.split("-")[0] === language);
  return texts[locale] ?? texts[language] ?? (near === undefined ? null : texts[near]) ?? null;
}

function greetingOf(branding: Branding, locale: string): string | null {
  return inLocale(branding.greetings, locale) || branding.greeting;
}
