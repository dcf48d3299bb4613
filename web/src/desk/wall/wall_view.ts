/** The wall: who is there, which queues grow, which service levels fail, what is being said. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import type { Desk } from "../desk.ts";
import { customerNamed } from "../customer/customer_label.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { span } from "../time/spans.ts";
import type { WallAgent, WallBoard, WallConversation, WallQueue } from "./wall_board.ts";

const PRESENCES = ["available", "busy", "away", "offline"];

export function wallView(shell: PartShell, board: WallBoard): Drawn {
  const { words } = shell;
  const { agents, queues, conversations, step, readAt } = board.store.state;
  if (step === "failed" && readAt === null) {
    return html`<section class="page wall"><p role="alert" class="problem">${words.wallFailed}
      <button type="button" @click=${() => void board.read()}>${words.again}</button></p></section>`;
  }
  if (readAt === null) return html`<section class="page wall"><p role="status">${words.loading}</p></section>`;
  return html`<section class="page wall" aria-label=${words.wall}>
    <h2>${words.wall}</h2>
    ${step === "failed" ? html`<p role="alert" class="problem">${words.wallFailed}</p>` : nothing}
    ${totals(shell, queues, agents)}
    <div class="wall-columns">
      <section aria-label=${words.queues}><h3>${words.queues}</h3>${queuesView(shell, queues)}</section>
      <section aria-label=${words.team}><h3>${words.team}</h3>${agentsView(shell, agents)}</section>
    </div>
    <section aria-label=${words.live}><h3>${words.live}</h3>${conversationsView(shell, conversations)}</section>
  </section>`;
}

function totals({ words, desk }: PartShell, queues: readonly WallQueue[], agents: readonly WallAgent[]): Drawn {
  const sum = (of: (queue: WallQueue) => number) => queues.reduce((total, queue) => total + of(queue), 0);
  const oldest = Math.min(...queues.flatMap(({ oldestAt }) => oldestAt ?? []));
  const figures: [string, string, boolean][] = [
    [words.waitingNow, String(sum(({ waiting }) => waiting)), false],
    [words.longestWait, Number.isFinite(oldest) ? span(Date.now() - oldest, desk.locale) : "–", false],
    [words.withPeople, String(sum(({ withPeople }) => withPeople)), false],
    [words.breachedNow, String(sum(({ breached }) => breached)), sum(({ breached }) => breached) > 0],
    [words.availableNow, String(agents.filter(({ presence }) => presence === "available").length), false],
  ];
  return html`<dl class="figures">
    ${figures.map(([name, figure, isBad]) => html`<div class=${isBad ? "bad" : ""}><dt>${name}</dt><dd>${figure}</dd></div>`)}
  </dl>`;
}

function queuesView({ words, desk }: PartShell, queues: readonly WallQueue[]): Drawn {
  if (!queues.length) return html`<p class="page-none">${words.noQueues}</p>`;
  const percent = (met: number | null) =>
    met === null ? "–" : met.toLocaleString(desk.locale, { style: "percent", maximumFractionDigits: 0 });
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.queue}><table>
    <thead><tr>
      <th scope="col">${words.queue}</th><th scope="col">${words.waitingNow}</th><th scope="col">${words.longestWait}</th>
      <th scope="col">${words.withPeople}</th><th scope="col">${words.breachedNow}</th><th scope="col">${words.met}</th>
    </tr></thead>
    <tbody>
      ${repeat(queues, ({ queue }) => queue, (one) => html`<tr>
        <th scope="row">${one.queue}</th>
        <td>${one.waiting}</td>
        <td>${one.oldestAt === null ? "–" : span(Date.now() - one.oldestAt, desk.locale)}</td>
        <td>${one.withPeople}</td>
        <td class=${one.breached ? "bad" : ""}>${one.breached ? `⚠ ${one.breached}` : 0}</td>
        <td>${percent(one.met)}</td>
      </tr>`)}
    </tbody>
  </table></div>`;
}

function agentsView({ words, desk }: PartShell, agents: readonly WallAgent[]): Drawn {
  if (!agents.length) return html`<p class="page-none">${words.nobody}</p>`;
  const rank = ({ presence }: WallAgent) => PRESENCES.indexOf(presence);
  const sorted = [...agents].sort((one, other) => rank(one) - rank(other) || one.agent.localeCompare(other.agent));
  return html`<ul class="wall-agents">
    ${repeat(sorted, ({ agent }) => agent, (one) => html`<li>
      <span class="wall-presence ${one.presence}" aria-hidden="true"></span>
      <span class="wall-name">${one.agent}</span>
      <span>${words.presences[one.presence] ?? one.presence}
        ${one.since === null ? nothing : html`<small>${span(Date.now() - one.since, desk.locale)}</small>`}</span>
      <span class="load">
        <meter min="0" max=${Math.max(1, one.capacity)} value=${one.load} aria-hidden="true"></meter>
        ${words.loadOf(one.load, one.capacity)}
      </span>
    </li>`)}
  </ul>`;
}

function conversationsView(shell: PartShell, conversations: readonly WallConversation[]): Drawn {
  const { words } = shell;
  if (!conversations.length) return html`<p class="page-none">${words.noLive}</p>`;
  return html`<ul class="wall-live">
    ${repeat(conversations, ({ conversationId }) => conversationId, (one) => conversationView(shell, one))}
  </ul>`;
}

function conversationView({ words, desk }: PartShell, one: WallConversation): Drawn {
  const name = customerNamed(desk, one.customer, one.conversationId);
  const who = one.agent ?? words.waitingNow;
  const mayTake = desk.may("take_handoffs") && one.agent !== desk.state.me?.name;
  const take = () => void takeOver(desk, one);
  return html`<li>
    <button type="button" class="wall-open" @click=${() => desk.open(one.conversationId)}>
      <span class="wall-who">${name}</span>
      <span class="wall-meta">${words.channels[one.channel] ?? one.channel}${one.queue ? ` · ${one.queue}` : ""} · ${who}
        ${one.since === null ? nothing : html` · ${span(Date.now() - one.since, desk.locale)}`}
        ${one.isBreached ? html` · <span class="bad">⚠ ${words.breached}</span>` : nothing}</span>
      <span class="wall-text">${one.preview}</span>
    </button>
    <span class="wall-acts">
      ${one.handoffId && desk.may("supervise")
        ? html`<button type="button" aria-label=${words.reassignOf(name)} @click=${() => reassign(desk, one)}>${words.reassign}</button>`
        : nothing}
      ${mayTake ? html`<button type="button" aria-label=${words.takeOverOf(name)} @click=${take}>${words.takeOver}</button>` : nothing}
    </span>
  </li>`;
}

function reassign(desk: Desk, { handoffId, conversationId }: WallConversation): void {
  const handoff = desk.state.rows.get(handoffId)?.handoff;
  if (handoff) desk.openDialog("transfer", { handoffs: [handoff] });
  else desk.open(conversationId);
}

/** From the bot, from the queue, or from a colleague: one request, one winner. */
async function takeOver(desk: Desk, one: WallConversation): Promise<void> {
  const path =
    one.agent === null
      ? `handoffs/${encodeURIComponent(one.handoffId)}/claim`
      : `desk/conversations/${encodeURIComponent(one.conversationId)}/take-over`;
  const body = one.agent === null ? {} : { from_person: true };
  if (await desk.attempt(() => desk.api.post(path, body))) desk.open(one.conversationId);
}
