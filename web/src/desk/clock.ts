/** Times that go on by themselves: written into the page every few seconds, without drawing it anew. */
import { write } from "../shared/dom.ts";
import type { Words } from "./i18n.ts";
import type { Handoff } from "./model.ts";
import { urgencyOf, waitingSince } from "./selectors.ts";

/** Short: "now", "4 min", "2 h 05", "3 d". */
export function spanOf(milliseconds: number, words: Words): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return words.now;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)} d`;
}

export function waitText(handoff: Handoff, now: number, words: Words): string {
  const since = waitingSince(handoff);
  return since === null ? "" : spanOf(now - Date.parse(since), words);
}

/** Never colour alone: words say the same. */
export function dueText(handoff: Handoff, now: number, words: Words): string {
  const urgency = urgencyOf(handoff, now);
  if (urgency === "none") return "";
  const what = words.dueFor[handoff.due_for ?? ""] ?? words.dueFor["next_reply"] ?? "";
  if (urgency !== "breached") return words.dueIn(what, minutesUp(Date.parse(handoff.due_at ?? "") - now));
  const since = Date.parse(handoff.breached_at ?? handoff.due_at ?? "");
  return words.overdue(what, spanOf(Math.max(60_000, now - since), words));
}

/** In a line of the list, where what is due is always the answer that somebody waits for. */
export function dueShort(handoff: Handoff, now: number, words: Words): string {
  const urgency = urgencyOf(handoff, now);
  if (urgency === "none") return "";
  if (urgency !== "breached") return words.dueShort(minutesUp(Date.parse(handoff.due_at ?? "") - now));
  return words.overdueShort(spanOf(Math.max(60_000, now - Date.parse(handoff.breached_at ?? handoff.due_at ?? "")), words));
}

function minutesUp(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}

/** Writes what stands in elements that name a handoff, only where it differs. */
export function tickMinutes(root: ParentNode, find: (id: string) => Handoff | undefined, now: number, words: Words): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-wait], [data-due]")) {
    const { wait, due, as } = element.dataset;
    const handoff = find(wait ?? due ?? "");
    if (!handoff) continue;
    const text = wait !== undefined ? waitText(handoff, now, words) : (as === "short" ? dueShort : dueText)(handoff, now, words);
    write(element, text);
    if (due !== undefined) element.dataset["urgency"] = urgencyOf(handoff, now);
  }
}

export function tickSeconds(root: ParentNode, now: number, words: Words): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-seconds-until]")) {
    const left = Math.max(0, Math.ceil((Number(element.dataset["secondsUntil"]) - now) / 1000));
    write(element, element.dataset["as"] === "offer" ? words.offerLeft(left) : words.sendingIn(left));
  }
}
