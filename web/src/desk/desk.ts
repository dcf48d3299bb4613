/** What every part of the desk is handed: its state, the gateway, what is registered, words. */
import { nothing, render } from "lit/html.js";
import { Problem } from "../shared/problem.ts";
import { DeskApi } from "./api.ts";
import { wordsIn } from "./i18n.ts";
import type { Words } from "./i18n.ts";
import { groupOf, headOf, latestOf } from "./merges.ts";
import type { DeskEvent, Handoff, Passing } from "./model.ts";
import { Registry } from "./registry.ts";
import type { Drawn } from "./registry.ts";
import { INITIAL } from "./state.ts";
import type { Session } from "./session.ts";
import type { DeskState, Pending, Talk, Toast } from "./state.ts";
import { Store } from "./store.ts";

const TOAST_LASTS = 6_000;

export type EventListener = (event: DeskEvent | Passing, isReplayed: boolean) => void;

export class Desk {
  readonly store = new Store<DeskState>(INITIAL);
  readonly registry = new Registry();
  readonly words: Words;
  /** Whether this tab is the one that keeps the stream for all of the browser's. */
  isLeader = false;
  /** Null until somebody is signed in. */
  session: Session | null = null;
  /** Say that the agent writes in a conversation, or in none. */
  onTyping: (conversation: string | null) => void = () => undefined;
  /** Called each time the page was drawn. */
  afterDraw: () => void = () => undefined;
  /** And with what had the focus before. */
  afterRender: (focused: Element | null) => void = () => undefined;
  readonly #begun: ((session: Session) => void)[] = [];
  readonly #performed = new Set<(done: Pending) => void>();
  readonly #heard = new Map<string, (body: unknown) => void>();
  readonly #listeners = new Set<EventListener>();
  #draw: () => Drawn = () => nothing;
  #root: HTMLElement | null = null;
  #isDue = false;

  constructor(
    readonly tenant: string,
    readonly api: DeskApi,
    /** Such as "de-AT"; `language` is its first part. */
    readonly locale: string,
    readonly language: string,
  ) {
    this.words = wordsIn(language);
    api.said = this.words.refusals;
    this.store.subscribe(() => this.redraw());
  }

  get state(): DeskState {
    return this.store.state;
  }

  /** Whether the signed-in person's role allows it, as `desk/me` says in `may`. */
  may(what: string): boolean {
    return this.state.me?.may.includes(what) ?? false;
  }

  /** The conversation that is open, and its handoff, where it has one. */
  get talk(): Talk | null {
    return this.state.open === null ? null : (this.state.talks.get(this.state.open) ?? null);
  }

  get handoff(): Handoff | null {
    const id = this.talk?.handoffId;
    return id ? (this.state.rows.get(id)?.handoff ?? null) : null;
  }

  /** The handoff of the line in which the open conversation stands: what is done is done to all. */
  get head(): Handoff | null {
    const { handoff } = this;
    return handoff && headOf(this.state, handoff);
  }

  /** Hear every event as it is applied; `isReplayed` for what happened while nobody was connected. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: DeskEvent | Passing, isReplayed: boolean): void {
    for (const listener of [...this.#listeners]) listener(event, isReplayed);
  }

  /** Call it once somebody is signed in: at once where they are. */
  whenBegun(use: (session: Session) => void): void {
    if (this.session) use(this.session);
    else this.#begun.push(use);
  }

  begin(session: Session): void {
    this.session = session;
    for (const use of this.#begun.splice(0)) use(session);
  }

  /** Hear what this tab has done that was pending. */
  onPerformed(listener: (done: Pending) => void): void {
    this.#performed.add(listener);
  }

  performed(done: Pending): void {
    for (const listener of this.#performed) listener(done);
  }

  /** Hear what a feature tells the other tabs by `session.live.tell(name, body)`. */
  onTold(name: string, listener: (body: unknown) => void): void {
    this.#heard.set(name, listener);
  }

  hear(name: string, body: unknown): void {
    this.#heard.get(name)?.(body);
  }

  /** Run a command if it makes sense now; what goes wrong is said and nothing is thrown. */
  async run(id: string, argument?: unknown): Promise<void> {
    const command = this.registry.findCommand(id);
    if (!command || !(command.when?.(this) ?? true)) return;
    await this.attempt(async () => command.run(this, argument));
  }

  /** Do it, and say so where it fails. Returns whether it succeeded. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) console.error(error);
      this.say(error instanceof Problem ? error.detail : String(error), { tone: "problem" });
      return false;
    }
  }

  say(text: string, { id = crypto.randomUUID(), tone = "plain", action = null, lasts = TOAST_LASTS }: Partial<Toast> & { lasts?: number } = {}): string {
    const toast = { id, text, tone, action };
    this.store.set(({ toasts }) => ({ toasts: [...toasts.slice(-2), toast] }));
    setTimeout(() => this.unsay(toast.id), tone === "problem" ? lasts * 2 : lasts);
    return toast.id;
  }

  unsay(id: string): void {
    this.store.set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
  }

  openDialog(id: string, argument: unknown = null): void {
    this.store.set({ dialog: { id, argument } });
  }

  /** That one alone: a browser tells of a dialog's end when the next one may be open already. */
  closeDialog(which = this.state.dialog): void {
    if (this.state.dialog === which) this.store.set({ dialog: null });
  }

  /** Show a conversation: from a list, a notification, a search. */
  open(conversationId: string): void {
    this.store.set({ pane: "inbox", open: conversationId, column: "talk" });
  }

  /** Of several that were merged, the one in which the customer is to be answered. */
  openLine(handoff: Handoff): void {
    this.open((latestOf(groupOf(this.state, handoff)) ?? handoff).conversation_id);
  }

  /** A store of a feature's own: the page is drawn anew when it changes. */
  track<State extends object>(store: Store<State>): void {
    store.subscribe(() => this.redraw());
  }

  mount(root: HTMLElement, draw: () => Drawn): void {
    [this.#root, this.#draw] = [root, draw];
    this.redraw();
  }

  /** Once for all changes until the next frame; a hidden page draws nothing until it is seen. */
  redraw(): void {
    if (this.#isDue || !this.#root) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.drawNow());
  }

  /** What is due at once: a key must find the field that the key before it has opened. */
  drawNow(): void {
    if (!this.#isDue || !this.#root) return;
    this.#isDue = false;
    const focused = document.activeElement;
    render(this.#draw(), this.#root);
    this.afterRender(focused);
    this.afterDraw();
  }
}
