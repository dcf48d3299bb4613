/** What a customer is called in lists: their id as the tenant knows it, else their channel. */
import type { Handoff } from "../model.ts";

export function customerLabel(handoff: Pick<Handoff, "customer_ref" | "conversation_id" | "channel">): string {
  return handoff.customer_ref ?? shortId(handoff.conversation_id);
}

/** Enough of an opaque id to tell two apart. */
export function shortId(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 4)}…${id.slice(-6)}`;
}
