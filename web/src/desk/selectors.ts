/** What is read out of the state: lists, counts, waiting times, who may do what. */
import { isOpen } from "./handoff_status.ts";
import { folded, groupOf, isFolded } from "./merges.ts";
import type { Counts, Filters, Handoff, ViewName } from "./model.ts";
import type { DeskState } from "./state.ts";

export { isOpen } from "./handoff_status.ts";

export function isSnoozed({ snoozed_until }: Handoff, now: number): boolean {
  return snoozed_until !== null && Date.parse(snoozed_until) > now;
}

/** Whoever waited and has gone is on no list until they come back. */
function isAbandoned({ status, abandoned_at }: Handoff): boolean {
  return status === "waiting" && Boolean(abandoned_at);
}

/** Whether the handoff belongs into this view. Snoozed ones are only in their own, and in "all". */
export function isIn(handoff: Handoff, view: ViewName, me: string, now: number): boolean {
  if (view === "all") return true;
  if (view === "closed") return !isOpen(handoff);
  if (!isOpen(handoff)) return false;
  if (view === "merged") return Boolean(handoff.merged_into);
  if (isSnoozed(handoff, now)) return view === "snoozed";
  if (isAbandoned(handoff)) return false;
  if (view === "waiting") return handoff.status === "waiting";
  if (view === "mine") return handoff.status === "claimed" && handoff.assigned_agent === me;
  if (view === "team") return handoff.status === "claimed";
  return view === "breached" && handoff.breached_at !== null;
}

function fits(handoff: Handoff, { queue, agent, channel }: Filters): boolean {
  return (
    (!queue || handoff.queue === queue) && (!agent || handoff.assigned_agent === agent) && (!channel || handoff.channel === channel)
  );
}

/** In the order in which one should look: of those that wait, who is next first. */
export function listed(state: DeskState, now: number): Handoff[] {
  const { filters, me } = state;
  const found: Handoff[] = [];
  const merged = new Set([...state.rows.values()].map((row) => row.handoff.merged_into).filter(Boolean));
  for (const { handoff, isGone } of state.rows.values()) {
    if (isGone || (isFolded(state, handoff) && filters.view !== "all")) continue;
    if (isIn(handoff, filters.view, me?.name ?? "", now) && fits(handoff, filters)) found.push(merged.has(handoff.handoff_id) ? folded(state, handoff) : handoff);
  }
  return found.sort(filters.view === "closed" ? byEnd : byTurn);
}

/** Escalated first, then by priority (1 is the highest), then the longest waiting. */
export function byTurn(one: Handoff, other: Handoff): number {
  return (
    Number(other.escalated) - Number(one.escalated) ||
    one.priority - other.priority ||
    compare(one.opened_at, other.opened_at) ||
    compare(one.handoff_id, other.handoff_id)
  );
}

/** Of moments and ids: two thousand are sorted with each event, which a locale's order is too slow for. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function byEnd(one: Handoff, other: Handoff): number {
  return compare(other.ended_at ?? "", one.ended_at ?? "") || compare(one.handoff_id, other.handoff_id);
}

const COUNTED: readonly ViewName[] = ["waiting", "mine", "team", "snoozed", "breached"];

/** Counted here once all are here; before that, as the gateway has counted. */
export function counted(state: DeskState, now: number): Counts {
  if (!state.isComplete) return state.counts;
  const counts: Counts = Object.fromEntries(COUNTED.map((view) => [view, 0]));
  for (const { handoff, isGone } of state.rows.values()) {
    if (isGone || isFolded(state, handoff)) continue;
    for (const view of COUNTED) if (isIn(handoff, view, state.me?.name ?? "", now)) counts[view] = (counts[view] ?? 0) + 1;
  }
  return counts;
}

/** The line of the list in which a conversation stands. */
export function lineOf(state: DeskState, rows: readonly Handoff[], conversationId: string | null): number {
  const open = [...state.rows.values()].find(({ handoff }) => handoff.conversation_id === conversationId && isOpen(handoff))?.handoff;
  const of = open ? groupOf(state, open).map(({ conversation_id }) => conversation_id) : [conversationId];
  return rows.findIndex(({ conversation_id }) => of.includes(conversation_id));
}

export type Urgency = "breached" | "soon" | "due" | "none";

/** "soon" from the gateway's warning on, or two minutes before. */
export function urgencyOf(handoff: Handoff, now: number): Urgency {
  if (!isOpen(handoff)) return "none";
  if (handoff.breached_at) return "breached";
  if (!handoff.due_at) return "none";
  const left = Date.parse(handoff.due_at) - now;
  if (left <= 0) return "breached";
  return handoff.warned_at || left < 120_000 ? "soon" : "due";
}

/** Since when somebody waits: for a person, or for an answer to what they wrote last. */
export function waitingSince(handoff: Handoff): string | null {
  if (!isOpen(handoff)) return null;
  return handoff.status === "waiting" ? handoff.opened_at : handoff.awaiting_since;
}

/** Whether a colleague has it and stays until this agent takes it. */
export function isPassedToMe(state: DeskState, handoff: Handoff): boolean {
  return isPassedOn(handoff) && handoff.passed_to === state.me?.name;
}

/** Whether whoever has it waits for another person to take it. */
export function isPassedOn({ status, ended_at, passed_to, assigned_agent }: Handoff): boolean {
  return status === "claimed" && ended_at === null && Boolean(passed_to) && passed_to !== assigned_agent;
}

/** The offers that stand for this agent: the one that ends first, first; a colleague's has no end. */
export function offersFor(state: DeskState, now: number): Handoff[] {
  const found: Handoff[] = [];
  for (const { handoff } of state.rows.values()) {
    const isMine = handoff.status === "waiting" && handoff.offered_to !== null && handoff.offered_to === state.me?.name;
    if ((isMine && Date.parse(handoff.offer_expires_at ?? "") > now) || isPassedToMe(state, handoff)) found.push(handoff);
  }
  return found.sort((one, other) => (one.offer_expires_at ?? "").localeCompare(other.offer_expires_at ?? ""));
}

export function isCall(handoff: Handoff | null): boolean {
  return handoff?.kind === "call_back";
}

/** Whether what the agent writes reaches the customer. */
export function isChatting(state: DeskState, handoff: Handoff | null): boolean {
  return isMine(state, handoff) && !isCall(handoff);
}

/** Why it is due then, in the reader's language. */
export function becauseOf({ due_because: because }: Handoff, locale: string): string {
  return because?.[locale.slice(0, 2)] ?? because?.["en"] ?? "";
}

export function isMine(state: DeskState, handoff: Handoff | null): boolean {
  return handoff !== null && handoff.status === "claimed" && isOpen(handoff) && handoff.assigned_agent === state.me?.name;
}
