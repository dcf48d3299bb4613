/** Who has the conversation, and the one thing to do about it. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Words } from "../i18n.ts";
import type { Handoff } from "../model.ts";
import { customerOf } from "../people.ts";
import type { Drawn } from "../registry.ts";
import { isCall, isMine, isOpen, isPassedOn, isPassedToMe } from "../selectors.ts";
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
  const id = handoff.handoff_id;
  if (isMine(state, handoff)) return ownView(desk, handoff);
  if (isPassedToMe(state, handoff)) {
    const said = words.passedToYou(handoff.assigned_agent ?? "", customerOf(handoff, words));
    return banner(said, answers(desk, id));
  }
  if (handoff.status === "claimed") return banner(words.ownedBy(handoff.assigned_agent ?? ""));
  const offered = handoff.offered_to;
  const isOfMine = offered === state.me?.name;
  const said = offered && !isOfMine ? words.offeredTo(offered) : words.waitsForPerson;
  return banner(said, isOfMine ? answers(desk, id) : action(desk, "conversation.claim", words.claim));
}

function ownView(desk: Desk, handoff: Handoff): Drawn {
  const { words } = desk;
  const held = handoff.on_hold_since ? banner(words.onHold, action(desk, "conversation.hold", words.unhold)) : nothing;
  return isPassedOn(handoff) ? html`${held}${banner(words.yoursUntil(handoff.passed_to ?? ""), action(desk, "conversation.keep", words.keep))}` : held;
}

function banner(text: string | Drawn, action: Drawn = nothing): Drawn {
  return html`<div class="banner"><p role="status">${text}</p>${action}</div>`;
}

/** To what is offered, or passed on. */
function answers(desk: Desk, id: string): Drawn {
  const { words } = desk;
  return html`${action(desk, "queue.accept", words.accept, id)}
    <button type="button" @click=${() => void desk.run("queue.decline", id)}>${words.decline}</button>`;
}

function action(desk: Desk, command: string, label: string, argument?: string): Drawn {
  const isPossible = desk.registry.findCommand(command)?.when?.(desk) ?? true;
  return isPossible ? html`<button type="button" class="primary" @click=${() => void desk.run(command, argument)}>${label}</button>` : nothing;
}
