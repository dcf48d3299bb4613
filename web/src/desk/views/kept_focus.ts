/** Where the focus goes when what had it is no longer there: a drawing must leave nobody nowhere. */
import type { Desk } from "../desk.ts";
import { isChatting } from "../selectors.ts";

/** Call it with what had the focus before the page was drawn. */
export function keepFocus(desk: Desk, before: Element | null): void {
  if (!before || before.isConnected || document.activeElement !== document.body || desk.state.dialog) return;
  // "Claim" was pressed, and it is theirs now: what comes next is an answer.
  const hasTaken = before.closest(".banner") !== null && isChatting(desk.state, desk.handoff);
  const log = document.querySelector("desk-transcript")?.shadowRoot?.querySelector<HTMLElement>(".log");
  for (const next of [hasTaken ? document.querySelector<HTMLElement>("#composer") : log, document.querySelector<HTMLElement>("#work")]) {
    next?.focus({ preventScroll: true });
    // On a phone the conversation may be there and not be seen: then nothing has happened.
    if (document.activeElement !== document.body) return;
  }
}
