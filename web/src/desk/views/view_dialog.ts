/** Keeps the filters of the list under a name. */
import { html } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { SavedView } from "../model.ts";
import type { Dialog, Drawn } from "../registry.ts";

export const saveViewDialog: Dialog = {
  id: "view.save",
  title: ({ words }) => words.saveView,
  render: (desk) => formView(desk),
};

function formView(desk: Desk): Drawn {
  const { words } = desk;
  return html`<form class="form" @submit=${(event: SubmitEvent) => (event.preventDefault(), void save(desk, event.target as HTMLFormElement))}>
    <label>${words.nameOfView}<input name="name" required maxlength="60" autofocus /></label>
    <label class="check"><input type="checkbox" name="shared" />${words.shareView}</label>
    <div class="form-acts"><button type="submit" class="primary">${words.save}</button></div>
  </form>`;
}

async function save(desk: Desk, form: HTMLFormElement): Promise<void> {
  const data = new FormData(form);
  const name = String(data.get("name") ?? "").trim();
  const view: SavedView = { name, shared: data.get("shared") !== null, filters: desk.state.filters };
  const isSaved = await desk.attempt(() => desk.api.put(`desk/views/${encodeURIComponent(name)}`, { shared: view.shared, filters: view.filters }));
  if (!isSaved) return;
  desk.store.set(({ views }) => ({ views: [...views.filter((one) => one.name !== name), view] }));
  desk.closeDialog();
}
