/** The one dialog that may be open: the browser's own, which keeps the focus and gives it back. */
import { html, nothing } from "lit/html.js";
import { keyed } from "lit/directives/keyed.js";
import { ref } from "lit/directives/ref.js";
import type { Desk } from "../desk.ts";
import type { Drawn } from "../registry.ts";

function show(element: Element | undefined): void {
  if (element instanceof HTMLDialogElement && !element.open) queueMicrotask(() => element.isConnected && !element.open && element.showModal());
}

export function dialogView(desk: Desk): Drawn {
  const { dialog } = desk.state;
  const found = dialog && desk.registry.findDialog(dialog.id);
  if (!dialog || !found) return nothing;
  const title = found.title(desk, dialog.argument);
  const close = () => desk.closeDialog();
  const outside = (event: Event) => event.target === event.currentTarget && close();
  return html`${keyed(
    dialog,
    html`<dialog class="dialog" data-dialog=${dialog.id} aria-label=${title} ${ref(show)} @close=${close} @click=${outside}>
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
