/** `<duralogue-chat tenant="acme" api="https://…">`: the whole chat as one element. */
import { ChatApi } from "./api.ts";
import type { Attachment } from "./attachments.ts";
import { readableOn, surfaceOf } from "../shared/color.ts";
import { Problem } from "../shared/problem.ts";
import { Conversation } from "./conversation.ts";
import { chooseLanguage, regionOf, wordsIn } from "./i18n.ts";
import type { Words } from "./i18n.ts";
import { readBranding } from "./protocol.ts";
import type { Branding } from "./protocol.ts";
import { SessionStore, browserShelf } from "./sessions.ts";
import base from "./styles/base.css";
import attachmentStyles from "./styles/attachments.css";
import composerStyles from "./styles/composer.css";
import cards from "./styles/cards.css";
import details from "./styles/details.css";
import headerStyles from "./styles/header.css";
import messages from "./styles/messages.css";
import preferences from "./styles/preferences.css";
import { saveTranscript } from "./transcript_download.ts";
import type { TranscriptFormat } from "./transcript_download.ts";
import { AttachmentTray } from "./view/attachment_tray.ts";
import type { Send } from "./view/attachment_tray.ts";
import { ComposerView } from "./view/composer.ts";
import { h, sheet } from "../shared/dom.ts";
import { HeaderView } from "./view/header.ts";
import { webAddress } from "../shared/links.ts";
import { LogView } from "./view/log.ts";
import { QuestionView } from "./view/question.ts";
import type { Choice } from "./view/question.ts";

const LIGHT_BACKGROUND = "#f4f6f8";
const DARK_BACKGROUND = "#1b212a";
const NOT_YET: Branding = readBranding({ name: "" });

const styles = [base, headerStyles, messages, cards, details, composerStyles, attachmentStyles, preferences].map(sheet);

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
  #api: ChatApi | null = null;
  #conversation: Conversation | null = null;
  #views: Views | null = null;
  #question: QuestionView | null = null;

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = styles;
    this.#begin();
  }

  #begin(): void {
    this.#question = null;
    const [base, tenant] = [baseOf(this.getAttribute("api")), this.getAttribute("tenant") ?? ""];
    const store = new SessionStore(browserShelf(), base, tenant);
    const token = this.getAttribute("customer-token");
    this.#api = new ChatApi(base, tenant, this.getAttribute("locale"));
    this.#conversation = new Conversation(this.#api, store, token, {
      changed: () => this.#update(),
      said: (message) => this.dispatchEvent(new CustomEvent("said", { detail: message })),
    });
    this.#draw(this.branding ?? NOT_YET);
    void this.#conversation.start(this.branding);
  }

  disconnectedCallback(): void {
    this.#conversation?.stop();
    this.#conversation = null;
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
    this.#views.header.update(state);
    this.#views.log.update(state);
    const isOver = state.phase === "ended" && this.#question === null;
    if (isOver) this.#ask(this.#words.youEnded, [{ label: this.#words.startAgain, does: () => this.#beginAnew(), isMain: true }]);
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
    if (ending === "open") this.#ask(this.#words.stillOpen, [], true);
    if (ending === "failed") this.#askToEnd(this.#words.notEnded);
  }

  #askToBegin(): void {
    const does = () => {
      void this.#conversation?.end();
      this.#conversation?.letGo();
      this.#beginAnew();
    };
    this.#ask(this.#words.confirmNew, [{ label: this.#words.newChat, does, isMain: true }], true);
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
    const say = (text: string, attachments: Attachment[] = []) => this.#say(text, attachments);
    const log = new LogView(branding, locale, words, {
      reply: (text) => {
        this.focusComposer();
        say(text);
      },
      again: (id) => {
        this.focusComposer();
        conversation?.sayAgain(id);
      },
      edit: (id) => {
        this.#views?.composer.restore(conversation?.takeBack(id) ?? "");
      },
      sourceAddress: (url) => this.#sourceAddress(url),
      fileAddress: (link) => this.#fileAddress(link),
      older: () => void conversation?.loadOlder(),
    });
    const save = (format: TranscriptFormat) => void this.#save(format);
    const menu = { save, begin: () => this.#askToBegin(), end: () => this.#askToEnd(words.confirmEnd) };
    const header = new HeaderView(branding, words, this.onClose, menu);
    const tray = this.#trayOf(branding, words, locale);
    const composer = new ComposerView(words, say, tray);
    const draft = this.#views?.composer.draft ?? "";
    const hadFocus = this.#root.activeElement !== null;
    const footer = h("div", { class: "footer" }, composer.element);
    const parts = [header.element, header.banner, log.element, footer];
    const chat = h("section", { class: "chat", lang: locale }, ...parts);
    tray?.listen(chat);
    this.#root.replaceChildren(chat);
    this.#views = { header, log, composer, footer };
    this.#paint(branding.color);
    if (draft) composer.draft = draft;
    if (hadFocus) composer.focus();
    this.#update();
  }

  #say(text: string, attachments: Attachment[]): void {
    this.#views?.log.scrollToEnd();
    this.#conversation?.say(text, attachments);
  }

  #trayOf({ attachments: rules }: Branding, words: Words, locale: string): AttachmentTray | null {
    const [conversation, api] = [this.#conversation, this.#api];
    if (!rules || !conversation || !api) return null;
    const send: Send = (file, progress, signal) =>
      conversation.call((session) => api.upload(session, file, progress, signal));
    return new AttachmentTray(rules, words, locale, send, () => this.#views?.composer.filesChanged());
  }

  async #save(format: TranscriptFormat): Promise<void> {
    try {
      const [conversation, api] = [this.#conversation, this.#api];
      if (!conversation || !api) return;
      saveTranscript(await conversation.call((session) => api.transcript(session, format)), format);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#ask(this.#words.notEnded, [], true);
    }
  }

  #fileAddress(link: string): string | null {
    return link.startsWith("/v1/") ? baseOf(this.getAttribute("api")) + link : webAddress(link, document.baseURI);
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
