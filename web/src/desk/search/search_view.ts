/** The search page: results stay where they are while one opens them. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { customerNamed } from "../customer/customer_label.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { when } from "../time/spans.ts";
import type { Found, SearchResults } from "./search_results.ts";

export function searchView(shell: PartShell, results: SearchResults): Drawn {
  const { words } = shell;
  const { query, asked, found, next, step, problem } = results.store.state;
  const submit = (event: Event) => (event.preventDefault(), void results.search());
  return html`<section class="page search" aria-label=${words.search}>
    <form class="search-form" role="search" @submit=${submit}>
      <input
        id="desk-search"
        type="search"
        autocomplete="off"
        maxlength="200"
        aria-label=${words.searchHint}
        placeholder=${words.searchHint}
        .value=${query}
        @input=${(event: Event) => results.write((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => toResults(event, results)}
      />
      <button type="submit" class="primary">${words.search}</button>
    </form>
    <p class="search-said" role="status">${said(shell, results)}</p>
    ${step === "failed" ? html`<p role="alert" class="problem">${problem || words.searchFailed}</p>` : nothing}
    <ol class="search-list" aria-label=${words.resultsFor(asked)} @keydown=${(event: KeyboardEvent) => pressed(event, shell, results)}>
      ${repeat(found, ({ conversationId }) => conversationId, (one, index) => line(shell, results, one, index))}
    </ol>
    ${next ? html`<button type="button" ?disabled=${step === "searching"} @click=${() => void results.more()}>${words.more}</button>` : nothing}
  </section>`;
}

function said({ words }: PartShell, results: SearchResults): string {
  const { step, found, asked, next } = results.store.state;
  if (step === "searching") return words.searching;
  if (step !== "done") return "";
  return found.length ? words.foundFor(found.length, asked, next !== null) : words.nothingFoundFor(asked);
}

function line(shell: PartShell, results: SearchResults, one: Found, index: number): Drawn {
  const { words, desk } = shell;
  const isActive = results.store.state.active === index;
  const isOpen = desk.state.open === one.conversationId;
  const open = () => (results.mark(index), openBeside(shell, one));
  return html`<li>
    <button
      type="button"
      class="search-hit ${isOpen ? "open" : ""}"
      data-hit=${index}
      tabindex=${isActive ? 0 : -1}
      aria-current=${isOpen ? "true" : nothing}
      @click=${open}
    >
      <span class="search-who">${customerNamed(desk, one.customer, one.conversationId)}</span>
      <span class="search-meta">
        ${words.channels[one.channel] ?? one.channel} · ${words.statuses[one.status] ?? one.status}
        ${one.at === null ? nothing : html` · <time datetime=${new Date(one.at).toISOString()}>${when(one.at, Date.now(), desk.locale)}</time>`}
      </span>
      <span class="search-snippet">${one.snippet}</span>
      <span class="search-matched">${words.matched[one.matched] ?? one.matched}</span>
    </button>
  </li>`;
}

/** Where there is room the conversation stands beside the results. */
function openBeside({ desk }: PartShell, { conversationId }: Found): void {
  desk.store.set({ open: conversationId, column: "talk" });
}

function toResults(event: KeyboardEvent, results: SearchResults): void {
  if (event.key !== "ArrowDown" || !results.store.state.found.length) return;
  event.preventDefault();
  focusHit(results.store.state.active);
}

function pressed(event: KeyboardEvent, shell: PartShell, results: SearchResults): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, Home: -10_000, End: 10_000 };
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.key === "ArrowUp" && results.store.state.active === 0) {
    document.getElementById("desk-search")?.focus();
    return;
  }
  focusHit(results.move(step));
  if (event.key === "End" && results.store.state.next) void results.more();
  shell.desk.redraw();
}

/** At once, so that an Enter right after the arrow is the result's and not the field's. */
function focusHit(index: number): void {
  document.querySelector<HTMLElement>(`[data-hit="${index}"]`)?.focus();
}
