/** Blocks an abusive sender, with the reason that the audit log keeps. */
import { html } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Dialog, Drawn } from "../registry.ts";

export const blockDialog: Dialog = {
  id: "block",
  title: ({ words }) => words.block,
  render: (desk, argument) => formView(desk, String(argument)),
};

function formView(desk: Desk, conversation: string): Drawn {
  const { words } = desk;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get("reason") ?? "").trim();
    const path = `desk/conversations/${encodeURIComponent(conversation)}/block`;
    if (await desk.attempt(() => desk.api.post(path, { reason }))) desk.closeDialog();
  };
  return html`<form class="form" @submit=${submit}>
    <label>${words.reason}<textarea name="reason" rows="3" required maxlength="500" autofocus></textarea></label>
    <div class="form-acts">
      <button type="button" @click=${() => desk.closeDialog()}>${words.cancel}</button>
      <button type="submit" class="primary">${words.block}</button>
    </div>
  </form>`;
}
