/** How things stand after the events so far, beside the messages themselves. */
import { readHandoff } from "./protocol.ts";
import type { Handoff } from "./protocol.ts";

export interface Standing {
  handoff: Handoff | null;
  isApprovalOpen: boolean;
}

export const INITIAL: Standing = { handoff: null, isApprovalOpen: false };

export function standingAfter(standing: Standing, kind: string, data: Record<string, unknown>): Standing {
  if (kind === "handoff") return { ...standing, handoff: readHandoff(data) };
  if (kind === "approval") return { ...standing, isApprovalOpen: data["status"] === "waiting" };
  return kind === "status" && data["status"] === "closed" ? INITIAL : standing;
}

/** Whether it is the bot's turn to answer: not while the customer waits for, or has, a human. */
export function isWithBot({ handoff }: Standing): boolean {
  return handoff?.status !== "waiting" && handoff?.status !== "claimed";
}

/** The name of the human agent who has taken over; "" where none is told; null without one. */
export function agentOf({ handoff }: Standing): string | null {
  return handoff?.status === "claimed" ? (handoff.agent ?? "") : null;
}
