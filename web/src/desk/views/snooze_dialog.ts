/** Puts a conversation off until a moment, or until the customer writes. */
import { html } from "lit/html.js";
import { snooze } from "../actions_feature.ts";
import type { Target } from "../actions_feature.ts";
import type { Desk } from "../desk.ts";
import type { Words } from "../i18n.ts";
import type { Dialog, Drawn } from "../registry.ts";

export const snoozeDialog: Dialog = {
  id: "snooze",
  title: ({ words }) => words.snooze,
  render: (desk, argument) => formView(desk, argument as Target),
};

/** In the agent's own zone. */
export function presets(now: Date, words: Words): { label: string; at: Date }[] {
  const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  const nineIn = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: words.inAnHour, at: later(1) },
    { label: words.inThreeHours, at: later(3) },
    { label: words.tomorrow, at: nineIn(1) },
    { label: words.monday, at: nineIn(toMonday) },
  ];
}

function formView(desk: Desk, target: Target): Drawn {
  const { words } = desk;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    snooze(desk, target, new Date(String(new FormData(event.target as HTMLFormElement).get("until"))));
  };
  return html`<div class="form presets">
      ${presets(new Date(), words).map(({ label, at }) => html`<button type="button" @click=${() => snooze(desk, target, at)}>${label}</button>`)}
    </div>
    <form class="form" @submit=${submit}>
      <label>${words.snoozeUntil}<input type="datetime-local" name="until" required min=${localMinute(new Date())} /></label>
      <div class="form-acts"><button type="submit" class="primary">${words.snooze}</button></div>
    </form>`;
}

function localMinute(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
