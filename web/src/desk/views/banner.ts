/** Who has the conversation, and the one thing to do about it. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Words } from "../i18n.ts";
import type { Handoff } from "../model.ts";
import type { Drawn } from "../registry.ts";
import { isCall, isMine, isOpen } from "../selectors.ts";
import type { Talk } from "../state.ts";

export function bannerView(desk: Desk, talk: Talk, handoff: Handoff | null): Drawn {
  const { words } = desk;
  if (talk.info === null && !handoff) return nothing;
  if (handoff && isOpen(handoff)) return ofHandoff(desk, handoff);
  if (talk.info?.status === "closed") return banner(words.isOver);
  if (talk.info?.owner === "bot") return banner(words.botOwns, action(desk, "conversation.take-over", words.takeOver));
  return banner(words.handoffOver);
}

function ofHandoff(desk: Desk, handoff: Handoff): Drawn {
  const { words } = desk;
  const facts = factsOf(handoff, words);
  return facts.length ? html`${ownerOf(desk, handoff)}${banner(html`${facts.map((fact) => html`<span class="fact">${fact}</span>`)}`)}` : ownerOf(desk, handoff);
}

/** What whoever has it, or takes it, must know before they say a word. */
function factsOf(handoff: Handoff, words: Words): string[] {
  const call = isCall(handoff) ? [words.callAt(handoff.contact ?? "?"), handoff.reason] : [];
  const gone = handoff.abandoned_at ? [words.customerGone] : [];
  return [...call, ...gone, handoff.note ? words.notePassedOn(handoff.note) : ""].filter(Boolean);
}

function ownerOf(desk: Desk, handoff: Handoff): Drawn {
  const { words, state } = desk;
  if (isMine(state, handoff)) return handoff.on_hold_since ? banner(words.onHold, action(desk, "conversation.hold", words.unhold)) : nothing;
  if (handoff.status === "claimed") return banner(words.ownedBy(handoff.assigned_agent ?? ""));
  const offered = handoff.offered_to;
  const isOfMine = offered === state.me?.name;
  const said = offered && !isOfMine ? words.offeredTo(offered) : words.waitsForPerson;
  return banner(said, action(desk, isOfMine ? "queue.accept" : "conversation.claim", isOfMine ? words.accept : words.claim));
}

function banner(text: string | Drawn, action: Drawn = nothing): Drawn {
  return html`<div class="banner"><p role="status">${text}</p>${action}</div>`;
}

function action(desk: Desk, command: string, label: string): Drawn {
  const isPossible = desk.registry.findCommand(command)?.when?.(desk) ?? true;
  return isPossible ? html`<button type="button" class="primary" @click=${() => void desk.run(command)}>${label}</button>` : nothing;
}
