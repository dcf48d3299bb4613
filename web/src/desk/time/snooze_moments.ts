/** When a snoozed conversation comes back: moments that are offered, in the tenant's zone. */
import { addDays, fromInput, momentOf, wallTime, weekday } from "./zoned_time.ts";

export type SnoozeChoice = "in_an_hour" | "this_afternoon" | "tomorrow_morning" | "next_monday";

export interface SnoozeMoment {
  choice: SnoozeChoice;
  /** Milliseconds since 1970. */
  at: number;
}

const AFTERNOON = 15;
const MORNING = 9;
const HOUR = 3_600_000;
const LATEST_DAYS = 365;

/** Only what lies ahead: after two o'clock there is no "this afternoon" any more. */
export function snoozeMoments(now: number, zone: string): SnoozeMoment[] {
  const today = wallTime(now, zone);
  const onDay = (days: number, hour: number) =>
    momentOf({ ...addDays(today, days), hour, minute: 0 }, zone);
  const moments: SnoozeMoment[] = [{ choice: "in_an_hour", at: now + HOUR }];
  if (today.hour < AFTERNOON - 1) moments.push({ choice: "this_afternoon", at: onDay(0, AFTERNOON) });
  moments.push({ choice: "tomorrow_morning", at: onDay(1, MORNING) });
  const toMonday = (8 - weekday(today)) % 7 || 7;
  // On a Sunday tomorrow is Monday: it is offered once.
  if (toMonday > 1) moments.push({ choice: "next_monday", at: onDay(toMonday, MORNING) });
  return moments;
}

export type SnoozeFault = "past" | "too_late" | "none";

/** Why an own moment cannot be taken, or null. */
export function snoozeFault(at: number, now: number): SnoozeFault | null {
  if (at <= now) return "past";
  return at > now + LATEST_DAYS * 24 * HOUR ? "too_late" : null;
}

/** The moment that a field holds, as it is written there, or why it cannot be taken. */
export function ownMoment(value: string, zone: string, now: number): number | SnoozeFault {
  const wall = fromInput(value);
  if (!wall) return "none";
  const at = momentOf(wall, zone);
  return snoozeFault(at, now) ?? at;
}
