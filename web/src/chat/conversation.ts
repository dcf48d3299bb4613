/** One customer's conversation as the page sees it: what to show, and what the customer does. */
import { ChatApi } from "./api.ts";
import type { Attachment } from "./attachments.ts";
import { Problem } from "../shared/problem.ts";
import { endingOf } from "./chat_end.ts";
import type { Ending } from "./chat_end.ts";
import { insist } from "../shared/retry.ts";
import { Membership } from "./session_manager.ts";
import { NO_OUTAGE, isCutOff, outageAfter } from "./notice.ts";
import type { Outage } from "./notice.ts";
import { Outbox, type Outgoing } from "./outbox.ts";
import { Past } from "./history.ts";
import { readEvent, readMessage } from "./protocol.ts";
import type { Branding, EventBody, Message, Session } from "./protocol.ts";
import type { SessionStore, Stored } from "./sessions.ts";
import type { ServerEvent } from "../shared/sse.ts";
import { INITIAL, isWithBot, standingAfter } from "./conversation_status.ts";
import type { Standing } from "./conversation_status.ts";
import type { ChatState, ConversationHooks, Phase } from "./state.ts";
import { EventStream } from "./stream.ts";
import { Timeline } from "./timeline.ts";
import { Typing } from "./typing.ts";
import { Unconfirmed } from "./pending_messages.ts";
import { Nap } from "../shared/backoff.ts";

const PAGE = 30;

export class Conversation {
  readonly #timeline = new Timeline();
  readonly #unconfirmed: Unconfirmed;
  readonly #membership: Membership;
  readonly #outbox: Outbox;
  readonly #stream: EventStream;
  readonly #past: Past;
  readonly #typing = new Typing(() => this.hooks.changed());
  readonly #nap = new Nap();
  readonly #onWake = () => [this.#nap, this.#outbox, this.#stream].forEach((one) => one.wake());
  #phase: Phase = "loading";
  #branding: Branding | null = null;
  #isConnected = false;
  #standing: Standing = INITIAL;
  #outage: Outage = NO_OUTAGE;
  #hasBegunAnew = false;
  #seq = 0;
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
      post: ({ id, text, attachments }) => this.call((session) => this.api.send(session, id, text, attachments)),
      sent: (id) => this.#mark(id, "sent"),
      failed: (id, problem) => {
        // What is refused for good must not be sent again by itself after a reload. Where the
        // customer is refused, the message was not.
        const isForGood = !problem.isPassing && this.#phase !== "refused";
        if (isForGood) this.#unconfirmed.refuse(id, problem.detail);
        this.#mark(id, "failed", isForGood ? problem.detail : null);
      },
    });
    this.#past = new Past({
      read: (before) => this.#membership.call((session) => this.api.history(session, before, PAGE)),
      take: ({ messages, happenings }) => {
        messages.forEach((message) => this.#add(message));
        happenings.forEach((happening) => this.#timeline.happen(happening));
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
      hasOlder: this.#past.hasOlder,
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

  say(text: string, attachments: Attachment[] = []): void {
    const [unsent, { owner }] = [{ id: crypto.randomUUID(), text, attachments, at: Date.now() }, this.#membership];
    this.#timeline.echo(unsent);
    if (owner !== undefined) this.#unconfirmed.add({ ...unsent, owner });
    this.#post(unsent);
  }

  /** Ask the gateway for something else of this conversation's. Fails with a `Problem`. */
  call<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#membership.call(work);
  }

  /** Send a failed message once more, under the same id. */
  sayAgain(id: string): void {
    const entry = this.#timeline.get(id);
    if (entry?.delivery !== "failed") return;
    this.#timeline.mark(id, "sending");
    this.#post(entry);
  }

  async loadOlder(): Promise<void> {
    if (await this.#past.readOlder((work) => this.#insist(work))) this.hooks.changed();
  }

  /** Take back what was refused; returns its text, to be mended. */
  takeBack(id: string): string {
    this.#unconfirmed.remove(id);
    const text = this.#timeline.takeBack(id);
    this.hooks.changed();
    return text;
  }

  /** Close the conversation and let go of it; "open" where something is still under way in it. */
  async end(): Promise<Ending> {
    const ending = await endingOf(() => this.#membership.call((session) => this.api.end(session)), this.#nap);
    if (ending === "ended") this.letGo();
    return ending;
  }

  /** For good, whatever becomes of it. */
  letGo(): void {
    if (this.#phase === "ended") return; // what is kept by now is another's
    this.store.forget();
    this.#unconfirmed.clear();
    this.stop();
    this.#standing = INITIAL;
    this.#enter("ended");
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
    for (const { id, text, attachments, at } of said) this.#unconfirmed.add({ id, text, attachments, at, owner });
    const isWaiting = this.#outbox.open(left, (id) => this.#timeline.get(id)?.delivery === "sending");
    if (isWaiting && isWithBot(this.#standing)) this.#typing.set(true);
  }

  #post({ id, text, attachments = [] }: Outgoing): void {
    if (this.#phase === "ready" && isWithBot(this.#standing)) this.#typing.set(true);
    this.#outbox.add({ id, text, attachments });
    this.hooks.changed();
  }

  async #join(): Promise<void> {
    this.#resume(await this.#membership.join());
    await this.#past.readNewest();
    this.#sendWhatWaits();
  }

  #resume(stored: Stored): void {
    this.#seq = stored.seq;
    this.#standing = stored.standing;
  }

  #beginAnew(stored: Stored): void {
    this.#timeline.restart();
    this.#past.forget();
    this.#hasBegunAnew = true;
    this.#outage = NO_OUTAGE;
    this.#typing.set(false);
    this.#resume(stored);
    this.hooks.changed();
  }

  #take(event: ServerEvent): void {
    const seq = event.id === null ? null : Number(event.id);
    if (seq !== null && (Number.isNaN(seq) || seq <= this.#seq)) return;
    const body = readEvent(event.data, seq);
    if (seq !== null) this.#timeline.happen({ kind: event.kind, data: body.data, seq, at: body.at });
    this.#apply(event.kind, body);
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

  #mark(id: string, delivery: "sent" | "failed", refusal: string | null = null): void {
    this.#timeline.mark(id, delivery, refusal);
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

  #insist<T>(work: () => Promise<T>): Promise<T> {
    const isWanted = () => (this.#phase === "loading" && this.#enter("unavailable"), !this.#isStopped);
    return insist(work, this.#nap, isWanted);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.hooks.changed();
  }
}
