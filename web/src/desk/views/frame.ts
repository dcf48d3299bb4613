/** The page around the panes: navigation, banners, dialog, what was just done. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import type { Desk } from "../desk.ts";
import { titleOf } from "../registry.ts";
import type { Drawn, Pane, SlotName } from "../registry.ts";
import type { Toast } from "../state.ts";
import { dialogView } from "./dialog.ts";

export function slotView(desk: Desk, name: SlotName): Drawn[] {
  return desk.registry.slots(name).map((slot) => slot.render(desk));
}

export function frameView(desk: Desk): Drawn {
  const { state, words } = desk;
  const pane = desk.registry.findPane(state.pane);
  return html`
    <header class="bar">
      <a class="skip" href="#work" @click=${(event: Event) => skip(event)}>${words.skip}</a>
      <h1 class="bar-title">${state.me?.tenant.name ?? "Duralogue"}</h1>
      <nav class="bar-panes" aria-label=${words.navigation}>
        ${desk.registry.panes("work", desk).map((one) => tabView(desk, one))}
      </nav>
      <div class="bar-end">${connectionView(desk)}${slotView(desk, "bar")}</div>
    </header>
    <div class="under-bar">${slotView(desk, "under-bar")}</div>
    <main id="work" class="work" tabindex="-1">${pane ? pane.render(desk) : nothing}</main>
    <div class="toasts" role="status">${repeat(state.toasts, ({ id }) => id, (toast) => toastView(desk, toast))}</div>
    ${dialogView(desk)}
  `;
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("work")?.focus();
}

function tabView(desk: Desk, pane: Pane): Drawn {
  const isOpen = desk.state.pane === pane.id;
  const waiting = pane.badge?.(desk) ?? 0;
  return html`<button
    type="button"
    class="tab"
    aria-current=${isOpen ? "page" : nothing}
    @click=${() => desk.store.set({ pane: pane.id, column: "list" })}
  >
    ${titleOf(pane.title, desk.state)}${waiting ? html`<span class="count">${waiting}</span>` : nothing}
  </button>`;
}

/** Only when something is wrong: a screen that is live needs no word. */
function connectionView({ state, words }: Desk): Drawn {
  const said = { connecting: words.connecting, behind: words.catchingUp, cut: words.cut, live: "" }[state.connection];
  return html`<span class="connection ${state.connection}" role="status">${said}</span>`;
}

function toastView(desk: Desk, { id, text, tone, action }: Toast): Drawn {
  const act = () => (desk.unsay(id), action?.run());
  return html`<div class="toast ${tone}">
    <span>${text}</span>
    ${action ? html`<button type="button" class="plain" @click=${act}>${action.label}</button>` : nothing}
    <button type="button" class="plain" aria-label=${desk.words.dismiss} @click=${() => desk.unsay(id)}>×</button>
  </div>`;
}
