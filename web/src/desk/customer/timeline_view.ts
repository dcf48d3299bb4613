/** What the bot did step by step, with how long each took. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { webAddress } from "../../shared/links.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { duration } from "../time/spans.ts";
import { hasFailed } from "./customer_info.ts";
import type { LoadedByConversation, ShownTimeline, TimelineEntry } from "./customer_info.ts";
import { shownDetail } from "./timeline_detail.ts";
import { labelOf, valuesView } from "./values_view.ts";

/** What machines do, to be compared; people take their time. */
const BRIEF: ReadonlySet<string> = new Set(["turn", "tool_call"]);

export function timelineView(shell: PartShell, timelines: LoadedByConversation<ShownTimeline>): Drawn {
  const { desk, words } = shell;
  const { talk } = desk;
  if (!talk) return html`<p class="side-none">${words.noConversation}</p>`;
  const loaded = timelines.of(talk.id);
  const load = () => void timelines.load(talk.id);
  if (loaded.step === "loading") return html`<p role="status">${words.loading}</p>`;
  if (loaded.step === "failed") {
    return html`<p role="alert" class="problem">${words.timelineFailed} <button type="button" @click=${load}>${words.again}</button></p>`;
  }
  const { entries, uiUrl } = loaded.value;
  const longest = Math.max(1, ...entries.map(({ kind, milliseconds }) => (BRIEF.has(kind) ? (milliseconds ?? 0) : 0)));
  const ui = webAddress(uiUrl, location.href);
  return html`<div class="timeline">
    <button type="button" class="plain" @click=${load}>${words.refresh}</button>
    ${ui ? html`<p><a href=${ui} target="_blank" rel="noopener noreferrer">${words.temporal}</a></p>` : nothing}
    ${entries.length
      ? html`<ol>${repeat(entries, ({ kind, id }) => `${kind} ${id}`, (entry) => entryView(shell, entry, longest))}</ol>`
      : html`<p class="side-none">${words.noSteps}</p>`}
  </div>`;
}

function entryView({ words, desk }: PartShell, entry: TimelineEntry, longest: number): Drawn {
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const { kind, title, outcome, at, milliseconds, detail } = entry;
  const isBad = hasFailed(outcome);
  return html`<li class="step ${kind} ${isBad ? "failed" : ""}">
    <div class="step-line">
      <span class="step-kind">${words.entryKinds[kind]}</span>
      <strong>${BRIEF.has(kind) ? labelOf(title) : title}</strong>
      ${outcome ? html`<span class="badge ${isBad ? "bad" : "plain"}">${words.outcomes[outcome] ?? outcome}</span>` : nothing}
    </div>
    <div class="step-line">
      ${at === null ? nothing : html`<time datetime=${new Date(at).toISOString()}>${new Date(at).toLocaleTimeString(desk.locale, time)}</time>`}
      ${milliseconds !== null && BRIEF.has(kind)
        ? html`<meter min="0" max=${longest} value=${milliseconds} aria-hidden="true"></meter>`
        : nothing}
      ${milliseconds === null ? nothing : html`<span class="took">${duration(milliseconds, desk.locale)}</span>`}
    </div>
    ${isTold(detail) ? html`<details><summary>${kind === "turn" ? words.why : words.arguments}</summary>${valuesView(shownDetail(detail, words, desk.locale), words, desk.locale)}</details>` : nothing}
  </li>`;
}

/** Whether anything stands there besides whose words it was. */
function isTold(detail: Record<string, unknown>): boolean {
  return Object.keys(detail).some((name) => name !== "role");
}
