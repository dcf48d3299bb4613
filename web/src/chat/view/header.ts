/** The top of the chat: who speaks, whether we are connected, and how things stand. */
import type { ChatState } from "../state.ts";
import type { Words } from "../i18n.ts";
import type { Branding } from "../protocol.ts";
import { agentOf } from "../conversation_status.ts";
import { CLOSE, PERSON, h, icon, write } from "../../shared/dom.ts";
import { MenuView } from "./menu.ts";
import type { MenuActions } from "./menu.ts";

export class HeaderView {
  readonly element = h("header", { class: "header" });
  readonly banner = h("div", { class: "banner", role: "status" });
  readonly #avatar = h("span", { class: "avatar", "aria-hidden": "true" });
  readonly #name: HTMLElement;
  readonly #menu: MenuView;
  readonly #status = h("p", { class: "status", role: "status" });

  constructor(
    private readonly branding: Branding,
    private readonly words: Words,
    onClose: (() => void) | null,
    actions: MenuActions,
  ) {
    // By itself the chat is the page; with a close button it is a part of somebody else's.
    this.#name = h(onClose ? "h2" : "h1", { class: "name" });
    this.#menu = new MenuView(words, actions);
    this.element.append(this.#avatar, h("div", { class: "who" }, this.#name, this.#status), this.#menu.element);
    if (onClose) {
      const close = { type: "button", class: "close", "aria-label": words.close, title: words.close };
      this.element.append(h("button", { ...close, onclick: onClose }, icon(...CLOSE)));
    }
  }

  update(state: ChatState, hasOthers: boolean): void {
    const { handoff } = state.standing;
    const agent = agentOf(state.standing);
    const name = agent || this.branding.name;
    if (this.#name.textContent !== name) {
      this.#name.textContent = name;
      this.#avatar.replaceChildren(agent ? icon(...PERSON) : this.#ownFace(name));
    }
    const isEmpty = state.entries.length === 0;
    this.#menu.element.hidden = state.phase !== "ready" || (isEmpty && !hasOthers);
    this.#menu.end.hidden = isEmpty;
    const isAway = state.phase === "unavailable" || (state.phase === "ready" && !state.isConnected);
    this.element.classList.toggle("away", isAway);
    this.element.classList.toggle("starting", state.phase === "loading");
    write(this.#status, this.#statusOf(state));
    const banner = this.#bannerOf(state, agent);
    this.banner.hidden = banner === "";
    this.banner.classList.toggle("waiting", handoff?.status === "waiting" || state.phase !== "ready");
    write(this.banner, banner);
  }

  /** The tenant's logo, else the first letter, also where the logo cannot be fetched. */
  #ownFace(name: string): Node {
    const letter = document.createTextNode((name.at(0) ?? "").toUpperCase());
    if (this.branding.logo === null) return letter;
    const onerror = () => logo.replaceWith(letter);
    const logo = h("img", { class: "logo", alt: "", referrerpolicy: "no-referrer", decoding: "async", onerror });
    logo.src = this.branding.logo;
    return logo;
  }

  #statusOf(state: ChatState): string {
    if (state.phase === "loading") return this.words.connecting;
    if (state.phase === "refused" || state.phase === "ended") return "";
    return state.isConnected ? this.words.online : this.words.reconnecting;
  }

  #bannerOf({ phase, standing }: ChatState, agent: string | null): string {
    if (phase === "unavailable") return this.words.unavailable;
    if (phase === "refused") return this.words.refused;
    if (phase === "ended") return "";
    if (agent !== null) return this.words.talkingWith(agent || this.words.aColleague);
    if (standing.handoff?.status === "waiting") return this.words.waitingForColleague;
    return standing.isApprovalOpen ? this.words.approval : "";
  }
}
