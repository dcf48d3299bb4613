/** What an agent says of their own availability, and what is known of the others'. */
import { html } from "lit/html.js";
import { Problem } from "../shared/problem.ts";
import type { Desk } from "./desk.ts";
import type { Presence } from "./model.ts";
import type { Drawn } from "./registry.ts";

const CHOICES: readonly Presence[] = ["available", "busy", "away", "offline"];

export function installPresence(desk: Desk): void {
  const { registry, words } = desk;
  registry.slot({ slot: "bar", order: 10, render: presenceView });
  for (const presence of CHOICES) {
    const title = words.presences[presence] ?? presence;
    registry.command({ id: `presence.${presence}`, title, group: words.presence, run: () => choose(desk, presence) });
  }
  desk.whenBegun(() => void readOthers(desk));
}

function presenceView(desk: Desk): Drawn {
  const { words, state } = desk;
  const now = state.me?.presence ?? "offline";
  const change = (event: Event) => void desk.run(`presence.${(event.target as HTMLSelectElement).value}`);
  return html`<select class="presence ${now}" aria-label=${words.presence} .value=${now} @change=${change}>
    ${CHOICES.map((one) => html`<option value=${one} ?selected=${one === now}>${words.presences[one]}</option>`)}
  </select>`;
}

async function choose(desk: Desk, presence: Presence): Promise<void> {
  await desk.api.put("desk/presence", { presence });
  desk.store.set(({ me }) => ({ me: me && { ...me, presence } }));
}

interface Known {
  agents: { agent?: string; name?: string; presence?: Presence; since?: string }[];
}

async function readOthers(desk: Desk): Promise<void> {
  try {
    const { agents } = await desk.api.get<Known>("desk/agents");
    const known = agents.map((one) => [one.agent ?? one.name ?? "", { chosen: one.presence ?? "offline", since: one.since ?? "" }] as const);
    desk.store.set(({ presence }) => ({ presence: new Map([...known, ...presence]) }));
  } catch (error) {
    // Events will tell of them, as they change.
    if (!(error instanceof Problem)) throw error;
  }
}
