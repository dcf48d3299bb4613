/**
 * One event stream for all tabs of a browser, also while they are hidden. The leading tab reads it
 * and hands each event on with the number of the one before: a tab that has missed one knows it.
 */
import { record } from "../shared/json.ts";
import type { Problem } from "../shared/problem.ts";
import type { ServerEvent } from "../shared/sse.ts";
import { EventStream } from "../shared/stream.ts";
import type { DeskEvent, DeskEventKind, Passing } from "./model.ts";
import type { Connection } from "./state.ts";
import { Tabs } from "./tabs.ts";
import type { Channel, Locks } from "./tabs.ts";

/** Whatever the cut was, the next attempt is less than two seconds away. */
const BACKOFF = { first: 250, most: 1_500 };
/** The gateway sends a comment every 15 seconds. */
const PATIENCE = { opening: 6_000, silence: 32_000 };

export type TabMessage =
  | { type: "event"; before: number; event: DeskEvent; isReplayed: boolean }
  | { type: "passing"; passing: Passing }
  | { type: "reset"; seq: number }
  | { type: "connection"; connection: Connection; seq: number }
  | { type: "ask" }
  | { type: "other"; name: string; body: unknown };

export interface LiveHooks {
  open(seq: number | null, signal: AbortSignal): Promise<Response>;
  event(event: DeskEvent, isReplayed: boolean): void;
  passing(passing: Passing): void;
  /** What is on the screen may lack something: read everything anew. */
  reset(): void;
  connection(connection: Connection): void;
  lead(): void;
  /** Told by another tab through `tell`. */
  other(name: string, body: unknown): void;
  refused(problem: Problem): Promise<boolean>;
}

const KINDS: readonly string[] = ["handoff", "conversation", "approval", "presence", "note", "draft"];

export class Live {
  readonly #tabs: Tabs<TabMessage>;
  readonly #stream: EventStream;
  /** The number of the last event that this tab has seen, or that its lists include. */
  #seq: number;
  #latestAtHello = 0;
  #connection: Connection = "connecting";

  constructor(
    seq: number,
    private readonly hooks: LiveHooks,
    { name, locks, channel }: { name: string; locks: Locks; channel: Channel },
  ) {
    this.#seq = seq;
    const lead = () => (hooks.lead(), void this.#stream.run());
    this.#tabs = new Tabs(name, { lead, hear: (message) => this.#hear(message) }, locks, channel);
    this.#stream = new EventStream(
      {
        open: (signal) => hooks.open(this.#seq || null, signal),
        event: (event) => this.#read(event),
        connected: (isConnected) => this.#connected(isConnected ? "live" : "cut"),
        refused: (problem) => hooks.refused(problem),
      },
      BACKOFF,
      PATIENCE,
    );
  }

  get isLeader(): boolean {
    return this.#tabs.isLeader;
  }

  get tab(): string {
    return this.#tabs.id;
  }

  start(): void {
    this.#tabs.join();
    this.#tabs.tell({ type: "ask" });
  }

  /** Hand something of a feature's own to the other tabs. */
  tell(name: string, body: unknown): void {
    this.#tabs.tell({ type: "other", name, body });
  }

  /** The network is back, or the page is seen again: be up to date now. */
  wake(isSurelyCut = false): void {
    if (this.isLeader) this.#stream.wake(isSurelyCut ? 0 : undefined);
    else this.#tabs.tell({ type: "ask" });
  }

  stop(): void {
    this.#stream.stop();
    this.#tabs.leave();
  }

  #read({ id, kind, data }: ServerEvent): void {
    const body = record(parse(data));
    if (id !== null && KINDS.includes(kind)) this.#readNumbered(Number(id), kind as DeskEventKind, body);
    else if (kind === "hello") this.#greet(Number(body["seq"]) || 0);
    else if (kind === "reset") this.#reset(Number(body["seq"]) || 0);
    else if (kind === "looking" || kind === "customer_typing" || kind === "words") {
      const passing: Passing = { kind, data: body };
      this.hooks.passing(passing);
      this.#tabs.tell({ type: "passing", passing });
    }
  }

  #readNumbered(seq: number, kind: DeskEventKind, body: Record<string, unknown>): void {
    if (!(seq > this.#seq)) return;
    const event = { ...body, data: record(body["data"]), seq, kind } as DeskEvent;
    const before = this.#seq;
    this.#seq = seq;
    const isReplayed = seq <= this.#latestAtHello;
    this.hooks.event(event, isReplayed);
    this.#tabs.tell({ type: "event", before, event, isReplayed });
  }

  /** Up to `latest` is what happened while nobody was connected. */
  #greet(latest: number): void {
    this.#latestAtHello = latest;
    // Nothing had ever happened when the lists were read, and meanwhile something has.
    if (this.#seq === 0 && latest > 0) this.#reset(latest);
  }

  #reset(seq: number): void {
    this.#seq = seq;
    this.hooks.reset();
    this.#tabs.tell({ type: "reset", seq });
  }

  #connected(connection: Connection): void {
    this.#connection = connection;
    this.hooks.connection(connection);
    this.#tabs.tell({ type: "connection", connection, seq: this.#seq });
  }

  #hear(message: TabMessage): void {
    if (message.type === "other") this.hooks.other(message.name, message.body);
    else if (message.type === "ask") {
      if (this.isLeader) this.#tabs.tell({ type: "connection", connection: this.#connection, seq: this.#seq });
    } else if (!this.isLeader) this.#follow(message);
  }

  #follow(message: Exclude<TabMessage, { type: "ask" | "other" }>): void {
    if (message.type === "passing") this.hooks.passing(message.passing);
    else if (message.type === "reset") {
      // Not the greater of the two: the gateway may have been set back.
      this.#seq = message.seq;
      this.hooks.reset();
    }
    else if (message.type === "connection") {
      this.hooks.connection(message.connection);
      if (message.seq > this.#seq) this.#missed(message.seq);
    } else {
      if (message.before > this.#seq) this.#missed(message.before);
      if (message.event.seq <= this.#seq) return;
      this.#seq = message.event.seq;
      this.hooks.event(message.event, message.isReplayed);
    }
  }

  #missed(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    this.hooks.reset();
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
