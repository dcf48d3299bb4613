/** One customer's conversation as the page sees it: what to show, and what the customer does. */
import { ChatApi, Problem } from "./api.ts";
import { Membership } from "./membership.ts";
import { NO_OUTAGE, isCutOff, outageAfter } from "./notice.ts";
import type { Outage } from "./notice.ts";
import { Outbox } from "./outbox.ts";
import { readEvent, readMessage } from "./protocol.ts";
import type { Branding, EventBody, Message } from "./protocol.ts";
import type { SessionStore, Stored } from "./sessions.ts";
import type { ServerEvent } from "./sse.ts";
import { AT_FIRST, isWithBot, standingAfter } from "./standing.ts";
import type { Standing } from "./standing.ts";
import type { ChatState, Phase } from "./state.ts";
import { EventStream } from "./stream.ts";
import { Timeline } from "./timeline.ts";
import { Typing } from "./typing.ts";
import { Unconfirmed } from "./unconfirmed.ts";
import { Nap, pauseAfter } from "./waiting.ts";

const PAGE = 30;

export interface ConversationHooks {
  changed(): void;
  /** Somebody else has said something new (not what is read from the history). */
  said(message: Message): void;
}

export class Conversation {
  readonly #timeline = new Timeline();
  readonly #unconfirmed: Unconfirmed;
  readonly #membership: Membership;
  readonly #outbox: Outbox;
  readonly #stream: EventStream;
  readonly #typing = new Typing(() => this.hooks.changed());
  readonly #nap = new Nap();
  readonly #onWake = () => this.#wake();
  #phase: Phase = "loading";
  #branding: Branding | null = null;
  #isConnected = false;
  #standing: Standing = AT_FIRST;
  #outage: Outage = NO_OUTAGE;
  #hasBegunAnew = false;
  #seq = 0;
  #older: string | null = null;
  #isLoadingOlder = false;
  #isStopped = false;

  constructor(
    private readonly api: ChatApi,
    private readonly store: SessionStore,
    customerToken: string | null,
    private readonly hooks: ConversationHooks,
  ) {
    this.#unconfirmed = new Unconfirmed(store);
    this.#membership = new Membership(api, store, customerToken, (stored) => this.#beginAnew(stored));
    this.#outbox = new Outbox({
      post: ({ id, text }) => this.#membership.call((session) => this.api.send(session, id, text)),
      sent: (id) => this.#mark(id, "sent"),
      failed: (id, problem) => {
        // What is refused for good must not be sent again by itself after a reload. Where the
        // customer is refused, the message was not.
        if (!problem.isPassing && this.#phase !== "refused") this.#unconfirmed.remove(id);
        this.#mark(id, "failed");
      },
    });
    this.#stream = new EventStream({
      open: (signal) => this.api.events(this.#membership.session, this.#seq, signal),
      event: (event) => this.#take(event),
      connected: (isConnected) => this.#connect(isConnected),
      refused: (problem) => this.#streamRefused(problem),
    });
  }

  get state(): ChatState {
    return {
      phase: this.#phase,
      branding: this.#branding,
      isConnected: this.#isConnected && !isCutOff(this.#outage),
      entries: this.#timeline.entries,
      isTyping: this.#typing.isOn,
      notice: this.#outage.notice,
      standing: this.#standing,
      hasBegunAnew: this.#hasBegunAnew,
      hasOlder: this.#older !== null,
    };
  }

  async start(branding: Branding | null = null): Promise<void> {
    this.#recall();
    addEventListener("online", this.#onWake);
    document.addEventListener("visibilitychange", this.#onWake);
    try {
      this.#branding = branding ?? (await this.#insist(() => this.api.branding()));
      this.hooks.changed();
      this.#hasBegunAnew = this.store.hasExpired(Date.now());
      await this.#insist(() => this.#join());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#enter("refused");
      this.#outbox.refuse(error);
      return;
    }
    if (this.#isStopped) return;
    this.#enter("ready");
    void this.#stream.run();
  }

  stop(): void {
    this.#isStopped = true;
    removeEventListener("online", this.#onWake);
    document.removeEventListener("visibilitychange", this.#onWake);
    this.#typing.set(false);
    this.#nap.wake();
    this.#stream.stop();
  }

  say(text: string): void {
    const unsent = { id: crypto.randomUUID(), text, at: Date.now() };
    this.#timeline.echo(unsent);
    const { owner } = this.#membership;
    if (owner !== undefined) this.#unconfirmed.add({ ...unsent, owner });
    this.#post(unsent.id, text);
  }

  /** Send a failed message once more, under the same id. */
  sayAgain(id: string): void {
    const entry = this.#timeline.get(id);
    if (entry?.delivery !== "failed") return;
    this.#timeline.mark(id, "sending");
    this.#post(id, entry.text);
  }

  async loadOlder(): Promise<void> {
    const older = this.#older;
    if (older === null || this.#isLoadingOlder) return;
    this.#isLoadingOlder = true;
    try {
      await this.#insist(() => this.#readHistory(older));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#older = null;
    } finally {
      this.#isLoadingOlder = false;
      this.hooks.changed();
    }
  }

  /** What an earlier visit could not send comes before whatever is said in this one. */
  #recall(): void {
    for (const unsent of this.#unconfirmed.list(Date.now(), null)) {
      this.#timeline.echo(unsent);
      this.#outbox.add(unsent);
    }
  }

  /** The same of a customer who is known: theirs are shown and sent once it is sure who is here. */
  #sendWhatWaits(): void {
    const owner = this.#membership.owner ?? null;
    const said = this.#timeline.sending;
    const left = this.#unconfirmed.list(Date.now(), owner).filter(({ id }) => !this.#timeline.get(id));
    for (const unsent of left) this.#timeline.echo(unsent);
    for (const { id, text, at } of said) this.#unconfirmed.add({ id, text, at, owner });
    const isWaiting = this.#outbox.open(left, (id) => this.#timeline.get(id)?.delivery === "sending");
    if (isWaiting && isWithBot(this.#standing)) this.#typing.set(true);
  }

  #post(id: string, text: string): void {
    if (this.#phase === "ready" && isWithBot(this.#standing)) this.#typing.set(true);
    this.#outbox.add({ id, text });
    this.hooks.changed();
  }

  async #join(): Promise<void> {
    this.#resume(await this.#membership.join());
    await this.#readHistory(null);
    this.#sendWhatWaits();
  }

  #resume(stored: Stored): void {
    this.#seq = stored.seq;
    this.#standing = stored.standing;
  }

  #beginAnew(stored: Stored): void {
    this.#timeline.restart();
    this.#older = null;
    this.#hasBegunAnew = true;
    this.#outage = NO_OUTAGE;
    this.#typing.set(false);
    this.#resume(stored);
    this.hooks.changed();
  }

  async #readHistory(before: string | null): Promise<void> {
    const page = await this.#membership.call((session) => this.api.history(session, before, PAGE));
    for (const message of page.messages) this.#add(message);
    this.#older = page.nextBefore;
  }

  #take(event: ServerEvent): void {
    const seq = event.id === null ? null : Number(event.id);
    if (seq !== null && (Number.isNaN(seq) || seq <= this.#seq)) return;
    this.#apply(event.kind, readEvent(event.data, seq));
    if (seq !== null) {
      this.#outage = NO_OUTAGE; // it was stored, and could be read
      this.#seq = seq;
      this.store.advance(this.#membership.session, seq, this.#standing);
    }
    this.hooks.changed();
  }

  #apply(kind: string, { data, at, seq }: EventBody): void {
    if (kind === "message") {
      const message = readMessage(data, at, seq);
      if (message) this.#takeMessage(message);
    } else if (kind === "notice") {
      this.#outage = outageAfter(this.#outage, data);
      if (this.#outage.notice?.isBrief === false) this.#typing.set(false);
    } else if (kind === "typing") {
      this.#typing.set(data["active"] === true);
    } else {
      this.#standing = standingAfter(this.#standing, kind, data);
      this.#typing.set(false);
    }
  }

  #add(message: Message): boolean {
    if (message.role === "customer") this.#unconfirmed.remove(message.id);
    return this.#timeline.add(message);
  }

  #takeMessage(message: Message): void {
    const isNew = this.#add(message);
    if (message.role === "customer") return;
    // A notice ("one moment, please") is not yet the answer.
    if (message.role !== "system") this.#typing.set(false);
    if (isNew) this.hooks.said(message);
  }

  #mark(id: string, delivery: "sent" | "failed"): void {
    this.#timeline.mark(id, delivery);
    if (delivery === "failed") this.#typing.set(false);
    this.hooks.changed();
  }

  #connect(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#outage = { ...this.#outage, isInterrupted: false };
    if (isConnected) this.#outbox.wake();
    this.hooks.changed();
  }

  async #streamRefused(problem: Problem): Promise<boolean> {
    // Otherwise a place in the stream that the gateway does not know: read it all again.
    if (!problem.isUnauthorized) this.#seq = 0;
    else if (!(await this.#hasRenewed())) this.#enter("refused");
    return !this.#isStopped && this.#phase === "ready";
  }

  async #hasRenewed(): Promise<boolean> {
    try {
      await this.#insist(() => this.#membership.renew(this.#membership.session));
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return false;
    }
  }

  /** Do it until it succeeds; only a problem that will not pass by itself is thrown. */
  async #insist<T>(work: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Problem) || !error.isPassing || this.#isStopped) throw error;
        if (this.#phase === "loading") this.#enter("unavailable");
        await this.#nap.rest(pauseAfter(failures, { first: 1_000, most: 30_000 }, error.retryAfter));
      }
    }
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.hooks.changed();
  }

  #wake(): void {
    this.#nap.wake();
    this.#outbox.wake();
    this.#stream.wake();
  }
}
