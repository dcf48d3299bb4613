/** The first column: views with their counts, filters, offers, and the list. */
import { html, nothing } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { Desk } from "../desk.ts";
import type { Filters, Handoff, SavedView, ViewName } from "../model.ts";
import { customerOf } from "../people.ts";
import type { Drawn } from "../registry.ts";
import { counted, isPassedToMe, lineOf, listed, offersFor } from "../selectors.ts";
import { rowView } from "./row.ts";
import { slotView } from "./frame.ts";

export const SHOWN_VIEWS = ["waiting", "mine", "team", "snoozed", "breached", "closed"] as const;

export function queueView(desk: Desk): Drawn {
  const { words, state } = desk;
  const now = Date.now();
  const of = [state.rows, state.filters, state.me, state.isComplete, state.counts, minute(now)];
  return html`<section class="column list" aria-label=${words.queue}>
    <div class="list-head">
      <div ?inert=${state.marked.size > 0}>
        <nav class="views" aria-label=${words.queue}>${guard(of, () => viewTabs(desk, now))}</nav>
        <div class="list-tools">${guard([...of, state.views], () => filtersView(desk))}${slotView(desk, "list")}</div>
      </div>
      ${markedBar(desk)}
    </div>
    ${offersFor(state, now).map((handoff) => offerView(desk, handoff))}
    ${guard([...of, state.open, state.marked], () => rowsView(desk, now))}
  </section>`;
}

/** What depends on the time of day (snoozed ones wake up) is looked at anew twice a minute. */
const minute = (now: number) => Math.floor(now / 30_000);

function viewTabs(desk: Desk, now: number): Drawn[] {
  const { state, words } = desk;
  const counts = counted(state, now);
  return SHOWN_VIEWS.map((view: Exclude<ViewName, "all" | "merged">) => {
    const isChosen = state.filters.view === view;
    const choose = () => void desk.run(`view.${view}`);
    return html`<button type="button" class="tab" data-view=${view} aria-current=${isChosen ? "true" : nothing} @click=${choose}>
      ${words.views[view]}${counts[view] ? html`<span class="count ${view}">${counts[view]}</span>` : nothing}
    </button>`;
  });
}

function filtersView(desk: Desk): Drawn {
  const { words, state } = desk;
  const { filters, rows, me } = state;
  const all = [...rows.values()].map(({ handoff }) => handoff);
  const known = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null && value !== ""))].sort() as string[];
  const queues = guardKnown([...(me?.known_queues ?? []), filters.queue]);
  const choose = (name: keyof Filters) => (event: Event) =>
    void desk.run("queue.filter", { [name]: (event.target as HTMLSelectElement).value });
  const named = (channel: string) => words.channels[channel] ?? channel;
  return html`
    ${select(words.allQueues, filters.queue, queues, choose("queue"))}
    ${select(words.allChannels, filters.channel, known([...all.map(({ channel }) => channel), filters.channel]), choose("channel"), named)}
    ${select(words.everybody, filters.agent, known([...all.map((one) => one.assigned_agent), filters.agent]), choose("agent"))}
    ${savedViews(desk)}
  `;
}

const guardKnown = (values: string[]) => [...new Set(values.filter(Boolean))].sort();

function select(all: string, value: string, options: string[], choose: (event: Event) => void, name = (one: string) => one): Drawn {
  if (options.length < 2 && !value) return nothing;
  return html`<select class="filter" aria-label=${all} .value=${value} @change=${choose}>
    <option value="" ?selected=${value === ""}>${all}</option>
    ${options.map((one) => html`<option value=${one} ?selected=${one === value}>${name(one)}</option>`)}
  </select>`;
}

function savedViews(desk: Desk): Drawn {
  const { words, state } = desk;
  const choose = (event: Event) => {
    const element = event.target as HTMLSelectElement;
    void desk.run(element.value === "+" ? "view.save" : "view.saved", element.value);
    element.value = "";
  };
  return html`<select class="filter" aria-label=${words.savedViews} @change=${choose}>
    <option value="">${words.savedViews}</option>
    ${state.views.map(({ name }: SavedView) => html`<option value=${name}>${name}</option>`)}
    <option value="+">${words.saveView} …</option>
  </select>`;
}

function offerView(desk: Desk, handoff: Handoff): Drawn {
  const { words } = desk;
  const isPassed = isPassedToMe(desk.state, handoff);
  const who = customerOf(handoff, words);
  const said = isPassed ? words.passedToYou(handoff.assigned_agent ?? "", who) : words.offerFor(who);
  return html`<div class="offer" role="group" aria-label=${said}>
    <p class="offer-who">${said}</p>
    <p class="offer-text" dir="auto">${handoff.preview || handoff.reason}</p>
    ${isPassed && handoff.note ? html`<p class="offer-text" dir="auto">${words.notePassedOn(handoff.note)}</p>` : nothing}
    <div class="offer-acts">
      <button type="button" class="primary" @click=${() => void desk.run("queue.accept", handoff.handoff_id)}>${words.accept}</button>
      <button type="button" @click=${() => void desk.run("queue.decline", handoff.handoff_id)}>${words.decline}</button>
      ${isPassed ? readView(desk, handoff) : secondsView(handoff)}
    </div>
  </div>`;
}

/** Before one says yes or no. */
function readView(desk: Desk, handoff: Handoff): Drawn {
  return html`<button type="button" @click=${() => desk.openLine(handoff)}>${desk.words.show}</button>`;
}

function secondsView(handoff: Handoff): Drawn {
  const until = Date.parse(handoff.offer_expires_at ?? "");
  return html`<span class="faint" data-seconds-until=${until} data-as="offer"></span>`;
}

function markedBar(desk: Desk): Drawn {
  const { words, state } = desk;
  if (!state.marked.size) return nothing;
  const act = (id: string) => () => void desk.run(id, [...state.marked]);
  return html`<div class="marked-bar" role="group" aria-label=${words.marked(state.marked.size)}>
    <span>${words.marked(state.marked.size)}</span>
    <button type="button" @click=${act("bulk.claim")}>${words.claim}</button>
    <button type="button" @click=${act("bulk.transfer")}>${words.transfer}</button>
    <button type="button" @click=${act("bulk.snooze")}>${words.snooze}</button>
    <button type="button" @click=${act("bulk.resolve")}>${words.resolve}</button>
    <button type="button" class="plain" @click=${() => desk.store.set({ marked: new Set() })}>${words.unmark}</button>
  </div>`;
}

function rowsView(desk: Desk, now: number): Drawn {
  const { state, words } = desk;
  const rows = listed(state, now);
  if (!rows.length) return emptyView(desk);
  const open = rows[lineOf(state, rows, state.open)]?.handoff_id;
  const drawn = (handoff: Handoff) => {
    const look = {
      isOpen: handoff.handoff_id === open,
      isMarked: state.marked.has(handoff.handoff_id),
      isTouched: handoff.assigned_agent === state.me?.name && handoff.awaiting_since !== null,
    };
    const parts = [handoff, look.isOpen, look.isMarked, look.isTouched, minute(now)];
    return html`<li class="row" data-id=${handoff.handoff_id}>${guard(parts, () => rowView(desk, handoff, look))}</li>`;
  };
  const more = () => void desk.run("view.more");
  const isClosed = state.filters.view === "closed";
  return html`<ul class="rows" aria-label=${words.list} tabindex="-1">
      ${repeat(rows, ({ handoff_id }) => handoff_id, drawn)}
    </ul>
    ${isClosed ? html`<button type="button" class="plain more" @click=${more}>${words.more}</button>` : nothing}`;
}

function emptyView({ state, words }: Desk): Drawn {
  const text = state.isComplete ? (state.filters.view === "waiting" ? words.nobodyWaits : words.nothingHere) : words.loading;
  return html`<p class="empty">${text}</p>`;
}
