/** How a customer and a moment are named on the desk. */
import type { Words } from "./i18n.ts";
import type { Handoff } from "./model.ts";
import type { Talk } from "./state.ts";

export function customerOf(one: Pick<Handoff, "customer_ref" | "conversation_id">, words: Words): string {
  return one.customer_ref || words.visitor(one.conversation_id.slice(-5));
}

export function customerOfTalk(talk: Talk, handoff: Handoff | null, words: Words): string {
  return customerOf({ customer_ref: handoff?.customer_ref ?? talk.info?.customer_ref ?? null, conversation_id: talk.id }, words);
}

/** The time today, else the day too. */
export function momentOf(iso: string, locale: string, now: number = Date.now()): string {
  const moment = new Date(iso);
  const isToday = moment.toDateString() === new Date(now).toDateString();
  const day = { weekday: "short", day: "numeric", month: "short" } as const;
  return moment.toLocaleString(locale, { hour: "2-digit", minute: "2-digit", ...(isToday ? {} : day) });
}
