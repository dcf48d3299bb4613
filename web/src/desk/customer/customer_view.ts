/** The third column: who the customer is, what the bot knows, and what came before. */
import { html, nothing } from "lit/html.js";
import { webAddress } from "../../shared/links.ts";
import type { Talk } from "../state.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { duration, when } from "../time/spans.ts";
import { readContext } from "./customer_info.ts";
import type { CustomerInfo, Earlier, HandoffContext, Loaded, LoadedByConversation } from "./customer_info.ts";
import { customerNamed } from "./customer_label.ts";
import { plainValue, valuesView } from "./values_view.ts";

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
    ${loaded.step === "ready" ? historyView(shell, loaded.value, reader, talk.id) : nothing}
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
  const isVerified = info ? info.isVerified || ref !== null : ref !== null;
  const channel = talk.info?.channel ?? "";
  return html`<section aria-label=${words.customer}>
    <h3>${ref ?? words.unknownCustomer}</h3>
    <p class="badges">
      <span class="badge ${isVerified ? "good" : "plain"}">${isVerified ? `✓ ${words.verified}` : words.notVerified}</span>
      <span class="badge plain">${words.channels[channel] ?? channel}</span>
    </p>
    ${info && Object.keys(info.details).length ? valuesView(info.details, words) : nothing}
    ${desk.state.me?.ui_url && talk.info ? temporalLink(words.temporal, desk.state.me.ui_url, talk.id, desk.tenant) : nothing}
  </section>`;
}

/** All runs of the conversation's workflow, in the Temporal UI at `ui`. */
export function temporalAddress(ui: string, tenant: string, conversationId: string): string | null {
  const query = new URLSearchParams({ query: `WorkflowId = "conversation/${tenant}/${conversationId}"` });
  return webAddress(`${ui.replace(/\/$/, "")}/workflows?${query}`, "https://invalid.example");
}

function temporalLink(title: string, ui: string, id: string, tenant: string): Drawn {
  const address = temporalAddress(ui, tenant, id);
  if (!address) return nothing;
  return html`<p><a href=${address} target="_blank" rel="noopener noreferrer">${title}</a></p>`;
}

function contextView({ words, desk }: PartShell, context: HandoffContext): Drawn {
  const facts: [string, string][] = [
    [words.intent, context.intent],
    [words.position, context.position],
  ];
  return html`<section aria-label=${words.context}>
    <h3>${words.context}</h3>
    ${context.summary ? html`<p class="summary">${context.summary}</p>` : nothing}
    <dl class="values">
      ${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
    ${Object.keys(context.slots).length ? html`<h4>${words.asked}</h4>${valuesView(context.slots, words)}` : nothing}
    ${context.done.length
      ? html`<h4>${words.done}</h4>
          <ul class="calls">
            ${context.done.map(
              ({ name, outcome, milliseconds, result }) => html`<li>
                <strong>${name}</strong> ${outcome}
                ${milliseconds === null ? nothing : html`<span class="took">${duration(milliseconds, desk.locale)}</span>`}
                ${result === null ? nothing : html`<div class="result">${plainValue(result, words)}</div>`}
              </li>`,
            )}
          </ul>`
      : nothing}
    ${context.notUnderstood.length
      ? html`<h4>${words.notUnderstood}</h4>
          <ul class="quotes">
            ${context.notUnderstood.map((one) => html`<li>${one}</li>`)}
          </ul>`
      : nothing}
  </section>`;
}

function historyView(shell: PartShell, info: CustomerInfo, reader: EarlierReader, current: string): Drawn {
  const { words, desk } = shell;
  const earlier = info.earlier.filter(({ conversationId }) => conversationId !== current);
  return html`
    <section aria-label=${words.earlier}>
      <h3>${words.earlier}</h3>
      ${earlier.length
        ? html`<ul class="earlier">${earlier.map((one) => earlierView(shell, one, reader))}</ul>`
        : html`<p class="side-none">${words.noEarlier}</p>`}
    </section>
    ${info.files.length
      ? html`<section aria-label=${words.files}>
          <h3>${words.files}</h3>
          <ul class="files">
            ${info.files.map(({ name, url, at }) => {
              const address = webAddress(url, location.href);
              return html`<li>
                ${address ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${name}</a>` : name}
                ${at === null ? nothing : html`<time>${when(at, Date.now(), desk.locale)}</time>`}
              </li>`;
            })}
          </ul>
        </section>`
      : nothing}
  `;
}

function earlierView({ words, desk }: PartShell, one: Earlier, reader: EarlierReader): Drawn {
  const at = one.at === null ? "" : when(one.at, Date.now(), desk.locale);
  return html`<li>
    <button type="button" class="earlier-open" @click=${() => reader.open(one.conversationId)}>
      <span>${words.channels[one.channel] ?? one.channel} · ${words.statuses[one.status] ?? one.status} · ${at}</span>
      <span class="earlier-text">${one.summary || customerNamed(desk, null, one.conversationId)}</span>
    </button>
  </li>`;
}
