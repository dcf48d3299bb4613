/** What is known of the customer of a conversation, and of what the bot did there. */
import type { Desk } from "../desk.ts";
import { list, moment, record, text, textOrNull } from "../json_values.ts";
import { Store } from "../store.ts";

export interface Earlier {
  conversationId: string;
  channel: string;
  status: string;
  queue: string | null;
  at: number | null;
  text: string;
}

export interface CustomerInfo {
  /** Null for somebody who has not been verified. */
  ref: string | null;
  channel: string;
  locale: string;
  isOptedOut: boolean;
  firstSeenAt: number | null;
  earlier: readonly Earlier[];
}

export type SummaryKind = "written" | "request" | "latest" | "answered";

export interface HandoffContext {
  reason: string;
  intent: string;
  summary: readonly { kind: string; text: string }[];
  slots: readonly { name: string; value: string; isIdentity: boolean }[];
  /** The flow's title and the step in which the customer stood. */
  position: string;
  waitsFor: string;
  tools: readonly ToolResult[];
  notUnderstood: readonly string[];
  earlier: readonly Earlier[];
}

export interface ToolResult {
  tool: string;
  outcome: string;
  code: string;
  shown: Record<string, unknown>;
  milliseconds: number | null;
}

export type EntryKind = "turn" | "tool_call" | "approval" | "handoff" | "note" | "other";

export interface TimelineEntry {
  id: string;
  kind: EntryKind;
  title: string;
  outcome: string;
  at: number | null;
  /** Null while it lasts. */
  milliseconds: number | null;
  detail: Record<string, unknown>;
}

export interface ShownTimeline {
  entries: readonly TimelineEntry[];
  /** The conversation in the Temporal UI, for those who may look there. */
  uiUrl: string | null;
}

export function readCustomer(value: unknown): CustomerInfo {
  const customer = record(value);
  return {
    ref: textOrNull(customer["customer_ref"]),
    ...{ channel: text(customer["channel"]), locale: text(customer["locale"]) },
    isOptedOut: customer["is_opted_out"] === true,
    firstSeenAt: moment(customer["first_seen_at"]),
    earlier: readEarlier(customer["earlier"]),
  };
}

function readEarlier(value: unknown): Earlier[] {
  const read = list(value).map(record).map((one) => ({
    ...{ conversationId: text(one["conversation_id"]), channel: text(one["channel"]), status: text(one["status"]) },
    ...{ queue: textOrNull(one["queue"]), text: text(one["last_text"]) },
    at: moment(one["last_at"]) ?? moment(one["opened_at"]),
  }));
  return read.filter(({ conversationId }) => conversationId);
}

export function readContext(value: unknown): HandoffContext | null {
  if (typeof value !== "object" || value === null) return null;
  const context = record(value);
  const position = record(context["position"]);
  return {
    ...{ reason: text(context["reason"]), intent: text(context["intent"]) },
    summary: list(context["summary"]).map(record).map((line) => ({ kind: text(line["kind"]), text: text(line["text"]) })),
    slots: list(context["slots"]).map(record).map((slot) => ({
      ...{ name: text(slot["name"]), value: text(slot["value"]), isIdentity: slot["is_identity"] === true },
    })),
    position: [text(position["title"]) || text(position["flow"]), stepOf(text(position["step"]))].filter(Boolean).join(" → "),
    waitsFor: text(position["waits_for"]).replace(/^handoff .*$/, ""),
    tools: list(context["tools"]).map(readTool),
    notUnderstood: list(context["not_understood"]).map(text).filter(Boolean),
    earlier: readEarlier(context["earlier"]),
  };
}

/** Steps that their author gave no name bear a hash, which tells nobody anything. */
function stepOf(step: string): string {
  return /^[0-9a-f]{8}$/.test(step) ? "" : step;
}

function readTool(value: unknown): ToolResult {
  const tool = record(value);
  return {
    ...{ tool: text(tool["tool"]), outcome: text(tool["outcome"]), code: text(tool["code"]) },
    shown: nested(record(tool["shown"])),
    milliseconds: typeof tool["ms"] === "number" ? tool["ms"] : null,
  };
}

/** "total.amount" stands within "total", as in what the backend said: else no sum is known as money. */
function nested(fields: Record<string, unknown>): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const [last = name, ...outer] = name.split(".").reverse();
    const place = outer.reduceRight<Record<string, unknown>>((within, part) => {
      const inner = Object.hasOwn(within, part) ? within[part] : null;
      if (typeof inner === "object" && inner !== null) return inner as Record<string, unknown>;
      const made = {};
      Object.defineProperty(within, part, { value: made, enumerable: true, writable: true, configurable: true });
      return made;
    }, all);
    Object.defineProperty(place, last, { value, enumerable: true, writable: true, configurable: true });
  }
  return all;
}

const KINDS: readonly EntryKind[] = ["turn", "tool_call", "approval", "handoff", "note"];
const FAILED = new Set(["failed", "refused", "rejected", "expired"]);

export function hasFailed(outcome: string): boolean {
  return FAILED.has(outcome);
}

export function readTimeline(value: unknown): ShownTimeline {
  const timeline = record(value);
  const entries = list(timeline["entries"]).map(record).map((entry) => ({
    id: text(entry["id"]),
    kind: KINDS.find((kind) => kind === entry["kind"]) ?? ("other" as const),
    ...{ title: text(entry["title"]), outcome: text(entry["outcome"]), at: moment(entry["at"]) },
    milliseconds: typeof entry["ms"] === "number" ? entry["ms"] : null,
    detail: record(entry["detail"]),
  }));
  return { entries, uiUrl: textOrNull(timeline["ui_url"]) };
}

export type Loaded<T> = { step: "loading" } | { step: "ready"; value: T } | { step: "failed" };

/** One reading for each conversation, kept while it is open and read anew when something happened. */
export class LoadedByConversation<T> {
  readonly store = new Store<{ conversationId: string; loaded: Loaded<T> }>({ conversationId: "", loaded: { step: "loading" } });

  constructor(
    private readonly desk: Desk,
    /** "customer", "timeline", or "" for the conversation itself. */
    private readonly part: string,
    private readonly read: (value: unknown) => T,
  ) {
    desk.track(this.store);
  }

  /** Begins to read where it has not begun for this conversation. */
  of(conversationId: string): Loaded<T> {
    if (this.store.state.conversationId !== conversationId) {
      queueMicrotask(() => void this.load(conversationId));
      return { step: "loading" };
    }
    return this.store.state.loaded;
  }

  async load(conversationId: string): Promise<void> {
    const isSame = this.store.state.conversationId === conversationId;
    if (!isSame) this.store.set({ conversationId, loaded: { step: "loading" } });
    try {
      const path = `desk/conversations/${encodeURIComponent(conversationId)}${this.part && `/${this.part}`}`;
      const value = this.read(await this.desk.api.get<unknown>(path));
      if (this.store.state.conversationId === conversationId) this.store.set({ loaded: { step: "ready", value } });
    } catch {
      if (this.store.state.conversationId === conversationId) this.store.set({ loaded: { step: "failed" } });
    }
  }
}
