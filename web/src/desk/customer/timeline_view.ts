/** What the bot did step by step, with how long each took. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { duration } from "../time/spans.ts";
import type { LoadedByConversation, TimelineStep } from "./customer_info.ts";
import { valuesView } from "./values_view.ts";

export function timelineView(shell: PartShell, timelines: LoadedByConversation<TimelineStep[]>): Drawn {
  const { desk, words } = shell;
  const { talk } = desk;
  if (!talk) return html`<p class="side-none">${words.noConversation}</p>`;
  const loaded = timelines.of(talk.id);
  const load = () => void timelines.load(talk.id);
  if (loaded.step === "loading") return html`<p role="status">${words.loading}</p>`;
  if (loaded.step === "failed") {
    return html`<p role="alert" class="problem">${words.timelineFailed} <button type="button" @click=${load}>${words.again}</button></p>`;
  }
  const longest = Math.max(1, ...loaded.value.map(({ milliseconds }) => milliseconds ?? 0));
  return html`<div class="timeline">
    <button type="button" class="plain" @click=${load}>${words.refresh}</button>
    ${loaded.value.length
      ? html`<ol>${repeat(loaded.value, ({ id }) => id, (step) => stepView(shell, step, longest))}</ol>`
      : html`<p class="side-none">${words.noSteps}</p>`}
  </div>`;
}

function stepView({ words, desk }: PartShell, step: TimelineStep, longest: number): Drawn {
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  return html`<li class="step ${step.kind} ${step.hasFailed ? "failed" : ""}">
    <div class="step-line">
      <span class="step-kind">${words.stepKinds[step.kind]}</span>
      <strong>${step.name}</strong>
      ${step.hasFailed ? html`<span class="badge bad">${words.failed}</span>` : nothing}
    </div>
    <div class="step-line">
      ${step.at === null ? nothing : html`<time datetime=${new Date(step.at).toISOString()}>${new Date(step.at).toLocaleTimeString(desk.locale, time)}</time>`}
      ${step.milliseconds === null
        ? nothing
        : html`<meter min="0" max=${longest} value=${step.milliseconds} aria-hidden="true"></meter>
            <span class="took">${duration(step.milliseconds, desk.locale)}</span>`}
    </div>
    ${step.detail ? html`<p class="step-detail">${step.detail}</p>` : nothing}
    ${Object.keys(step.values).length ? html`<details><summary>${words.arguments}</summary>${valuesView(step.values, words)}</details>` : nothing}
  </li>`;
}
