/** The third column: who the customer is, what the bot knows, and what came before. */
import { html, nothing } from "lit/html.js";
import { webAddress } from "../../shared/links.ts";
import type { Talk } from "../state.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { duration, when } from "../time/spans.ts";
import { hasFailed, readContext } from "./customer_info.ts";
import type { CustomerInfo, Earlier, HandoffContext, Loaded, LoadedByConversation } from "./customer_info.ts";
import { customerNamed } from "./customer_label.ts";
import { languageOf } from "./timeline_detail.ts";
import { labelOf, valuesView, waitsFor } from "./values_view.ts";

export interface EarlierReader {
  open(conversationId: string): void;
}

export function customerView(
  shell: PartShell,
  customers: LoadedByConversation<CustomerInfo>,
  reader: EarlierReader,
): Drawn {
  const { desk, words } = shell;
  const { talk } = desk;
  if (!talk) return html`<p class="side-none">${words.noConversation}</p>`;
  const loaded = customers.of(talk.id);
  const context = readContext(talk.context);
  return html`<div class="customer">
    ${identityView(shell, talk, loaded)}
    ${context ? contextView(shell, context) : html`<p class="side-none">${words.noContext}</p>`}
    ${loaded.step === "ready" ? historyView(shell, loaded.value, reader, talk) : nothing} ${filesView(shell, talk)}
    ${loaded.step === "loading" ? html`<p role="status">${words.loading}</p>` : nothing}
    ${loaded.step === "failed"
      ? html`<p role="alert" class="problem">${words.customerFailed}
          <button type="button" @click=${() => void customers.load(talk.id)}>${words.again}</button></p>`
      : nothing}
  </div>`;
}

function identityView({ words, desk }: PartShell, talk: Talk, loaded: Loaded<CustomerInfo>): Drawn {
  const info = loaded.step === "ready" ? loaded.value : null;
  const ref = info?.ref ?? talk.info?.customer_ref ?? null;
  const channel = talk.info?.channel ?? "";
  const facts: [string, string][] = [
    [words.language, info?.locale ? languageOf(info.locale, desk.locale) : ""],
    [words.firstSeen, info?.firstSeenAt ? when(info.firstSeenAt, Date.now(), desk.locale) : ""],
  ];
  return html`<section aria-label=${words.customer}>
    <h2><bdi>${customerNamed(desk, ref, talk.id)}</bdi></h2>
    <p class="badges">
      <span class="badge ${ref ? "good" : "plain"}">${ref ? `✓ ${words.verified}` : words.notVerified}</span>
      <span class="badge plain">${words.channels[channel] ?? channel}</span>
      ${info?.isOptedOut ? html`<span class="badge bad">${words.optedOut}</span>` : nothing}
    </p>
    ${factsView(facts)}
  </section>`;
}

function factsView(facts: [string, string][]): Drawn {
  const known = facts.filter(([, value]) => value);
  if (!known.length) return nothing;
  return html`<dl class="values">
    ${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function contextView({ words, desk }: PartShell, context: HandoffContext): Drawn {
  const facts: [string, string][] = [
    [words.reason, context.reason],
    [words.intent, labelOf(context.intent)],
    [words.position, context.position],
    [words.waitsFor, waitsFor(context.waitsFor, words.waitsOn)],
  ];
  return html`<section aria-label=${words.context}>
    <h2>${words.context}</h2>
    ${context.summary.map(
      (line) => html`<p class="summary"><span class="summary-kind">${words.summaryKinds[line.kind] ?? line.kind}</span> ${line.text}</p>`,
    )}
    ${factsView(facts)}
    ${context.slots.length
      ? html`<h3>${words.asked}</h3>${factsView(context.slots.map(({ name, value }) => [labelOf(name), value]))}`
      : nothing}
    ${context.tools.length
      ? html`<h3>${words.done}</h3>
          <ul class="calls">
            ${context.tools.map(
              ({ tool, outcome, code, milliseconds, shown }) => html`<li>
                <strong>${labelOf(tool)}</strong>
                <span class=${hasFailed(outcome) ? "bad" : ""}>${words.outcomes[outcome] ?? outcome} ${code}</span>
                ${milliseconds === null ? nothing : html`<span class="took">${duration(milliseconds, desk.locale)}</span>`}
                ${Object.keys(shown).length ? valuesView(shown, words, desk.locale) : nothing}
              </li>`,
            )}
          </ul>`
      : nothing}
    ${context.notUnderstood.length
      ? html`<h3>${words.notUnderstood}</h3>
          <ul class="quotes">
            ${context.notUnderstood.map((one) => html`<li>${one}</li>`)}
          </ul>`
      : nothing}
  </section>`;
}

function historyView(shell: PartShell, info: CustomerInfo, reader: EarlierReader, talk: Talk): Drawn {
  const { words } = shell;
  const earlier = info.earlier.filter(({ conversationId }) => conversationId !== talk.id);
  return html`<section aria-label=${words.earlier}>
    <h2>${words.earlier}</h2>
    ${earlier.length
      ? html`<ul class="earlier">${earlier.map((one) => earlierView(shell, one, reader))}</ul>`
      : html`<p class="side-none">${words.noEarlier}</p>`}
  </section>`;
}

/** Of the messages that are here, the latest first. */
function filesView({ words, desk }: PartShell, talk: Talk): Drawn {
  const files = talk.timeline.entries.flatMap(({ attachments, at }) => attachments.map((file) => ({ ...file, at }))).reverse();
  if (!files.length) return nothing;
  return html`<section aria-label=${words.files}>
    <h2>${words.files}</h2>
    <ul class="files">
      ${files.map(({ name, link, at }) => {
        const address = webAddress(link, location.href);
        return html`<li>
          ${address ? html`<a href=${address} target="_blank" rel="noopener noreferrer"><bdi>${name}</bdi></a>` : html`<bdi>${name}</bdi>`}
          <time>${when(at, Date.now(), desk.locale)}</time>
        </li>`;
      })}
    </ul>
  </section>`;
}

function earlierView({ words, desk }: PartShell, one: Earlier, reader: EarlierReader): Drawn {
  const at = one.at === null ? "" : when(one.at, Date.now(), desk.locale);
  const facts = [words.channels[one.channel] ?? one.channel, words.statuses[one.status] ?? one.status, one.queue, at];
  return html`<li>
    <button type="button" class="earlier-open" @click=${() => reader.open(one.conversationId)}>
      <span>${facts.filter(Boolean).join(" · ")}</span>
      <span class="earlier-text">${one.text || customerNamed(desk, null, one.conversationId)}</span>
    </button>
  </li>`;
}
