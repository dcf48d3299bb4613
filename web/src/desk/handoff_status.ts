/** Where a handoff stands. */
import type { Handoff } from "./model.ts";

export function isOpen({ status, ended_at }: Pick<Handoff, "status" | "ended_at">): boolean {
  return ended_at === null && (status === "waiting" || status === "claimed");
}
