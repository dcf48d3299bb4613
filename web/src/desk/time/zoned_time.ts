/** Wall-clock times of a zone and the moments they are, also where clocks are set. */

export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    FORMATS.set(zone, format);
  }
  return format;
}

/** The zone if the browser knows it, else the browser's own. */
export function knownZone(zone: string | null | undefined): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  if (!zone) return own;
  try {
    formatOf(zone);
    return zone;
  } catch {
    return own;
  }
}

function parts(at: number, zone: string): Record<string, number> {
  const read: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) {
    if (type !== "literal") read[type] = Number(value);
  }
  return read;
}

/** What the clock on the wall says at a moment (milliseconds since 1970). */
export function wallTime(at: number, zone: string): WallTime {
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts(at, zone);
  return { year, month, day, hour, minute };
}

function offsetAt(at: number, zone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/**
 * The moment at which the clock says so: the first of the two where the hour comes twice, and
 * where it is left out, as much later as clocks are set forward.
 */
export function momentOf(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const before = offsetAt(asUtc - 86_400_000, zone);
  const after = offsetAt(asUtc + 86_400_000, zone);
  for (const offset of [before, after]) {
    if (offsetAt(asUtc - offset, zone) === offset) return asUtc - offset;
  }
  return asUtc - before;
}

/** Some days on, whatever their number in the month. */
export function addDays(wall: WallTime, days: number): WallTime {
  const date = new Date(Date.UTC(wall.year, wall.month - 1, wall.day + days));
  return {
    ...wall,
    ...{ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() },
  };
}

/** 0 is Sunday. */
export function weekday(wall: WallTime): number {
  return new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
}

/** As `<input type="datetime-local">` writes it. */
export function toInput(wall: WallTime): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(wall.year).padStart(4, "0")}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`;
}

const INPUT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;

/** Null for what is no time. */
export function fromInput(value: string): WallTime | null {
  const read = INPUT.exec(value)?.slice(1).map(Number);
  if (!read) return null;
  const [year, month, day, hour, minute] = read as [number, number, number, number, number];
  return { year, month, day, hour, minute };
}
