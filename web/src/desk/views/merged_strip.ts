/** The channels on which one customer is served at once, above what was said on one of them. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import { groupOf, latestOf } from "../merges.ts";
import type { Handoff } from "../model.ts";
import { momentOf } from "../people.ts";
import type { Drawn } from "../registry.ts";

export function mergedStrip(desk: Desk, handoff: Handoff | null): Drawn {
  const { words, state } = desk;
  const group = handoff ? groupOf(state, handoff) : [];
  if (!handoff || group.length < 2) return nothing;
  const latest = latestOf(group);
  const isTold = (one: Handoff) => group.every((other) => other === one || other.channel !== one.channel);
  const isElsewhere = latest !== null && latest.handoff_id !== handoff.handoff_id;
  return html`<div class="merged" role="group" aria-label=${words.mergedTalks}>
    ${group.map((one) => channelView(desk, one, one.handoff_id === handoff.handoff_id))}
    <span class="faint" role="status">${isElsewhere ? words.wroteLastIn(isTold(latest) ? nameOf(desk, latest) : `${nameOf(desk, latest)} ${timeOf(desk, latest)}`) : ""}</span>
  </div>`;
}

function channelView(desk: Desk, one: Handoff, isShown: boolean): Drawn {
  return html`<button type="button" class="tab" aria-current=${isShown ? "true" : nothing} @click=${() => desk.open(one.conversation_id)}>
    ${nameOf(desk, one)} <span class="faint">${timeOf(desk, one)}</span>${one.awaiting_since ? html`<span class="row-new" title=${desk.words.unanswered}></span>` : nothing}
  </button>`;
}

function nameOf({ words }: Desk, { channel }: Handoff): string {
  return words.channels[channel] ?? channel;
}

function timeOf({ locale }: Desk, { last_message_at: at }: Handoff): string {
  return at ? momentOf(at, locale) : "";
}
