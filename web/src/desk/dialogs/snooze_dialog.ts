/** Until when a conversation sleeps: moments that are offered, or an own one. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Dialog, Drawn } from "../registry.ts";
import type { ShellWords } from "../shell_languages/index.ts";
import { Store } from "../store.ts";
import { snoozeFault, snoozeMoments } from "../time/snooze_moments.ts";
import type { SnoozeFault } from "../time/snooze_moments.ts";
import { when } from "../time/spans.ts";
import { addDays, fromInput, knownZone, momentOf, toInput, wallTime } from "../time/zoned_time.ts";

export interface SnoozeArgument {
  /** ISO 8601; null wakes what sleeps. */
  choose(until: string | null): void;
  isSnoozed?: boolean;
}

/** The tenant's zone where the gateway tells it, else the browser's. */
export function deskZone(desk: Desk): string {
  const tenant = desk.state.me?.tenant as { zone?: string } | undefined;
  return knownZone(tenant?.zone);
}

/** The moment that is written in the field, or why it cannot be taken. */
export function ownMoment(value: string, zone: string, now: number): number | SnoozeFault | "none" {
  const wall = fromInput(value);
  if (!wall) return "none";
  const at = momentOf(wall, zone);
  return snoozeFault(at, now) ?? at;
}

export function snoozeDialog(desk: Desk, words: ShellWords): Dialog {
  const store = new Store<{ fault: SnoozeFault | "none" | null }>({ fault: null });
  desk.track(store);
  return {
    id: "snooze",
    title: () => words.snooze,
    render: (_, argument) => snoozeView(desk, words, argument as SnoozeArgument, store),
  };
}

function snoozeView(
  desk: Desk,
  words: ShellWords,
  { choose, isSnoozed }: SnoozeArgument,
  store: Store<{ fault: SnoozeFault | "none" | null }>,
): Drawn {
  const [zone, now] = [deskZone(desk), Date.now()];
  const { fault } = store.state;
  const take = (at: number | null) => {
    store.set({ fault: null });
    desk.closeDialog();
    choose(at === null ? null : new Date(at).toISOString());
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("until") as HTMLInputElement;
    const moment = ownMoment(field.value, zone, Date.now());
    if (typeof moment === "number") take(moment);
    else store.set({ fault: moment });
  };
  return html`<div class="snooze">
    <ul class="choices">
      ${snoozeMoments(now, zone).map(
        ({ choice, at }, index) => html`<li>
          <button type="button" ?autofocus=${index === 0} @click=${() => take(at)}>
            <span>${words.snoozeChoices[choice]}</span> <time>${when(at, now, desk.locale, zone)}</time>
          </button>
        </li>`,
      )}
      ${isSnoozed ? html`<li><button type="button" @click=${() => take(null)}>${words.wake}</button></li>` : nothing}
    </ul>
    <form @submit=${submit}>
      <label>${words.snoozeOwn}
        <input
          type="datetime-local"
          name="until"
          min=${toInput(wallTime(now, zone))}
          .defaultValue=${toInput({ ...addDays(wallTime(now, zone), 1), hour: 9, minute: 0 })}
          aria-describedby=${fault ? "snooze-fault" : nothing}
          aria-invalid=${fault ? "true" : nothing}
        />
      </label>
      <button type="submit">${words.snooze}</button>
      ${fault ? html`<p class="problem" id="snooze-fault" role="alert">${words.snoozeFaults[fault]}</p>` : nothing}
    </form>
    <p class="hint">${words.inZone(zone)}</p>
  </div>`;
}
