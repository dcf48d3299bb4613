/** What the gateway says to a desk: docs/reference/openapi.json, as far as the page reads it. */

export type Role = "agent" | "supervisor" | "admin" | "auditor" | "operator";
export type Presence = "available" | "busy" | "away" | "offline";
export type ViewName = "waiting" | "mine" | "team" | "snoozed" | "breached" | "merged" | "closed" | "all";
export type HandoffStatus = "waiting" | "claimed" | "returned" | "resolved" | "cancelled";

export interface Disposition {
  label: string;
  note_required: boolean;
}

export interface Me {
  name: string;
  role: Role;
  queues: string[];
  skills: string[];
  languages: string[];
  capacity: number;
  /** Null before they have said anything. */
  presence: Presence | null;
  assignment: "pull" | "push";
  may: string[];
  tenant: { name: string; color: string; locales: string[]; zone?: string };
  known_queues: string[];
  dispositions: Record<string, Disposition>;
  disposition_required: boolean;
  ui_url: string | null;
  csrf: string | null;
}

/** Moments are texts (ISO 8601), as they come. */
export interface Handoff {
  handoff_id: string;
  conversation_id: string;
  queue: string;
  skills: string[];
  priority: number;
  status: HandoffStatus;
  reason: string;
  assigned_agent: string | null;
  opened_at: string;
  first_reply_due: string | null;
  claimed_at: string | null;
  ended_at: string | null;
  escalated: boolean;
  channel: string;
  locale: string;
  customer_ref: string | null;
  preview: string;
  last_message_at: string | null;
  last_message_by: string | null;
  awaiting_since: string | null;
  first_replied_at: string | null;
  preferred_agent: string | null;
  /** Whom a transfer names, until somebody has taken it; nothing in what an older gateway says. */
  passed_to?: string | null;
  offered_to: string | null;
  offer_expires_at: string | null;
  on_hold_since: string | null;
  snoozed_until: string | null;
  due_at: string | null;
  due_for: "first_reply" | "next_reply" | "resolution" | null;
  warned_at: string | null;
  breached_at: string | null;
  disposition: string;
  /** A call-back is claimed, called and returned; `contact` says where the customer is called. */
  kind?: "chat" | "call_back";
  contact?: string | null;
  /** Of the last transfer, or of the end. */
  note?: string;
  /** Why it is due then, by language. */
  due_because?: Record<string, string>;
  /** Since when the customer, who still waited, has been gone. */
  abandoned_at?: string | null;
  /** The handoff of the same customer with which it goes. */
  merged_into?: string | null;
  [more: string]: unknown;
}

export type Counts = Partial<Record<ViewName, number>>;

export interface HandoffPage {
  seq: number;
  handoffs: Handoff[];
  next: string | null;
  counts: Counts;
}

export interface Note {
  note_id: string;
  conversation_id: string;
  agent: string;
  text: string;
  mentions: string[];
  at: string;
}

export interface Looking {
  agent: string;
  typing: boolean;
}

export interface ConversationInfo {
  conversation_id: string;
  channel: string;
  status: string;
  owner: "bot" | "human_agent" | string;
  agent: string | null;
  customer_ref: string | null;
  opened_at: string;
  last_seq: number;
}

export interface OpenedConversation {
  seq: number;
  conversation: ConversationInfo;
  handoff: Handoff | null;
  /** As in the transcript; read by `chat/protocol.ts`. */
  messages: unknown[];
  notes: Note[];
  /** What goes with its handoff. */
  merged?: Handoff[];
  context: Record<string, unknown> | null;
  looking: Looking[];
  draft: { text: string; updated_at: string } | null;
}

export type DeskEventKind = "handoff" | "conversation" | "approval" | "presence" | "note" | "draft";

export interface DeskEvent {
  seq: number;
  kind: DeskEventKind;
  queue: string | null;
  agent: string | null;
  conversation_id: string | null;
  data: Record<string, unknown>;
  at: string;
}

/** What passes by unnumbered. */
export interface Passing {
  kind: "looking" | "customer_typing" | "words";
  data: Record<string, unknown>;
}

export interface Suggestion {
  suggestion_id: string;
  text: string;
  citations: unknown[];
}

export interface Filters {
  view: ViewName;
  queue: string;
  agent: string;
  channel: string;
}

export interface SavedView {
  name: string;
  shared: boolean;
  filters: Partial<Filters>;
  owner?: string;
}

export interface BulkOutcome {
  handoff_id: string;
  done: boolean;
  detail: string;
  code?: string;
  agent?: string;
}
