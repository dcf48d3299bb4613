/** Spans of time in few characters, in the reader's language: "3 min", "2 h", "4 d". */

const UNITS: [Intl.NumberFormatOptions["unit"] & string, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];
const FORMATS = new Map<string, Intl.NumberFormat>();

function formatOf(language: string, unit: string, display: "short" | "long"): Intl.NumberFormat {
  const key = `${language} ${unit} ${display}`;
  let format = FORMATS.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: display });
    FORMATS.set(key, format);
  }
  return format;
}

/** In its largest unit, rounded down; `display` long is what screen readers say. */
export function span(milliseconds: number, language: string, display: "short" | "long" = "short"): string {
  const length = Math.max(0, milliseconds);
  for (const [unit, size] of UNITS) {
    if (length >= size) return formatOf(language, unit, display).format(Math.floor(length / size));
  }
  return formatOf(language, "second", display).format(0);
}

/** What a step took: "430 ms", "2.1 s", else as a span. */
export function duration(milliseconds: number, language: string): string {
  if (milliseconds < 1_000) return formatOf(language, "millisecond", "short").format(Math.round(milliseconds));
  if (milliseconds >= 60_000) return span(milliseconds, language);
  return formatOf(language, "second", "short").format(Math.round(milliseconds / 100) / 10);
}

/** The time today, the day and the time else. */
export function when(at: number, now: number, language: string, zone?: string): string {
  const timeZone = zone ? { timeZone: zone } : {};
  const day = (moment: number) => new Date(moment).toLocaleDateString("en-CA", timeZone);
  const time = { hour: "2-digit", minute: "2-digit", ...timeZone } as const;
  if (day(at) === day(now)) return new Date(at).toLocaleTimeString(language, time);
  const date = { weekday: "short", day: "numeric", month: "short" } as const;
  return new Date(at).toLocaleString(language, { ...date, ...time });
}
