/** What stands under an entry of the timeline, in the agent's own language. */
import { labelOf } from "./values_view.ts";

export interface DetailWords {
  details: Record<string, string>;
  /** Why a part of a message has the intent that it has, or none. */
  reasons: Record<string, (sure: string, needed: string) => string>;
  speakers: Record<string, string>;
}

type Values = Record<string, unknown>;

/** Of a reason only; its words say it. */
const SAID_BY_REASON: ReadonlySet<string> = new Set(["reason_code", "sure", "threshold"]);
const NUMBERED = /^(need) (\d{1,3})$/;

export function shownDetail(detail: Values, words: DetailWords, locale: string): Values {
  const shown: Values = {};
  for (const [name, value] of Object.entries(detail)) {
    if (SAID_BY_REASON.has(name)) continue;
    shown[titleOf(name, words)] = valueOf(name, value, detail, words, locale);
  }
  return shown;
}

function titleOf(name: string, words: DetailWords): string {
  const [, plain = name, number] = NUMBERED.exec(name) ?? [];
  const title = words.details[plain] ?? labelOf(plain);
  return number === undefined ? title : `${title} ${number}`;
}

function valueOf(name: string, value: unknown, beside: Values, words: DetailWords, locale: string): unknown {
  if (NUMBERED.test(name) && typeof value === "object" && value !== null) return shownDetail(value as Values, words, locale);
  if (name === "signs" && typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([code, weight]) => [languageOf(code, locale), weight as unknown]));
  }
  if (name === "why") return reasonOf(beside, words, locale) ?? value;
  if (typeof value !== "string" || !value) return value;
  if (name === "role") return words.speakers[value] ?? value;
  if (name === "language") return languageOf(value, locale);
  if (name === "intent") return labelOf(value);
  if (name.endsWith("_at")) return momentOf(value, locale);
  return value;
}

function reasonOf({ reason_code: code, sure, threshold }: Values, words: DetailWords, locale: string): string | undefined {
  const say = typeof code === "string" && Object.hasOwn(words.reasons, code) ? words.reasons[code] : undefined;
  const number = (value: unknown) => (typeof value === "number" ? value.toLocaleString(locale) : "?");
  return say?.(number(sure), number(threshold));
}

export function languageOf(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // what is stored is no code of a language
  }
}

function momentOf(value: string, locale: string): string {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? value : at.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}
