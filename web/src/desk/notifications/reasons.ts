/** From what the desk knows to what concerns one agent: only what is true at this moment. */
import type { Reason } from "./policy.ts";

/** Of a handoff, what counts here. Moments are milliseconds since 1970. */
export interface QueuedHandoff {
  id: string;
  conversationId: string;
  status: string;
  agent: string | null;
  offeredTo: string | null;
  /** Whom its agent passes it on to, and stays until then. */
  passedTo: string | null;
  offerExpiresAt: number | null;
  awaitingSince: number | null;
  lastMessageAt: number | null;
  snoozedUntil: number | null;
  warnedAt: number | null;
  breachedAt: number | null;
  about: string;
  preview: string;
}

export interface Mention {
  noteId: string;
  conversationId: string;
  by: string;
  text: string;
}

export interface PendingApproval {
  id: string;
  conversationId: string;
  digest: string;
  name: string;
}

export interface Facts {
  me: string;
  now: number;
  handoffs: readonly QueuedHandoff[];
  /** Of notes that the agent has not seen yet. */
  mentions: readonly Mention[];
  /** Of those that this agent may decide. */
  approvals: readonly PendingApproval[];
}

/** The most pressing first. */
export function reasonsIn(facts: Facts): Reason[] {
  const awake = facts.handoffs.filter((handoff) => !isAsleep(handoff, facts.now));
  return [
    ...awake.flatMap((handoff) => offer(handoff, facts)),
    ...facts.mentions.map(mention),
    ...awake.flatMap((handoff) => reply(handoff, facts)),
    ...awake.flatMap((handoff) => late(handoff, facts)),
    ...awake.flatMap((handoff) => waiting(handoff, facts)),
    ...facts.approvals.map(approval),
  ];
}

function isAsleep({ snoozedUntil }: QueuedHandoff, now: number): boolean {
  return snoozedUntil !== null && snoozedUntil > now;
}

function about(handoff: QueuedHandoff): Pick<Reason, "id" | "conversationId" | "about" | "text"> {
  const { id, conversationId } = handoff;
  return { id, conversationId, about: handoff.about, text: handoff.preview };
}

function isOffered(handoff: QueuedHandoff, now: number): boolean {
  return handoff.status === "waiting" && (handoff.offerExpiresAt ?? 0) > now;
}

function offer(handoff: QueuedHandoff, { me, now }: Facts): Reason[] {
  const isPassed = handoff.status === "claimed" && handoff.passedTo === me && handoff.agent !== me;
  if (isPassed) return [{ kind: "passed", version: handoff.agent ?? "", ...about(handoff) }];
  if (handoff.offeredTo !== me || !isOffered(handoff, now)) return [];
  return [{ kind: "offer", version: String(handoff.offerExpiresAt), ...about(handoff) }];
}

function reply(handoff: QueuedHandoff, { me }: Facts): Reason[] {
  if (handoff.status !== "claimed" || handoff.agent !== me || handoff.awaitingSince === null) return [];
  return [{ kind: "reply", version: String(handoff.lastMessageAt), ...about(handoff) }];
}

function late(handoff: QueuedHandoff, { me }: Facts): Reason[] {
  const isMine = handoff.status === "claimed" && handoff.agent === me;
  const since = handoff.breachedAt ?? handoff.warnedAt;
  if (!isMine || since === null) return [];
  return [{ kind: "late", version: String(since), ...about(handoff) }];
}

/** Not while it is being offered to somebody: that customer is being looked after. */
function waiting(handoff: QueuedHandoff, { now }: Facts): Reason[] {
  if (handoff.status !== "waiting" || (handoff.offeredTo !== null && isOffered(handoff, now))) return [];
  return [{ kind: "waiting", version: "", ...about(handoff) }];
}

function mention({ noteId, conversationId, by, text }: Mention): Reason {
  return { kind: "mention", id: noteId, conversationId, version: "", about: by, text };
}

function approval({ id, conversationId, digest, name }: PendingApproval): Reason {
  return { kind: "approval", id, conversationId, version: digest, about: name, text: "" };
}
