/** An earlier conversation, read only, beside the one that goes on. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import { list, moment, record, text } from "../json_values.ts";
import type { Drawn } from "../registry.ts";
import { Store } from "../store.ts";
import { when } from "../time/spans.ts";
import type { PartShell } from "../shell.ts";
import { LoadedByConversation } from "./customer_info.ts";

interface Line {
  role: string;
  by: string;
  text: string;
  at: number | null;
}

export function readLines(value: unknown): Line[] {
  return list(record(value)["messages"]).map((one) => {
    const message = record(one);
    return {
      ...{ role: text(message["role"]), by: text(message["sent_by"]), text: text(message["text"]) },
      at: moment(message["at"] ?? message["sent_at"]),
    };
  });
}

export class EarlierConversations {
  readonly #lines: LoadedByConversation<Line[]>;
  readonly store = new Store<{ open: string | null }>({ open: null });

  constructor(
    private readonly desk: Desk,
    private readonly words: PartShell["words"],
  ) {
    this.#lines = new LoadedByConversation(desk, "", readLines);
    desk.track(this.store);
  }

  open(conversationId: string): void {
    this.store.set({ open: conversationId });
  }

  close(): void {
    this.store.set({ open: null });
  }

  /** Nothing while none is open. It is no dialog: one writes on while it is open. */
  draw(): Drawn {
    const { open } = this.store.state;
    if (open === null) return nothing;
    const { words, desk } = this;
    const loaded = this.#lines.of(open);
    return html`<section class="earlier-reader" aria-label=${words.earlierConversation}>
      <div class="earlier-head">
        <h2>${words.earlierConversation}</h2>
        <button type="button" class="plain" @click=${() => this.close()}>${words.backToCustomer}</button>
      </div>
      ${loaded.step === "loading" ? html`<p role="status">${words.loading}</p>` : nothing}
      ${loaded.step === "failed" ? html`<p role="alert" class="problem">${words.customerFailed}</p>` : nothing}
      ${loaded.step === "ready"
        ? html`<ol class="earlier-lines">
            ${loaded.value.map(
              (line) => html`<li class=${line.role}>
                <span class="earlier-by">${line.by || words.speakers[line.role] || line.role}
                ${line.at === null ? nothing : html`<time>${when(line.at, Date.now(), desk.locale)}</time>`}</span>
                <span class="earlier-said">${line.text}</span>
              </li>`,
            )}
          </ol>`
        : nothing}
    </section>`;
  }
}
