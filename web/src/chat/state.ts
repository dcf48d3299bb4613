/** What there is to show of a conversation. */
import type { Notice } from "./notice.ts";
import type { Branding } from "./protocol.ts";
import type { Standing } from "./conversation_status.ts";
import type { Entry } from "./timeline.ts";

export type Phase = "loading" | "ready" | "unavailable" | "refused" | "ended";

/** Words of an answer that is being made, as they came since the last message. */
export type Draft = readonly Record<string, unknown>[];

export interface ChatState {
  phase: Phase;
  branding: Branding | null;
  isConnected: boolean;
  entries: Entry[];
  isTyping: boolean;
  draft: Draft;
  /** That an answer takes longer because something is broken. */
  notice: Notice | null;
  standing: Standing;
  /** The kept session had expired, so that this is a new conversation. */
  hasBegunAnew: boolean;
  hasOlder: boolean;
}

export interface ConversationHooks {
  changed(): void;
}
