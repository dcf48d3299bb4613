/** All that the desk's screen is drawn from. */
import type { Timeline } from "../chat/timeline.ts";
import type { Enclosure } from "./drafts.ts";
import type { ConversationInfo, Counts, DeskEvent, Filters, Handoff, Looking, Me, Note, Presence, SavedView } from "./model.ts";

export type Phase = "starting" | "signed-out" | "ready" | "refused";
/** "live": the screen equals the API; "behind": lists are being loaded anew. */
export type Connection = "connecting" | "live" | "behind" | "cut";

/** A handoff, and the number of the last desk event that it includes. */
export interface Row {
  handoff: Handoff;
  seq: number;
  /** It has moved to a queue that is not ours to see. */
  isGone?: boolean;
}

/** An open conversation. `timeline` is changed in place: `version` says that it was. */
export interface Talk {
  id: string;
  /** The number of the last desk event that it includes. */
  seq: number;
  info: ConversationInfo | null;
  handoffId: string | null;
  notes: readonly Note[];
  context: Record<string, unknown> | null;
  /** As the gateway keeps it. */
  draft: { text: string; updated_at: string } | null;
  timeline: Timeline;
  version: number;
  /** The number of the last of the conversation's own events. */
  lastSeq: number;
  older: string | null;
  isLoading: boolean;
  /** An event of it was missed: to be read anew. */
  isStale: boolean;
  problem: string | null;
  typingUntil: number;
  /** What the bot has written so far of an answer that is not there yet. */
  words: string;
  /** Whoever writes them has died by then: no half sentence stands there for ever. */
  wordsUntil: number;
  /** What was told while it was being read. */
  early: readonly DeskEvent[];
}

/** What is done after a few seconds unless somebody says undo, or as soon as it can be. */
export interface Pending {
  id: string;
  /** "message", or the name of an action of `actions.ts`. */
  kind: string;
  handoffId: string;
  conversationId: string;
  /** What the API is told. */
  body: Record<string, unknown>;
  /** The files of a message, as its draft showed them. */
  files?: readonly Enclosure[];
  dueAt: number;
  step: "undoable" | "sending" | "sent" | "held" | "failed";
  /** The tab that sees to it. */
  tab: string;
  problem: string | null;
  /** What others wrote since, where it is held. */
  newer: { role: string; sent_by: string | null; text: string }[];
}

export interface Toast {
  id: string;
  text: string;
  tone: "plain" | "problem";
  /** A command offered with it. */
  action: { label: string; run(): void } | null;
}

export interface OpenDialog {
  id: string;
  argument: unknown;
}

export interface DeskState {
  phase: Phase;
  problem: string | null;
  connection: Connection;
  me: Me | null;
  presence: ReadonlyMap<string, { chosen: Presence; since: string }>;
  rows: ReadonlyMap<string, Row>;
  /** Whether all open handoffs are here, so that they can be counted here. */
  isComplete: boolean;
  counts: Counts;
  filters: Filters;
  views: readonly SavedView[];
  /** What the list shows: the queue, or a feature's own (search results). */
  marked: ReadonlySet<string>;
  talks: ReadonlyMap<string, Talk>;
  looking: ReadonlyMap<string, readonly Looking[]>;
  pending: readonly Pending[];
  /** Which pane fills the page, and the conversation that is open in it. */
  pane: string;
  open: string | null;
  /** On a narrow screen, which of the three columns is seen. */
  column: "list" | "talk" | "side";
  side: string;
  dialog: OpenDialog | null;
  toasts: readonly Toast[];
}

export const NO_FILTERS: Filters = { view: "waiting", queue: "", agent: "", channel: "" };

export const INITIAL: DeskState = {
  phase: "starting",
  problem: null,
  connection: "connecting",
  me: null,
  presence: new Map(),
  rows: new Map(),
  isComplete: false,
  counts: {},
  filters: NO_FILTERS,
  views: [],
  marked: new Set(),
  talks: new Map(),
  looking: new Map(),
  pending: [],
  pane: "inbox",
  open: null,
  column: "list",
  side: "customer",
  dialog: null,
  toasts: [],
};
