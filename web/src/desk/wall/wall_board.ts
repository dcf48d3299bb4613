/** What the wall shows: read once, then again soon after anything that changes it. */
import type { Desk } from "../desk.ts";
import { count, list, moment, record, text, textOrNull } from "../json_values.ts";
import type { DeskEvent, Passing } from "../model.ts";
import { Store } from "../store.ts";

export interface WallAgent {
  agent: string;
  presence: string;
  load: number;
  capacity: number;
  since: number | null;
}

export interface WallQueue {
  queue: string;
  waiting: number;
  oldestAt: number | null;
  withPeople: number;
  breached: number;
  /** Of those that were opened today, 0 to 1; null where there were none. */
  met: number | null;
}

export interface WallConversation {
  conversationId: string;
  handoffId: string;
  channel: string;
  queue: string;
  agent: string | null;
  customer: string | null;
  preview: string;
  since: number | null;
  isBreached: boolean;
}

export interface WallState {
  agents: readonly WallAgent[];
  queues: readonly WallQueue[];
  conversations: readonly WallConversation[];
  step: "idle" | "loading" | "ready" | "failed";
  readAt: number | null;
}

/** However much happens, it is read no more often. */
const SLOWEST_MS = 3_000;
const CHANGING = new Set(["handoff", "presence"]);

export function readWall(value: unknown): Pick<WallState, "agents" | "queues" | "conversations"> {
  const body = record(value);
  return {
    agents: list(body["agents"]).map(readAgent),
    queues: list(body["queues"]).map(readQueue),
    conversations: list(body["conversations"]).map(readConversation).filter(({ conversationId }) => conversationId),
  };
}

function readAgent(value: unknown): WallAgent {
  const one = record(value);
  return {
    ...{ agent: text(one["agent"]), presence: text(one["presence"]) || "offline" },
    ...{ load: count(one["load"]), capacity: count(one["capacity"]), since: moment(one["since"]) },
  };
}

function readQueue(value: unknown): WallQueue {
  const one = record(value);
  return {
    ...{ queue: text(one["queue"]), waiting: count(one["waiting"]), oldestAt: moment(one["oldest_at"]) },
    ...{ withPeople: count(one["with_people"]), breached: count(one["breached"]) },
    met: share(count(one["met"]), count(one["breached"])),
  };
}

function share(met: number, breached: number): number | null {
  return met + breached > 0 ? met / (met + breached) : null;
}

function readConversation(value: unknown): WallConversation {
  const one = record(value);
  return {
    ...{ conversationId: text(one["conversation_id"]), handoffId: text(one["handoff_id"]) },
    ...{ channel: text(one["channel"]), queue: text(one["queue"]) },
    agent: textOrNull(one["assigned_agent"]),
    customer: textOrNull(one["customer_ref"]),
    preview: text(one["preview"]),
    since: moment(one["opened_at"]),
    isBreached: typeof one["breached_at"] === "string",
  };
}

export class WallBoard {
  readonly store = new Store<WallState>({ agents: [], queues: [], conversations: [], step: "idle", readAt: null });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWatched = false;

  constructor(private readonly desk: Pick<Desk, "api" | "listen">) {
    desk.listen((event) => this.#hear(event));
  }

  /** Read only while somebody looks. */
  watch(isWatched: boolean): void {
    if (isWatched && !this.#isWatched) void this.read();
    this.#isWatched = isWatched;
    if (!isWatched) this.#timer = void clearTimeout(this.#timer) as undefined;
  }

  async read(): Promise<void> {
    if (this.store.state.step === "loading") return;
    this.store.set({ step: "loading" });
    try {
      this.store.set({ ...readWall(await this.desk.api.get<unknown>("desk/wall")), step: "ready", readAt: Date.now() });
    } catch (error) {
      this.store.set({ step: "failed" });
      console.error(error);
    }
  }

  #hear(event: DeskEvent | Passing): void {
    if (!this.#isWatched || !CHANGING.has(event.kind) || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isWatched) void this.read();
    }, SLOWEST_MS);
  }
}
