/** The inbox: queue, conversation and what is known besides; on a phone one after the other. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import { titleOf } from "../registry.ts";
import type { Drawn } from "../registry.ts";
import { queueView } from "./queue.ts";
import { talkView } from "./talk.ts";

export function inboxView(desk: Desk): Drawn {
  const { state } = desk;
  const hasSide = state.open !== null && desk.registry.panes("side", desk).length > 0;
  return html`<div class="inbox ${hasSide ? "three" : "two"}" data-column=${state.column}>
    ${queueView(desk)} ${talkView(desk)} ${hasSide ? sideView(desk) : nothing}
  </div>`;
}

function sideView(desk: Desk): Drawn {
  const { state, words, registry } = desk;
  const panes = registry.panes("side", desk);
  const chosen = panes.find(({ id }) => id === state.side) ?? panes[0];
  return html`<aside class="column side" aria-label=${words.details}>
    <div class="side-tabs">
      <button type="button" class="plain back" @click=${() => desk.store.set({ column: "talk" })}>‹ ${words.backToTalk}</button>
      ${panes.map(
        (pane) => html`<button
          type="button"
          class="tab"
          aria-current=${pane === chosen ? "true" : nothing}
          @click=${() => desk.store.set({ side: pane.id })}
        >
          ${titleOf(pane.title, state)}
        </button>`,
      )}
    </div>
    <div class="side-body" role="group" aria-label=${chosen ? titleOf(chosen.title, state) : words.details} tabindex="0">${chosen?.render(desk)}</div>
  </aside>`;
}
