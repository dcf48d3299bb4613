/** Conversations of one customer that were merged: one line of the queue, several channels. */
import type { Handoff } from "./model.ts";
import { isOpen } from "./handoff_status.ts";
import type { DeskState } from "./state.ts";

/** The one with which it goes; itself where it goes with none, or where that one is not here. */
export function headOf({ rows }: Pick<DeskState, "rows">, handoff: Handoff): Handoff {
  const into = handoff.merged_into ? rows.get(handoff.merged_into)?.handoff : undefined;
  return into && isOpen(into) ? into : handoff;
}

/** Whether its line is another one's: what would stand nowhere else stands for itself. */
export function isFolded(state: Pick<DeskState, "rows">, handoff: Handoff): boolean {
  return headOf(state, handoff) !== handoff;
}

/** All that are served together, the one that has the line first. */
export function groupOf(state: Pick<DeskState, "rows">, handoff: Handoff): Handoff[] {
  const { handoff_id: id } = headOf(state, handoff);
  // Its own words, where a line with the latest of all of them is asked about.
  const head = state.rows.get(id)?.handoff ?? handoff;
  const merged = [...state.rows.values()].map((row) => row.handoff).filter((one) => one.merged_into === head.handoff_id && isOpen(one));
  return [head, ...merged.sort((one, other) => one.opened_at.localeCompare(other.opened_at))];
}

/** Where the customer is to be answered: where they wait, else where something was said last. */
export function latestOf(group: readonly Handoff[]): Handoff | null {
  const waiting = group.filter(({ awaiting_since }) => awaiting_since !== null);
  const among = waiting.length ? waiting : group;
  return among.reduce<Handoff | null>((last, one) => (last && (last.last_message_at ?? "") >= (one.last_message_at ?? "") ? last : one), null);
}

/** As its line of the queue shows it, with the latest words of all of them. */
export function folded(state: Pick<DeskState, "rows">, handoff: Handoff): Handoff {
  const group = groupOf(state, handoff);
  const latest = latestOf(group);
  if (group.length < 2 || !latest || latest === handoff) return handoff;
  const { preview, last_message_at, last_message_by, awaiting_since, channel } = latest;
  return { ...handoff, preview, last_message_at, last_message_by, awaiting_since, channel };
}
