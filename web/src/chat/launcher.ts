/** `<duralogue-launcher>`: a round button in the corner of a tenant's page, and the chat it opens. */
import { ChatApi } from "./api.ts";
import { Problem } from "../shared/problem.ts";
import { surfaceOf } from "../shared/color.ts";
import { baseOf } from "./addresses.ts";
import { DuralogueChat } from "./chat_element.ts";
import { chooseLanguage, wordsIn } from "./i18n.ts";
import type { Words } from "./i18n.ts";
import type { Branding } from "./protocol.ts";
import { SessionStore, browserShelf } from "./sessions.ts";
import { Shown, Watch } from "./proactive.ts";
import type { Rule } from "./proactive.ts";
import { inLocale } from "./view/log.ts";
import { showInTitle } from "./unread.ts";
import css from "./styles/launcher.css";
import { CHAT, CLOSE, FOLD, h, icon, sheet, write } from "../shared/dom.ts";
import { pauseAfter } from "../shared/backoff.ts";

const PASSED_ON = ["tenant", "api", "locale", "customer-token"];

const PHONE = "(max-width: 480px)";

const styles = sheet(css);

export class DuralogueLauncher extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #unread = h("span", { class: "unread", hidden: true, role: "status" });
  #chat: DuralogueChat | null = null;
  #panel: HTMLDialogElement | null = null;
  #button: HTMLButtonElement | null = null;
  #words: Words = wordsIn("en");
  #branded: Branding | null = null;
  #locale = "en";
  #watch: Watch | null = null;
  readonly #teaser = h("div", { class: "teaser", role: "status" });

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [styles];
    void this.#appear();
  }

  disconnectedCallback(): void {
    this.#watch?.stop();
  }

  open(): void {
    const panel = this.#panel;
    if (!panel || panel.open) return;
    this.#settle();
    this.#mountChat();
    // On a phone the chat covers the page, so that the page behind it must not take the focus.
    if (matchMedia(PHONE).matches) panel.showModal();
    else panel.show();
    this.#opened();
    this.#chat?.focusComposer();
  }

  #opened(): void {
    this.#button?.setAttribute("aria-expanded", "true");
    if (this.#chat) this.#chat.isShown = true;
    this.#chat?.shown();
  }

  /** Nothing comes by itself any more, and the bubble is gone. */
  #settle(): void {
    this.#watch?.stop();
    this.#teaser.replaceChildren();
  }

  /** What is being read or written on the page keeps the focus. */
  #speakFirst(rule: Rule): void {
    const [branded, said] = [this.#branded, inLocale(rule.texts, this.#locale)];
    const isTalking = (this.#store.load(Date.now())?.seq ?? 0) > 0;
    if (!branded || !said || !this.#panel || this.#panel.open || isTalking) return;
    const button = inLocale(rule.buttons, this.#locale);
    const starters = button ? { [this.#locale]: [button] } : branded.starters;
    this.#branded = { ...branded, greetings: { [this.#locale]: said }, starters };
    this.#chat?.remove();
    this.#chat = null;
    if (rule.opens && !matchMedia(PHONE).matches) {
      this.#mountChat();
      this.#panel.setAttribute("open", ""); // show() would take the focus
      this.#opened();
    } else {
      const close = { type: "button", class: "dismiss", "aria-label": this.#words.dismiss, title: this.#words.dismiss };
      const open = h("button", { type: "button", class: "says", onclick: () => this.open() }, said);
      this.#teaser.append(open, h("button", { ...close, onclick: () => this.#settle() }, icon(...CLOSE)));
    }
  }

  close(): void {
    this.#panel?.close();
  }

  /** Nothing is shown until the gateway has said that this page may have the chat. */
  async #appear(): Promise<void> {
    const branding = await this.#branding();
    if (!branding || !this.isConnected) return;
    const asked = this.getAttribute("locale");
    const locale = chooseLanguage(asked ? [asked] : navigator.languages, branding.locales);
    this.#words = wordsIn(locale);
    this.#locale = locale;
    this.#draw(branding, locale);
    // Who has talked to us before hears of new answers also while the panel is closed.
    if (this.#store.load(Date.now())) this.#mountChat();
    this.#watch = new Watch(branding.proactive, new Shown(this.#store), (rule) => this.#speakFirst(rule));
    this.#watch.start();
  }

  async #branding(): Promise<Branding | null> {
    const api = new ChatApi(this.#base, this.#tenant);
    for (let failures = 1; this.isConnected; failures += 1) {
      try {
        return await api.branding();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (!error.isPassing) return null;
        await new Promise((wake) => {
          setTimeout(wake, pauseAfter(failures, { first: 2_000, most: 300_000 }, error.retryAfter));
        });
      }
    }
    return null;
  }

  #draw(branding: Branding, locale: string): void {
    const { surface, ink } = surfaceOf(branding.color);
    const label = this.#words.open(branding.name);
    const button = h("button", {
      ...{ type: "button", class: "launcher", "aria-label": label, title: label },
      ...{ "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" },
      onclick: () => (this.#panel?.open ? this.close() : this.open()),
    });
    button.append(icon(...CHAT), icon(...FOLD));
    const panel = h("dialog", {
      ...{ id: "panel", class: "panel", "aria-label": this.#words.chatWith(branding.name) },
      onclose: () => this.#closed(),
      onkeydown: (event) => this.#pressed(event as KeyboardEvent),
    });
    const frame = h("div", { class: "frame", lang: locale }, panel, button, this.#teaser, this.#unread);
    frame.style.setProperty("--brand", surface);
    frame.style.setProperty("--brand-ink", ink);
    this.#root.replaceChildren(frame);
    [this.#button, this.#panel] = [button, panel];
    this.#branded = branding;
    this.#chat = null;
  }

  #mountChat(): void {
    if (this.#chat || !this.#panel) return;
    const chat = new DuralogueChat();
    for (const name of PASSED_ON) {
      const value = this.getAttribute(name);
      if (value !== null) chat.setAttribute(name, value);
    }
    chat.branding = this.#branded;
    chat.onClose = () => this.close();
    chat.isShown = false;
    chat.addEventListener("unread", (event) => this.#showUnread((event as CustomEvent<number>).detail));
    this.#chat = chat;
    this.#panel.append(chat);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  #closed(): void {
    if (this.#chat) this.#chat.isShown = false;
    this.#button?.setAttribute("aria-expanded", "false");
    this.#button?.focus();
  }

  #showUnread(count: number): void {
    showInTitle(count);
    this.#unread.hidden = count === 0;
    write(this.#unread, count === 0 ? "" : this.#words.unread(count));
  }

  get #store(): SessionStore {
    return new SessionStore(browserShelf(), this.#base, this.#tenant);
  }

  get #base(): string {
    return baseOf(this.getAttribute("api"));
  }

  get #tenant(): string {
    return this.getAttribute("tenant") ?? "";
  }
}
