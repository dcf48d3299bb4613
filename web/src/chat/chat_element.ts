/** `<duralogue-chat tenant="acme" api="https://…">`: the whole chat as one element. */
import { baseOf, fileAddress, sourceAddress } from "./addresses.ts";
import { ChatApi } from "./api.ts";
import type { Attachment } from "./attachments.ts";
import { savesTranscript, takeFiles } from "./chat_files.ts";
import { Conversation } from "./conversation.ts";
import { chooseLanguage, regionOf, wordsIn } from "./i18n.ts";
import type { Words } from "./i18n.ts";
import { readBranding } from "./protocol.ts";
import type { Branding } from "./protocol.ts";
import { SessionStore, browserShelf } from "./sessions.ts";
import tokens from "../shared/styles/tokens.css";
import base from "./styles/base.css";
import composerStyles from "./styles/composer.css";
import cards from "./styles/cards.css";
import details from "./styles/details.css";
import headerStyles from "./styles/header.css";
import messages from "./styles/messages.css";
import parts from "./styles/parts.css";
import preferences from "./styles/preferences.css";
import { fetchParts, whenFetched } from "./parts_on_demand.ts";
import { orNull, succeeds } from "../shared/retry.ts";
import type { Entry } from "./timeline.ts";
import type { TranscriptFormat } from "./transcript_download.ts";
import { Unread } from "./unread.ts";
import { Visits } from "./visits.ts";
import { paint } from "./view/brand_colors.ts";
import { ComposerView } from "./view/composer.ts";
import type { ConversationListView } from "./view/conversation_list.ts";
import { FooterView } from "./view/footer.ts";
import { h, sheet } from "../shared/dom.ts";
import { HeaderView } from "./view/header.ts";
import { LogView } from "./view/log.ts";
import type { Choice } from "./view/question.ts";

const NOT_YET: Branding = readBranding({ name: "" });

const styles = [tokens, base, headerStyles, messages, cards, details, parts, composerStyles].map(sheet);
/** After all others, which it outweighs. */
const preferred = sheet(preferences);

interface Views {
  header: HeaderView;
  log: LogView;
  composer: ComposerView;
  footer: FooterView;
}

export class DuralogueChat extends HTMLElement {
  /** Set before it is attached: what a close button does, and a branding already known. */
  onClose: (() => void) | null = null;
  branding: Branding | null = null;
  readonly #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #api: ChatApi | null = null;
  #conversation: Conversation | null = null;
  #views: Views | null = null;
  #list: ConversationListView | null = null;
  #store: SessionStore | null = null;
  #visits: Visits | null = null;
  #unread: Unread | null = null;
  #news = 0;
  #leaving: Promise<boolean> | null = null;
  #isShown = true;
  readonly #onLook = () => this.#update();

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [...styles, preferred];
    whenFetched(({ styles: more }) => ((this.#root.adoptedStyleSheets = [...styles, ...more, preferred]), this.#update()));
    document.addEventListener("visibilitychange", this.#onLook);
    this.#begin();
  }

  #begin(): void {
    this.#list = null;
    const { base, tenant } = this.#home;
    const store = new SessionStore(browserShelf(), base, tenant);
    this.#store = store;
    const token = this.getAttribute("customer-token");
    const api = new ChatApi(base, tenant, this.getAttribute("locale"));
    this.#api = api;
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
    const { footer } = this.#views;
    if (state.phase === "ended" && !footer.isAsking) this.#askToStartAgain();
    const isListed = this.#list !== null;
    this.#views.log.element.hidden = isListed;
    footer.element.hidden = isListed;
    this.#views.composer.element.hidden = state.phase === "refused" || footer.isAsking;
  }

  #askToStartAgain(): void {
    const { words } = this.#language();
    this.#views?.footer.ask(words.youEnded, [{ label: words.startAgain, does: () => this.#beginAnew(), isMain: true }]);
  }

  /** A question that can also be left as it is; without choices it only tells. */
  #ask(text: string, ...choices: Choice[]): void {
    this.#views?.footer.ask(text, choices, () => this.focusComposer());
  }

  #askToEnd(text: string): void {
    this.#ask(text, { label: this.#language().words.endChat, does: () => void this.#end(), isMain: true });
  }

  async #end(): Promise<void> {
    const ending = await this.#conversation?.end();
    if (ending === "ended") await this.#leave(true);
    if (ending === "open") this.#ask(this.#language().words.stillOpen);
    if (ending === "failed") this.#askToEnd(this.#language().words.notEnded);
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
    else this.#tellOfFailure();
  }

  #tellOfFailure(): void {
    this.#ask(this.#language().words.notEnded);
  }

  async #openList(): Promise<void> {
    const [visits, seen] = [this.#visits, this.#unread?.seen ?? {}];
    const { locale, words } = this.#language();
    const parts = await orNull(fetchParts);
    if (!parts) return this.#tellOfFailure();
    if (this.#list || visits !== this.#visits) return;
    const list = new parts. ConversationListView(locale, words, {
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

  #draw(branding: Branding): void {
    const { locale, words } = this.#language(branding);
    const { base, tenant } = this.#home;
    const conversation = this.#conversation;
    const say = (text: string, attachments: Attachment[] = []) => this.#say(text, attachments);
    const log = new LogView(branding, locale, words, {
      reply: (text) => {
        this.focusComposer();
        say(text);
      },
      fill: (form) => {
        this.focusComposer();
        this.#views?.log.scrollToEnd();
        conversation?.say(Object.values(form.values).join("\n"), { form });
      },
      again: (id) => {
        this.focusComposer();
        conversation?.sayAgain(id);
      },
      edit: (id) => {
        this.#views?.composer.restore(conversation?.takeBack(id) ?? "");
      },
      sourceAddress: (url) => sourceAddress(base, tenant, url),
      fileAddress: (link) => fileAddress(base, link),
      older: () => void conversation?.loadOlder(),
    });
    const menu = {
      begin: () => void this.#beginAnother(),
      list: () => void this.#openList(),
      save: (format: TranscriptFormat) => void this.#save(format),
      end: () => this.#askToEnd(words.confirmEnd),
    };
    const header = new HeaderView(branding, words, this.onClose, menu);
    const composer = new ComposerView(words, say);
    const draft = this.#views?.composer.draft ?? "";
    const hadFocus = this.#root.activeElement !== null;
    const footer = new FooterView(composer, words, () => this.#update());
    const parts = [header.element, header.banner, log.element, footer.element];
    const chat = h("section", { class: "chat", lang: locale }, ...parts);
    if (conversation && this.#api) takeFiles(branding, { locale, words }, conversation, this.#api, { chat, composer });
    this.#root.replaceChildren(chat);
    this.#views = { header, log, composer, footer };
    if (this.#list) log.element.before(this.#list.element);
    paint(this, branding.color);
    if (draft) composer.draft = draft;
    if (hadFocus) composer.focus();
    this.#update();
  }

  /** What is said while another chat begins is said there. */
  #say(text: string, attachments: Attachment[]): void {
    if (this.#leaving) return void this.#leaving.then(() => this.#say(text, attachments));
    this.#views?.log.scrollToEnd();
    this.#conversation?.say(text, { attachments });
  }

  async #save(format: TranscriptFormat): Promise<void> {
    const [conversation, api] = [this.#conversation, this.#api];
    if (conversation && api && !(await savesTranscript(conversation, api, format))) this.#tellOfFailure();
  }

  get #home(): { base: string; tenant: string } {
    return { base: baseOf(this.getAttribute("api")), tenant: this.getAttribute("tenant") ?? "" };
  }

  #language(branding = this.branding ?? NOT_YET): { locale: string; words: Words } {
    const asked = this.getAttribute("locale");
    const language = chooseLanguage(asked ? [asked] : navigator.languages, branding.locales);
    return { locale: regionOf(language, navigator.languages), words: wordsIn(language) };
  }
}

export function defineChat(): void {
  if (!customElements.get("duralogue-chat")) customElements.define("duralogue-chat", DuralogueChat);
}
