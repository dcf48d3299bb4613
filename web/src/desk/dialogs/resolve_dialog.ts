/** How a conversation ended: wrap-up with an outcome and, where it needs one, a note. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Disposition } from "../model.ts";
import type { Dialog, Drawn } from "../registry.ts";
import type { ShellWords } from "../shell_languages/index.ts";
import { Store } from "../store.ts";

export interface Outcome {
  disposition: string;
  note: string;
}

export interface ResolveArgument {
  choose(outcome: Outcome): void;
  /** Instead of "Resolve". */
  title?: string;
}

interface Form extends Outcome {
  fault: OutcomeFault | null;
}

export type OutcomeFault = "disposition" | "note";
export const LONGEST_NOTE = 2_000;
const EMPTY: Form = { disposition: "", note: "", fault: null };

export function outcomeFault(
  { disposition, note }: Outcome,
  dispositions: Record<string, Disposition>,
  isRequired: boolean,
): OutcomeFault | null {
  if (!disposition) return isRequired && Object.keys(dispositions).length ? "disposition" : null;
  return dispositions[disposition]?.note_required && !note.trim() ? "note" : null;
}

export function resolveDialog(desk: Desk, words: ShellWords): Dialog {
  const store = new Store<Form>(EMPTY);
  let shownFor: unknown = null;
  desk.track(store);
  return {
    id: "resolve",
    title: (_, argument) => (argument as ResolveArgument | null)?.title ?? words.resolve,
    render(_, argument) {
      if (shownFor !== argument) {
        shownFor = argument;
        queueMicrotask(() => store.set(EMPTY));
      }
      return resolveView(desk, words, argument as ResolveArgument, store);
    },
  };
}

function resolveView(desk: Desk, words: ShellWords, { choose, title }: ResolveArgument, store: Store<Form>): Drawn {
  const { dispositions = {}, disposition_required: isRequired = false } = desk.state.me ?? {};
  const { disposition, note, fault } = store.state;
  const submit = (event: Event) => {
    event.preventDefault();
    const found = outcomeFault(store.state, dispositions, isRequired);
    if (found) return store.set({ fault: found });
    desk.closeDialog();
    choose({ disposition: store.state.disposition, note: store.state.note.trim() });
  };
  const options = Object.entries(dispositions).map(([id, { label }]) => [id, label] as const);
  const shown = isRequired ? options : [["", words.noDisposition] as const, ...options];
  return html`<form class="resolve" @submit=${submit}>
    ${options.length
      ? html`<fieldset>
          <legend>${words.disposition}</legend>
          ${shown.map(
            ([id, label], index) => html`<label>
              <input type="radio" name="disposition" ?autofocus=${index === 0} .checked=${disposition === id} @change=${() => store.set({ disposition: id, fault: null })} />
              <span>${label}</span>
            </label>`,
          )}
        </fieldset>`
      : nothing}
    ${fault === "disposition" ? html`<p class="problem" role="alert">${words.dispositionMissing}</p>` : nothing}
    <label>${words.resolveNote}
      <textarea
        rows="3"
        maxlength=${LONGEST_NOTE}
        aria-required=${dispositions[disposition]?.note_required ? "true" : nothing}
        .value=${note}
        @input=${(event: Event) => store.set({ note: (event.target as HTMLTextAreaElement).value, fault: null })}
      ></textarea>
    </label>
    ${fault === "note" ? html`<p class="problem" role="alert">${words.noteMissing}</p>` : nothing}
    <div class="acts"><button type="submit" class="primary">${title ?? words.resolveDo}</button></div>
  </form>`;
}
