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

export function plainValue(value: unknown, words: ValueWords): string {
  if (value === null || value === undefined || value === "") return words.nothing;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "object") return JSON.stringify(value).slice(0, LONGEST);
  return String(value).slice(0, LONGEST);
}

export function valuesView(values: Record<string, unknown>, words: ValueWords, depth = 0): Drawn {
  return html`<dl class="values">
    ${Object.entries(values).map(([name, value]) => {
      const isNested = typeof value === "object" && value !== null && !Array.isArray(value) && depth < DEEPEST;
      const shown = isNested ? valuesView(value as Record<string, unknown>, words, depth + 1) : plainValue(value, words);
      return html`<div><dt>${labelOf(name)}</dt><dd>${shown}</dd></div>`;
    })}
  </dl>`;
}
