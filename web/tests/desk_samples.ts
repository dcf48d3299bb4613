/** Handoffs and events as tests of the desk need them. */
import type { DeskEvent, Handoff, Me, OpenedConversation } from "../src/desk/model.ts";
import { INITIAL } from "../src/desk/state.ts";
import type { DeskState } from "../src/desk/state.ts";

export const ME: Me = {
  name: "Sam",
  role: "agent",
  queues: [],
  skills: [],
  languages: [],
  capacity: 4,
  presence: "available",
  assignment: "pull",
  may: [],
  tenant: { name: "Acme", color: "#2255cc", locales: ["en"] },
  known_queues: ["support", "returns"],
  dispositions: {},
  disposition_required: false,
  ui_url: null,
  csrf: null,
};

export function handoff(id: string, more: Partial<Handoff> = {}): Handoff {
  const unset = { assigned_agent: null, first_reply_due: null, claimed_at: null, ended_at: null, customer_ref: null };
  const later = { last_message_at: null, last_message_by: null, awaiting_since: null, first_replied_at: null };
  const clocks = { on_hold_since: null, snoozed_until: null, due_at: null, due_for: null, warned_at: null, breached_at: null };
  const offer = { preferred_agent: null, offered_to: null, offer_expires_at: null };
  const said = { preview: "Hello", reason: "", locale: "en", channel: "web", disposition: "" };
  const place = { queue: "support", skills: [], priority: 3, status: "waiting" as const, escalated: false };
  const opened_at = "2026-11-29T12:00:00Z";
  return { handoff_id: id, conversation_id: `c-${id}`, opened_at, ...place, ...unset, ...later, ...clocks, ...offer, ...said, ...more };
}

export function event(seq: number, kind: DeskEvent["kind"], data: object, conversation_id: string | null = null): DeskEvent {
  return { seq, kind, queue: null, agent: null, conversation_id, data: data as Record<string, unknown>, at: "2026-11-29T12:00:00Z" };
}

export function said(desk: number, own: number, text: string, id = `m-${own}`): DeskEvent {
  const message = { message_id: id, role: "customer", text };
  return event(desk, "conversation", { seq: own, kind: "message", data: message, at: "2026-11-29T12:00:00Z" }, "c");
}

export function opened(seq: number, lastSeq: number, texts: string[]): OpenedConversation {
  const messages = texts.map((text, index) => ({ message_id: `m-${index + 1}`, role: "customer", text, seq: index + 1 }));
  const owned = { status: "open", owner: "bot", agent: null, customer_ref: null };
  const conversation = { conversation_id: "c", channel: "web", opened_at: "2026-11-29T11:00:00Z", last_seq: lastSeq, ...owned };
  return { seq, conversation, handoff: null, messages, notes: [], context: null, looking: [], draft: null };
}

export function state(more: Partial<DeskState> = {}): DeskState {
  return { ...INITIAL, me: ME, ...more };
}
