/** Puts a conversation off until a moment: some that are offered, or an own one. */
import { html, nothing } from "lit/html.js";
import { snooze } from "../actions_feature.ts";
import type { Target } from "../actions_feature.ts";
import type { Desk } from "../desk.ts";
import type { Dialog, Drawn } from "../registry.ts";
import { shellWordsIn } from "../shell_languages/index.ts";
import { Store } from "../store.ts";
import { ownMoment, snoozeMoments } from "../time/snooze_moments.ts";
import type { SnoozeFault as Fault } from "../time/snooze_moments.ts";
import { when } from "../time/spans.ts";
import { addDays, knownZone, toInput, wallTime } from "../time/zoned_time.ts";

const faults = new Store<{ fault: Fault | null }>({ fault: null });
let shownFor: unknown = null;

export const snoozeDialog: Dialog = {
  id: "snooze",
  title: ({ words }) => words.snooze,
  render(desk, argument) {
    if (shownFor !== argument) faults.set({ fault: null });
    shownFor = argument;
    return formView(desk, argument as Target);
  },
};

/** The tenant's zone where the gateway tells it, else the browser's. */
export function deskZone({ state }: Desk): string {
  return knownZone(state.me?.tenant.zone);
}

function formView(desk: Desk, target: Target): Drawn {
  const words = shellWordsIn(desk.language);
  const [zone, now] = [deskZone(desk), Date.now()];
  const { fault } = faults.state;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const written = String(new FormData(event.target as HTMLFormElement).get("until") ?? "");
    const moment = ownMoment(written, zone, Date.now());
    if (typeof moment === "number") return snooze(desk, target, new Date(moment));
    faults.set({ fault: moment });
    desk.redraw();
  };
  return html`<ul class="choices">
      ${snoozeMoments(now, zone).map(
        ({ choice, at }, index) => html`<li>
          <button type="button" ?autofocus=${index === 0} @click=${() => snooze(desk, target, new Date(at))}>
            <span>${words.snoozeChoices[choice]}</span> <time>${when(at, now, desk.locale, zone)}</time>
          </button>
        </li>`,
      )}
    </ul>
    <form class="form" novalidate @submit=${submit}>
      <label>
        ${words.snoozeOwn}
        <input
          type="datetime-local"
          name="until"
          min=${toInput(wallTime(now, zone))}
          .defaultValue=${toInput({ ...addDays(wallTime(now, zone), 1), hour: 9, minute: 0 })}
          aria-describedby=${fault ? "snooze-fault" : "snooze-zone"}
          aria-invalid=${fault ? "true" : nothing}
        />
      </label>
      ${fault ? html`<p class="problem" id="snooze-fault" role="alert">${words.snoozeFaults[fault]}</p>` : nothing}
      <p class="hint" id="snooze-zone">${words.inZone(zone)}</p>
      <div class="form-acts"><button type="submit" class="primary">${desk.words.snooze}</button></div>
    </form>`;
}
