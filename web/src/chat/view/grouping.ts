/** Which messages belong together, and where a new day begins. */
import type { Words } from "../i18n.ts";
import type { Entry } from "../timeline.ts";

const TOGETHER = 5 * 60_000;

type Said = Pick<Entry, "role" | "sentBy" | "at" | "quickReplies" | "cards" | "lists" | "form" | "line">;

/** Said by the same speaker shortly after one another, with nothing to press in between. */
export function isSameGroup(one: Said, next: Said): boolean {
  const isSameSpeaker = one.role === next.role && one.sentBy === next.sentBy;
  const isOpen = one.quickReplies.length + one.cards.length + one.lists.length === 0 && !one.form && !one.line && !next.line;
  return isSameSpeaker && !isPause(one, next) && isOpen;
}

export function isPause(one: Pick<Said, "at">, next: Pick<Said, "at">): boolean {
  return next.at - one.at > TOGETHER;
}

/** The name of the day on which `at` lies, or null where the message before is of the same day. */
export function dayOf(at: number, before: number | null, now: number, locale: string, words: Words): string | null {
  const day = midnight(at);
  if (before === null ? day === midnight(now) : day === midnight(before)) return null;
  if (day === midnight(now)) return words.today;
  if (day === midnight(midnight(now) - 1)) return words.yesterday;
  return new Date(at).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
