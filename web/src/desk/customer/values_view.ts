/** Values that a bot or a tool has, drawn as a list of names and values; never as markup. */
import { html } from "lit/html.js";
import type { Drawn } from "../registry.ts";

const LONGEST = 2_000;
const DEEPEST = 4;

interface ValueWords {
  yes: string;
  no: string;
  nothing: string;
}

/** `order_id` → "Order id". */
export function labelOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "slot order_id" → "Order id". What else a flow waits for has an id, which tells nobody anything. */
export function waitsFor(said: string, words: Readonly<Record<string, string>>): string {
  const [on = "", slot = ""] = said.split(" ");
  return on === "slot" ? labelOf(slot) : (words[on] ?? labelOf(on));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** As many digits as a number of this language holds exactly. */
const AMOUNT = /^-?\d{1,9}(\.\d{1,6})?$/;
const CURRENCY = /^[A-Z]{3}$/;

export function plainValue(value: unknown, words: ValueWords, locale: string): string {
  if (value === null || value === undefined || value === "") return words.nothing;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  const said = moneyIn(value, locale) ?? dayIn(value, locale);
  if (said !== null) return said;
  if (typeof value === "object") return JSON.stringify(value).slice(0, LONGEST);
  return String(value).slice(0, LONGEST);
}

/** "€129.90" of an amount with its currency, with every digit that it has and no fewer than that currency has; null of all else. */
function moneyIn(value: unknown, locale: string): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { amount, currency, ...more } = value as Record<string, unknown>;
  const isMoney = AMOUNT.test(String(amount)) && CURRENCY.test(String(currency)) && !Object.keys(more).length;
  if (!isMoney) return null;
  return new Intl.NumberFormat(locale, { style: "currency", currency: String(currency), maximumFractionDigits: 6 }).format(Number(amount));
}

function dayIn(value: unknown, locale: string): string | null {
  const day = typeof value === "string" && DAY.test(value) ? new Date(value) : null;
  if (day === null || Number.isNaN(day.getTime())) return null;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(day);
}

export function valuesView(values: Record<string, unknown>, words: ValueWords, locale: string, depth = 0): Drawn {
  return html`<dl class="values">
    ${Object.entries(values).map(([name, value]) => {
      const isList = typeof value === "object" && value !== null && !Array.isArray(value) && depth < DEEPEST;
      const isNested = isList && moneyIn(value, locale) === null;
      const shown = isNested ? valuesView(value as Record<string, unknown>, words, locale, depth + 1) : plainValue(value, words, locale);
      return html`<div><dt>${labelOf(name)}</dt><dd>${shown}</dd></div>`;
    })}
  </dl>`;
}
