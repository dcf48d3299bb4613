/** To whom a conversation goes on: a colleague, a queue or the bot, with a note. */
import { html, nothing } from "lit/html.js";
import { LONGEST_NOTE } from "./resolve_dialog.ts";
import type { Desk } from "../desk.ts";
import { list, record, text } from "../json_values.ts";
import type { Dialog, Drawn } from "../registry.ts";
import type { ShellWords } from "../shell_languages/index.ts";
import { Store } from "../store.ts";

/** As `POST handoffs/{id}/transfer` takes it. */
export interface Transfer {
  to_agent?: string;
  to_queue?: string;
  to_bot?: true;
  note: string;
  warm: boolean;
}

export interface TransferArgument {
  choose(transfer: Transfer): void;
}

type Target = "agent" | "queue" | "bot";

interface Form {
  target: Target;
  agent: string;
  queue: string;
  note: string;
  warm: boolean;
  isMissing: boolean;
  colleagues: readonly string[];
}

const EMPTY = { target: "agent", agent: "", queue: "", note: "", warm: false, isMissing: false } as const;

/** Null while it is not said to whom. Only a person or queue can be waited for. */
export function readTransfer({ target, agent, queue, note, warm }: Omit<Form, "isMissing" | "colleagues">): Transfer | null {
  const rest = { note: note.trim(), warm: warm && target !== "bot" };
  if (target === "bot") return { to_bot: true, ...rest };
  if (target === "agent") return agent ? { to_agent: agent, ...rest } : null;
  return queue ? { to_queue: queue, ...rest } : null;
}

export function transferDialog(desk: Desk, words: ShellWords): Dialog {
  const store = new Store<Form>({ ...EMPTY, colleagues: [] });
  let shownFor: unknown = null;
  desk.track(store);
  return {
    id: "transfer",
    title: () => words.transfer,
    render(_, argument) {
      if (shownFor !== argument) {
        shownFor = argument;
        queueMicrotask(() => void begin(desk, store));
      }
      return transferView(desk, words, argument as TransferArgument, store);
    },
  };
}

async function begin(desk: Desk, store: Store<Form>): Promise<void> {
  const known = [...desk.state.presence.keys()];
  store.set({ ...EMPTY, colleagues: known });
  try {
    const body = await desk.api.get<unknown>("desk/agents");
    const told = list(Array.isArray(body) ? body : record(body)["agents"]).map((one) => text(record(one)["agent"] ?? record(one)["name"]));
    store.set({ colleagues: [...new Set([...told, ...known])].filter(Boolean) });
  } catch (error) {
    console.error(error);
  }
}

function transferView(desk: Desk, words: ShellWords, { choose }: TransferArgument, store: Store<Form>): Drawn {
  const form = store.state;
  const submit = (event: Event) => {
    event.preventDefault();
    const transfer = readTransfer(store.state);
    if (!transfer) return store.set({ isMissing: true });
    desk.closeDialog();
    choose(transfer);
  };
  const targets: [Target, string][] = [["agent", words.toAgent], ["queue", words.toQueue], ["bot", words.toBot]];
  return html`<form class="transfer" @submit=${submit}>
    <fieldset>
      <legend>${words.transferTo}</legend>
      ${targets.map(
        ([target, title]) => html`<label>
          <input type="radio" name="target" .checked=${form.target === target} @change=${() => store.set({ target, isMissing: false })} />
          <span>${title}</span>
        </label>`,
      )}
    </fieldset>
    ${form.target === "agent" ? selectView(words.chooseAgent, colleagues(desk, words, form), form.agent, (agent) => store.set({ agent, isMissing: false })) : nothing}
    ${form.target === "queue" ? selectView(words.chooseQueue, queues(desk), form.queue, (queue) => store.set({ queue, isMissing: false })) : nothing}
    ${form.isMissing ? html`<p class="problem" role="alert">${words.chooseFirst}</p>` : nothing}
    <label>${words.transferNote}
      <textarea rows="3" maxlength=${LONGEST_NOTE} .value=${form.note} @input=${(event: Event) => store.set({ note: (event.target as HTMLTextAreaElement).value })}></textarea>
    </label>
    ${form.target === "bot"
      ? nothing
      : html`<label class="check">
          <input type="checkbox" .checked=${form.warm} @change=${(event: Event) => store.set({ warm: (event.target as HTMLInputElement).checked })} />
          <span>${words.warm}</span>
        </label>`}
    <div class="acts"><button type="submit" class="primary">${words.transferDo}</button></div>
  </form>`;
}

function colleagues(desk: Desk, words: ShellWords, { colleagues: all }: Form): [string, string][] {
  const order = ["available", "busy", "away", "offline"];
  const presence = (name: string) => desk.state.presence.get(name)?.chosen ?? "offline";
  const others = all.filter((name) => name !== desk.state.me?.name);
  others.sort((one, other) => order.indexOf(presence(one)) - order.indexOf(presence(other)) || one.localeCompare(other));
  return others.map((name) => [name, `${name} (${words.presences[presence(name)] ?? presence(name)})`]);
}

function queues(desk: Desk): [string, string][] {
  return (desk.state.me?.known_queues ?? []).filter((queue) => queue !== desk.handoff?.queue).map((queue) => [queue, queue]);
}

function selectView(title: string, options: [string, string][], chosen: string, choose: (value: string) => void): Drawn {
  return html`<label>${title}
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${!chosen}>…</option>
      ${options.map(([value, label]) => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`)}
    </select>
  </label>`;
}
