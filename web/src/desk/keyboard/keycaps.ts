/** Keys drawn as they stand on the keyboard. */
import { html } from "lit/html.js";
import type { Drawn } from "../registry.ts";
import { keycaps } from "./chords.ts";

export function keycapsView(binding: string, isMac: boolean): Drawn {
  const chords = keycaps(binding, isMac);
  return html`<span class="keys">${chords.map((chord) => chord.map((key) => html`<kbd>${key}</kbd>`))}</span>`;
}
