/** How a conversation ended, as the tenant's reports count it. */
import { html, nothing } from "lit/html.js";
import { actLater, named } from "../actions_feature.ts";
import type { Target } from "../actions_feature.ts";
import type { Desk } from "../desk.ts";
import type { Dialog, Drawn } from "../registry.ts";
import { isCall } from "../selectors.ts";

/** After this outcome of a call it is tried again. */
const NOT_REACHED = "not_reached";
const isCallOf = ({ handoffs }: Target) => isCall(handoffs[0] ?? null);

export const outcomeDialog: Dialog = {
  id: "outcome",
  title: ({ words }, argument) => isCallOf(argument as Target) ? words.called : ((argument as Target).how === "return" ? words.return : words.resolve),
  render: (desk, argument) => formView(desk, argument as Target),
};

function formView(desk: Desk, target: Target): Drawn {
  const { words, state } = desk;
  const choices = Object.entries(state.me?.dispositions ?? {}).map(([id, { label }]) => [id, label] as const);
  if (isCallOf(target)) choices.push([NOT_REACHED, words.notReached]);
  const say = isCallOf(target) ? words.called : target.how === "return" ? words.return : words.resolve;
  const isRequired = state.me?.disposition_required ?? false;
  const submit = (event: SubmitEvent) => (event.preventDefault(), end(desk, target, event.target as HTMLFormElement));
  return html`<form class="form" @submit=${submit} @change=${askForNote(desk)}>
    ${choices.length
      ? html`<label>
          ${words.outcome}
          <select name="disposition" ?required=${isRequired} autofocus>
            <option value="">${isRequired ? words.chooseOutcome : "–"}</option>
            ${choices.map(([id, label]) => html`<option value=${id}>${label}</option>`)}
          </select>
        </label>`
      : nothing}
    <label><span data-note-label>${words.optionalNote}</span><textarea name="note" rows="3" maxlength="1000"></textarea></label>
    <div class="form-acts">
      <button type="button" @click=${() => desk.closeDialog()}>${words.cancel}</button>
      <button type="submit" class="primary">${say}</button>
    </div>
  </form>`;
}

/** Some outcomes are only to be had with a note. */
function askForNote({ state, words }: Desk): (event: Event) => void {
  return (event) => {
    const form = event.currentTarget as HTMLFormElement;
    const chosen = String(new FormData(form).get("disposition") ?? "");
    const isNeeded = state.me?.dispositions[chosen]?.note_required ?? false;
    const [note, label] = [form.querySelector("textarea"), form.querySelector("[data-note-label]")];
    if (note) note.required = isNeeded;
    if (label) label.textContent = isNeeded ? words.requiredNote : words.optionalNote;
  };
}

function end(desk: Desk, target: Target, form: HTMLFormElement): void {
  const data = new FormData(form);
  const how = target.how ?? "resolve";
  const body = { disposition: String(data.get("disposition") ?? ""), note: String(data.get("note") ?? "").trim() };
  const say = how === "return" ? desk.words.returning : desk.words.resolving;
  actLater(desk, how, target, body, say(named(desk, target)));
}
