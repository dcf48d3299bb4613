/** Passes a conversation on: to a person, a queue or the bot. */
import { html, nothing } from "lit/html.js";
import { actLater, named } from "../actions_feature.ts";
import type { Target } from "../actions_feature.ts";
import type { Desk } from "../desk.ts";
import type { Dialog, Drawn } from "../registry.ts";

export const transferDialog: Dialog = {
  id: "transfer",
  title: ({ words }) => words.transfer,
  render: (desk, argument) => formView(desk, argument as Target),
};

function formView(desk: Desk, target: Target): Drawn {
  const { words, state } = desk;
  const people = [...state.presence].filter(([name]) => name !== state.me?.name).sort(([one], [other]) => one.localeCompare(other));
  const submit = (event: SubmitEvent) => (event.preventDefault(), transfer(desk, target, event.target as HTMLFormElement));
  return html`<form class="form" @submit=${submit}>
    <label>
      ${words.transfer}
      <select name="to" required autofocus>
        <option value="">–</option>
        ${people.length
          ? html`<optgroup label=${words.toPerson}>
              ${people.map(([name, { chosen }]) => html`<option value=${`agent:${name}`}>${name} (${words.presences[chosen] ?? chosen})</option>`)}
            </optgroup>`
          : nothing}
        <optgroup label=${words.toQueue}>
          ${(state.me?.known_queues ?? []).map((queue) => html`<option value=${`queue:${queue}`}>${queue}</option>`)}
        </optgroup>
        <option value="bot:">${words.toBot}</option>
      </select>
    </label>
    <label>${words.messageForThem}<textarea name="note" rows="3" maxlength="1000"></textarea></label>
    <label class="check"><input type="checkbox" name="warm" />${words.warm}</label>
    <div class="form-acts">
      <button type="button" @click=${() => desk.closeDialog()}>${words.cancel}</button>
      <button type="submit" class="primary">${words.transfer}</button>
    </div>
  </form>`;
}

function transfer(desk: Desk, target: Target, form: HTMLFormElement): void {
  const data = new FormData(form);
  const [kind = "", ...rest] = String(data.get("to") ?? "").split(":");
  const name = rest.join(":");
  const to = { agent: { to_agent: name }, queue: { to_queue: name }, bot: { to_bot: true } }[kind] ?? {};
  const isWarm = kind === "agent" && data.get("warm") !== null;
  const body = { ...to, note: String(data.get("note") ?? "").trim(), warm: isWarm };
  const { words } = desk;
  if (isWarm) return actLater(desk, "transfer", target, body, `${named(desk, target)}: ${words.yoursUntil(name)}`);
  actLater(desk, "transfer", target, body, words.transferring(named(desk, target), name || words.toBot));
}
