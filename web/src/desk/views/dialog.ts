/** The one dialog that may be open: the browser's own, which keeps the focus and gives it back. */
import { html, nothing } from "lit/html.js";
import { keyed } from "lit/directives/keyed.js";
import { ref } from "lit/directives/ref.js";
import type { Desk } from "../desk.ts";
import type { Drawn } from "../registry.ts";

const shownFor = new WeakMap<Element, unknown>();

function show(element: Element | undefined, dialog: unknown): void {
  // Once: drawn again before its end is told of, one that was closed would come up anew.
  if (!(element instanceof HTMLDialogElement) || shownFor.has(element)) return;
  shownFor.set(element, dialog);
  queueMicrotask(() => element.isConnected && !element.open && element.showModal());
}

/** Browsers close a dialog some milliseconds before they tell: a key in between is for the page. */
export function settleDialog(desk: Desk): void {
  const element = document.querySelector<HTMLDialogElement>("dialog[data-dialog]");
  if (element && !element.open && shownFor.get(element) === desk.state.dialog) desk.closeDialog();
}

export function dialogView(desk: Desk): Drawn {
  const { dialog } = desk.state;
  const found = dialog && desk.registry.findDialog(dialog.id);
  if (!dialog || !found) return nothing;
  const title = found.title(desk, dialog.argument);
  const close = () => desk.closeDialog(dialog);
  const outside = (event: Event) => event.target === event.currentTarget && close();
  return html`${keyed(
    dialog,
    html`<dialog class="dialog" data-dialog=${dialog.id} aria-label=${title} ${ref((element) => show(element, dialog))} @close=${close} @click=${outside}>
      <div class="dialog-box">
        <header class="dialog-head">
          <h2>${title}</h2>
          <button type="button" class="plain" aria-label=${desk.words.close} @click=${close}>×</button>
        </header>
        ${found.render(desk, dialog.argument)}
      </div>
    </dialog>`,
  )}`;
}
