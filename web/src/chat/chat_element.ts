/** `<duralogue-chat tenant="acme" api="https://…">`: the whole chat as one element. */
import { ChatApi } from "./api.ts";
import { readableOn, surfaceOf } from "../shared/color.ts";
import { Conversation } from "./conversation.ts";
import { chooseLanguage, regionOf, wordsIn } from "./i18n.ts";
import type { Words } from "./i18n.ts";
import { readBranding } from "./protocol.ts";
import type { Branding } from "./protocol.ts";
import { SessionStore, browserShelf } from "./sessions.ts";
import base from "./styles/base.css";
import composerStyles from "./styles/composer.css";
import cards from "./styles/cards.css";
import details from "./styles/details.css";
import headerStyles from "./styles/header.css";
import messages from "./styles/messages.css";
import parts from "./styles/parts.css";
import preferences from "./styles/preferences.css";
import { succeeds } from "../shared/retry.ts";
import type { Entry } from "./timeline.ts";
import { Unread } from "./unread.ts";
import { Visits } from "./visits.ts";
import { ComposerView } from "./view/composer.ts";
import { ConversationListView } from "./view/conversation_list.ts";
import { h, sheet } from "../shared/dom.ts";
import { HeaderView } from "./view/header.ts";
import { webAddress } from "../shared/links.ts";
import { LogView } from "./view/log.ts";
import { QuestionView } from "./view/question.ts";
import type { Choice } from "./view/question.ts";

const LIGHT_BACKGROUND = "#f4f6f8";
const DARK_BACKGROUND = "#1b212a";
const NOT_YET: Branding = readBranding({ name: "" });

const styles = [base, headerStyles, messages, cards, details, parts, composerStyles, preferences].map(sheet);

interface Views {
  header: HeaderView;
  log: LogView;
  composer: ComposerView;
  footer: HTMLElement;
}

export class DuralogueChat extends HTMLElement {
  /** Set before it is attached: what a close button does, and a branding already known. */
  onClose: (() => void) | null = null;
  branding: Branding | null = null;
  readonly #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #conversation: Conversation | null = null;
  #views: Views | null = null;
  #question: QuestionView | null = null;
  #list: ConversationListView | null = null;
  #store: SessionStore | null = null;
  #visits: Visits | null = null;
  #unread: Unread | null = null;
  #news = 0;
  #leaving: Promise<boolean> | null = null;
  #isShown = true;
  readonly #onLook = () => this.#update();

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = styles;
    document.addEventListener("visibilitychange", this.#onLook);
    this.#begin();
  }

  #begin(): void {
    [this.#question, this.#list] = [null, null];
    const [base, tenant] = [baseOf(this.getAttribute("api")), this.getAttribute("tenant") ?? ""];
    const store = new SessionStore(browserShelf(), base, tenant);
    this.#store = store;
    const token = this.getAttribute("customer-token");
    const api = new ChatApi(base, tenant, this.getAttribute("locale"));
    const conversation = new Conversation(api, store, token, {
      changed: () => this.#update(),
    });
    this.#unread = new Unread(store);
    this.#visits = new Visits(api, store, (work) => conversation.call(work));
    this.#conversation = conversation;
    this.#draw(this.branding ?? NOT_YET);
    void conversation.start(this.branding);
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#onLook);
    this.#conversation?.stop();
    this.#conversation = null;
  }

  /** Whether the element can be seen, so that what comes is read at once. */
  set isShown(isShown: boolean) {
    this.#isShown = isShown;
    this.#update();
  }

  /** Not on a touch screen, where it would bring up the keyboard over the messages. */
  focusComposer(): void {
    if (matchMedia("(pointer: fine)").matches) this.#views?.composer.focus();
  }

  /** The element was hidden, so that nothing in it could be scrolled. */
  shown(): void {
    this.#views?.log.scrollToEnd();
  }

  #update(): void {
    const { state } = this.#conversation ?? {};
    if (!state || !this.#views) return;
    if (state.branding && state.branding !== this.branding) {
      this.branding = state.branding;
      this.#draw(state.branding);
      this.dispatchEvent(new CustomEvent("branded", { detail: state.branding }));
    }
    // Whoever is known may have some from another device.
    const hasOthers = this.hasAttribute("customer-token") || Object.keys(this.#unread?.seen ?? {}).length > 1;
    this.#views.header.update(state, hasOthers);
    this.#views.log.update(state);
    this.#countNews(state.entries);
    const isOver = state.phase === "ended" && this.#question === null;
    if (isOver) this.#ask(this.#words.youEnded, [{ label: this.#words.startAgain, does: () => this.#beginAnew(), isMain: true }]);
    const isListed = this.#list !== null;
    this.#views.log.element.hidden = isListed;
    this.#views.footer.hidden = isListed;
    this.#views.composer.element.hidden = state.phase === "refused" || this.#question !== null;
  }

  /** In the composer's place; whatever is chosen, the question is gone. */
  #ask(text: string, choices: readonly Choice[], canKeep = false): void {
    this.#question?.element.remove();
    const closing = choices.map((choice) => ({ ...choice, does: () => (this.#unask(), choice.does()) }));
    const keep = { label: this.#words.cancel, does: () => (this.#unask(), this.focusComposer()) };
    this.#question = new QuestionView(text, canKeep ? [keep, ...closing] : closing, canKeep ? keep.does : null);
    this.#views?.footer.append(this.#question.element);
    this.#update();
    this.#question.focus();
  }

  #unask(): void {
    this.#question?.element.remove();
    this.#question = null;
    this.#update();
  }

  #askToEnd(text: string): void {
    const does = () => void this.#end();
    this.#ask(text, [{ label: this.#words.endChat, does, isMain: true }], true);
  }

  async #end(): Promise<void> {
    const ending = await this.#conversation?.end();
    if (ending === "ended") await this.#leave(true);
    if (ending === "open") this.#ask(this.#words.stillOpen, [], true);
    if (ending === "failed") this.#askToEnd(this.#words.notEnded);
  }

  /** What has ended is forgotten in this browser, also where no other conversation can be begun. */
  async #leave(isOver: boolean): Promise<boolean> {
    const hasBegun = await succeeds(() => this.#visits?.begin(isOver) ?? Promise.resolve());
    if (isOver && !hasBegun) this.#store?.forget();
    if (isOver || hasBegun) this.#conversation?.letGo();
    return hasBegun;
  }

  /** Beside the ones there are; one in which nothing was said yet will do. */
  async #beginAnother(): Promise<void> {
    const isFresh = this.#conversation?.state.entries.length === 0;
    if (isFresh) return this.#closeList();
    this.#leaving = this.#leave(false);
    const hasBegun = await this.#leaving;
    this.#leaving = null;
    if (hasBegun) this.#beginAnew();
    else this.#ask(this.#words.notEnded, [], true);
  }

  async #openList(): Promise<void> {
    const [visits, seen] = [this.#visits, this.#unread?.seen ?? {}];
    const { locale, words } = this.#language(this.branding ?? NOT_YET);
    const list = new ConversationListView(locale, words, {
      open: (id) => void this.#open(id),
      begin: () => void this.#beginAnother(),
      back: () => this.#closeList(),
    });
    this.#list = list;
    this.#views?.log.element.before(list.element);
    this.#update();
    list.focus();
    const isListed = await succeeds(async () => list.show((await visits?.list(seen)) ?? [], this.#conversation?.id ?? ""));
    if (!isListed) list.fail();
  }

  #closeList(): void {
    this.#list?.element.remove();
    this.#list = null;
    this.#update();
    this.#views?.log.scrollToEnd();
    this.focusComposer();
  }

  async #open(id: string): Promise<void> {
    if (!(await succeeds(() => this.#visits?.open(id) ?? Promise.resolve()))) return this.#list?.fail();
    this.#conversation?.letGo();
    this.#beginAnew();
  }

  #countNews(entries: readonly Entry[]): void {
    const id = this.#conversation?.id;
    if (!id) return;
    const isLookedAt = this.#isShown && document.visibilityState === "visible";
    const news = this.#unread?.count(id, entries, isLookedAt) ?? 0;
    if (news === this.#news) return;
    this.#news = news;
    this.dispatchEvent(new CustomEvent("unread", { detail: news }));
  }

  #beginAnew(): void {
    this.#begin();
    this.focusComposer();
  }

  get #words(): Words {
    return this.#language(this.branding ?? NOT_YET).words;
  }

  #draw(branding: Branding): void {
    const { locale, words } = this.#language(branding);
    const conversation = this.#conversation;
    const say = (text: string) => this.#say(text);
    const log = new LogView(branding, locale, words, {
      reply: (text) => {
        this.focusComposer();
        say(text);
      },
      fill: (answers) => {
        this.focusComposer();
        this.#views?.log.scrollToEnd();
        conversation?.say(Object.values(answers.values).join("\n"), answers);
      },
      again: (id) => {
        this.focusComposer();
        conversation?.sayAgain(id);
      },
      edit: (id) => {
        this.#views?.composer.restore(conversation?.takeBack(id) ?? "");
      },
      sourceAddress: (url) => this.#sourceAddress(url),
      older: () => void conversation?.loadOlder(),
    });
    const menu = { begin: () => void this.#beginAnother(), list: () => void this.#openList(), end: () => this.#askToEnd(words.confirmEnd) };
    const header = new HeaderView(branding, words, this.onClose, menu);
    const composer = new ComposerView(words, say);
    const draft = this.#views?.composer.draft ?? "";
    const hadFocus = this.#root.activeElement !== null;
    const footer = h("div", { class: "footer" }, composer.element);
    const parts = [header.element, header.banner, log.element, footer];
    this.#root.replaceChildren(h("section", { class: "chat", lang: locale }, ...parts));
    this.#views = { header, log, composer, footer };
    if (this.#list) log.element.before(this.#list.element);
    this.#paint(branding.color);
    if (draft) composer.draft = draft;
    if (hadFocus) composer.focus();
    this.#update();
  }

  /** What is said while another chat begins is said there. */
  #say(text: string): void {
    if (this.#leaving) return void this.#leaving.then(() => this.#say(text));
    this.#views?.log.scrollToEnd();
    this.#conversation?.say(text);
  }

  /** Pages that the gateway makes of documents stand at the gateway, wherever the chat stands. */
  #sourceAddress(url: string | null): string | null {
    const isOfGateway = url?.startsWith(`/help/${this.getAttribute("tenant") ?? ""}/`) === true;
    const home = isOfGateway ? baseOf(this.getAttribute("api")) : "";
    return webAddress(url, home || document.baseURI);
  }

  #language(branding: Branding): { locale: string; words: Words } {
    const asked = this.getAttribute("locale");
    const language = chooseLanguage(asked ? [asked] : navigator.languages, branding.locales);
    return { locale: regionOf(language, navigator.languages), words: wordsIn(language) };
  }

  #paint(color: string): void {
    const { surface, ink } = surfaceOf(color);
    this.style.setProperty("--brand", surface);
    this.style.setProperty("--brand-ink", ink);
    this.style.setProperty("--accent-by-day", readableOn(LIGHT_BACKGROUND, color));
    this.style.setProperty("--accent-by-night", readableOn(DARK_BACKGROUND, color));
  }
}

/** The gateway's address without a slash at its end; nothing means the page's own origin. */
export function baseOf(api: string | null): string {
  return (api ?? "").replace(/\/+$/, "");
}

export function defineChat(): void {
  if (!customElements.get("duralogue-chat")) customElements.define("duralogue-chat", DuralogueChat);
}
