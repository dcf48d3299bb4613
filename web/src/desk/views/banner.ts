/** Who has the conversation, and the one thing to do about it. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Handoff } from "../model.ts";
import type { Drawn } from "../registry.ts";
import { isMine, isOpen } from "../selectors.ts";
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
  const { words, state } = desk;
  if (isMine(state, handoff)) return handoff.on_hold_since ? banner(words.onHold, action(desk, "conversation.hold", words.unhold)) : nothing;
  if (handoff.status === "claimed") return banner(words.ownedBy(handoff.assigned_agent ?? ""));
  const offered = handoff.offered_to;
  const isOfMine = offered === state.me?.name;
  const said = offered && !isOfMine ? words.offeredTo(offered) : words.waitsForPerson;
  return banner(said, action(desk, isOfMine ? "queue.accept" : "conversation.claim", isOfMine ? words.accept : words.claim));
}

function banner(text: string, action: Drawn = nothing): Drawn {
  return html`<div class="banner"><p role="status">${text}</p>${action}</div>`;
}

function action(desk: Desk, command: string, label: string): Drawn {
  const isPossible = desk.registry.findCommand(command)?.when?.(desk) ?? true;
  return isPossible ? html`<button type="button" class="primary" @click=${() => void desk.run(command)}>${label}</button>` : nothing;
}
