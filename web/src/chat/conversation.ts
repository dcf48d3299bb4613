/** One customer's conversation as the page sees it: what to show, and what the customer does. */
import { ChatApi } from "./api.ts";
import { Problem } from "../shared/problem.ts";
import { endingOf } from "./chat_end.ts";
import type { Ending } from "./chat_end.ts";
import { insist, succeeds } from "../shared/retry.ts";
import { Membership } from "./session_manager.ts";
import { NO_OUTAGE, isCutOff, outageAfter } from "./notice.ts";
import type { Outage } from "./notice.ts";
import { Outbox } from "./outbox.ts";
import type { Enclosed, Outgoing } from "./outbox.ts";
import { Past } from "./history.ts";
import { readEvent, readMessage } from "./protocol.ts";
import type { Branding, EventBody, Message, Session } from "./protocol.ts";
import type { SessionStore, Stored } from "./sessions.ts";
import type { ServerEvent } from "../shared/sse.ts";
import { INITIAL, isWithBot, standingAfter } from "./conversation_status.ts";
import type { Standing } from "./conversation_status.ts";
import type { ChatState, ConversationHooks, Phase } from "./state.ts";
import { EventStream } from "../shared/stream.ts";
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
      post: (message) => this.call((session) => this.api.send(session, message)),
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
      draft: this.#typing.draft,
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

  /** Call with the session of this conversation, renewed where it has to be. */
  call<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#membership.call(work);
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** "" until it is joined. */
  get id(): string {
    return this.#membership.id;
  }

  stop(): void {
    this.#isStopped = true;
    removeEventListener("online", this.#onWake);
    document.removeEventListener("visibilitychange", this.#onWake);
    this.#typing.set(false);
    this.#nap.wake();
    this.#stream.stop();
  }

  /** A form is shown by what is written in it, as the gateway shows it too. */
  say(text: string, enclosed: Enclosed = {}): void {
    const [unsent, { owner }] = [{ id: crypto.randomUUID(), text, ...enclosed, at: Date.now() }, this.#membership];
    this.#timeline.echo(unsent);
    if (owner !== undefined) this.#unconfirmed.add({ ...unsent, owner });
    this.#post(unsent);
  }

  /** Send a failed message once more, under the same id. */
  sayAgain(id: string): void {
    const entry = this.#timeline.get(id);
    if (entry?.delivery !== "failed") return;
    this.#timeline.mark(id, "sending");
    this.#post({ id, text: entry.text, form: entry.answers, attachments: entry.attachments });
  }

  async loadOlder(): Promise<void> {
    if (await this.#past.readOlder((work) => this.#insist(work))) this.hooks.changed();
  }

  /** Take back what was refused; returns its text, to be mended. A form is offered again. */
  takeBack(id: string): string {
    this.#unconfirmed.remove(id);
    const isForm = this.#timeline.get(id)?.answers;
    const text = this.#timeline.takeBack(id);
    this.hooks.changed();
    return isForm ? "" : text;
  }

  /** Close the conversation; "open" where something is still under way in it. */
  async end(): Promise<Ending> {
    return await endingOf(() => this.call((session) => this.api.end(session)), this.#nap);
  }

  /** For good, whatever becomes of it: it is over, and what could not be sent is not sent. */
  letGo(): void {
    if (this.#phase === "ended") return;
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
    for (const { id, text, at, answers: form, attachments } of said) {
      this.#unconfirmed.add({ id, text, form, attachments, at, owner });
    }
    const isWaiting = this.#outbox.open(left, (id) => this.#timeline.get(id)?.delivery === "sending");
    if (isWaiting && isWithBot(this.#standing)) this.#typing.set(true);
  }

  #post(message: Outgoing): void {
    if (this.#phase === "ready" && isWithBot(this.#standing)) this.#typing.set(true);
    this.#outbox.add(message);
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
    this.#typing.end();
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
    } else if (kind === "draft") {
      this.#typing.draft = [...this.#typing.draft, data];
    } else if (kind === "typing") {
      this.#typing.set(data["active"] === true);
    } else if (kind !== "message_changed") {
      this.#standing = standingAfter(this.#standing, kind, data);
      this.#typing.end(!isWithBot(this.#standing));
    }
  }

  #add(message: Message): void {
    if (message.role === "customer") this.#unconfirmed.remove(message.id);
    this.#timeline.add(message);
  }

  #takeMessage(message: Message): void {
    this.#add(message);
    // A notice ("one moment, please") is not yet the answer.
    if (message.role === "bot" || message.role === "human_agent") this.#typing.end();
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
    const { session } = this.#membership;
    // Otherwise a place in the stream that the gateway does not know: read it all again.
    if (!problem.isUnauthorized) this.#seq = 0;
    else if (!(await succeeds(() => this.#insist(() => this.#membership.renew(session))))) this.#enter("refused");
    return !this.#isStopped && this.#phase === "ready";
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
