/** What is known of the customer of a conversation, and of what the bot did there. */
import type { Desk } from "../desk.ts";
import { count, list, moment, record, text, textOrNull } from "../json_values.ts";
import { Store } from "../store.ts";

export interface Earlier {
  conversationId: string;
  channel: string;
  status: string;
  at: number | null;
  summary: string;
}

export interface CustomerFile {
  name: string;
  size: number;
  at: number | null;
  url: string | null;
}

export interface CustomerInfo {
  ref: string | null;
  isVerified: boolean;
  /** Names and values, such as e-mail and phone, in their order. */
  details: Record<string, unknown>;
  earlier: readonly Earlier[];
  files: readonly CustomerFile[];
}

export interface HandoffContext {
  summary: string;
  intent: string;
  /** Flow and step in which the customer stood. */
  position: string;
  slots: Record<string, unknown>;
  done: readonly ToolCall[];
  notUnderstood: readonly string[];
}

export interface ToolCall {
  name: string;
  outcome: string;
  at: number | null;
  milliseconds: number | null;
  result: unknown;
}

export type StepKind = "step" | "tool" | "message" | "handoff" | "approval" | "error" | "other";

export interface TimelineStep {
  id: string;
  kind: StepKind;
  name: string;
  detail: string;
  at: number | null;
  milliseconds: number | null;
  hasFailed: boolean;
  values: Record<string, unknown>;
}

export function readCustomer(value: unknown): CustomerInfo {
  const body = record(value);
  const customer = record(body["customer"] ?? body);
  return {
    ref: textOrNull(customer["customer_ref"] ?? customer["ref"] ?? customer["id"]),
    isVerified: customer["verified"] === true || customer["is_verified"] === true,
    details: details(customer),
    earlier: list(body["conversations"] ?? body["earlier"]).map(readEarlier).filter(({ conversationId }) => conversationId),
    files: list(body["files"]).map(readFile),
  };
}

const DETAILS = ["name", "email", "phone", "locale", "language", "time_zone", "sender", "address"];

function details(customer: Record<string, unknown>): Record<string, unknown> {
  const known = DETAILS.filter((name) => customer[name]).map((name) => [name, customer[name]] as const);
  const claims = record(customer["details"] ?? customer["claims"] ?? customer["attributes"] ?? customer["facts"]);
  return { ...Object.fromEntries(known), ...claims };
}

function readEarlier(value: unknown): Earlier {
  const one = record(value);
  return {
    ...{ conversationId: text(one["conversation_id"]), channel: text(one["channel"]), status: text(one["status"]) },
    at: moment(one["last_message_at"] ?? one["at"] ?? one["opened_at"]),
    summary: text(one["preview"] ?? one["summary"] ?? one["snippet"] ?? one["last_text"]),
  };
}

function readFile(value: unknown): CustomerFile {
  const file = record(value);
  return {
    ...{ name: text(file["name"] ?? file["filename"]), size: count(file["size"]) },
    ...{ at: moment(file["at"] ?? file["uploaded_at"]), url: textOrNull(file["url"]) },
  };
}

export function readContext(value: unknown): HandoffContext | null {
  if (typeof value !== "object" || value === null) return null;
  const context = record(value);
  const position = record(context["position"]);
  const place = [context["flow"] ?? position["flow"], context["step"] ?? position["step"]].map(text).filter(Boolean);
  return {
    ...{ summary: text(context["summary"]), intent: text(context["intent"]) },
    position: typeof context["position"] === "string" ? context["position"] : place.join(" → "),
    slots: record(context["slots"]),
    done: list(context["tool_calls"] ?? context["tool_results"] ?? context["tools"]).map(readToolCall),
    notUnderstood: list(context["not_understood"] ?? context["misunderstood"]).map(said).filter(Boolean),
  };
}

function said(value: unknown): string {
  return typeof value === "string" ? value : text(record(value)["text"]);
}

function readToolCall(value: unknown): ToolCall {
  const call = record(value);
  return {
    name: text(call["tool"] ?? call["name"]),
    outcome: text(call["outcome"] ?? call["status"]),
    at: moment(call["at"]),
    milliseconds: milliseconds(call),
    result: call["result"] ?? call["output"] ?? null,
  };
}

function milliseconds(of: Record<string, unknown>): number | null {
  const given = of["duration_ms"] ?? of["milliseconds"];
  if (typeof given === "number") return given;
  const seconds = of["duration"] ?? of["seconds"] ?? of["took"];
  return typeof seconds === "number" ? seconds * 1_000 : null;
}

const KINDS: Record<string, StepKind> = {
  ...{ step: "step", flow: "step", tool: "tool", tool_call: "tool", call: "tool", message: "message" },
  ...{ handoff: "handoff", approval: "approval", error: "error" },
};
const FAILED = /fail|error|timeout|refused/;

export function readTimeline(value: unknown): TimelineStep[] {
  const body = record(value);
  const steps = Array.isArray(value) ? value : list(body["timeline"] ?? body["steps"] ?? body["entries"]);
  return steps.map((one, index) => readStep(record(one), index));
}

function readStep(step: Record<string, unknown>, index: number): TimelineStep {
  const outcome = text(step["outcome"] ?? step["status"]);
  const flow = [step["flow"], step["step"]].map(text).filter(Boolean).join(" → ");
  return {
    id: text(step["id"]) || String(step["seq"] ?? index),
    kind: KINDS[text(step["kind"])] ?? "other",
    name: text(step["name"] ?? step["tool"]) || flow || text(step["kind"]),
    detail: [text(step["detail"] ?? step["text"] ?? step["summary"]), outcome].filter(Boolean).join(" · "),
    at: moment(step["at"] ?? step["started_at"]),
    milliseconds: milliseconds(step),
    hasFailed: FAILED.test(outcome) || step["failed"] === true || step["ok"] === false,
    values: record(step["arguments"] ?? step["data"] ?? step["values"]),
  };
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
