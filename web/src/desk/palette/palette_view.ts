/** The palette: a combobox with a list, as screen readers know it. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { keycapsView } from "../keyboard/keycaps.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { Store } from "../store.ts";
import type { Match, Ranked } from "./fuzzy.ts";
import { findItems, paletteItems } from "./palette_items.ts";
import type { PaletteItem } from "./palette_items.ts";

const PAGE = 8;

export class PaletteView {
  readonly #store = new Store({ query: "", active: 0 });

  constructor(private readonly shell: PartShell) {
    shell.desk.track(this.#store);
  }

  opened(): void {
    this.#store.set({ query: "", active: 0 });
    void this.shell.replies.fetch(this.shell.desk.state.open);
    this.shell.desk.drawNow();
    // After the dialog that was drawn has been opened, which is a microtask too.
    queueMicrotask(() => document.querySelector<HTMLElement>(".palette-query")?.focus());
  }

  draw(): Drawn {
    const { words, desk, replies } = this.shell;
    const { query } = this.#store.state;
    const found = findItems(query, paletteItems(desk, replies.store.state.replies, words));
    const active = Math.min(this.#store.state.active, found.length - 1);
    return html`<div class="palette">
      <input
        class="palette-query"
        role="combobox"
        type="text"
        autofocus
        autocomplete="off"
        spellcheck="false"
        aria-label=${words.paletteHint}
        placeholder=${words.paletteHint}
        aria-autocomplete="list"
        aria-expanded=${found.length ? "true" : "false"}
        aria-controls="palette-list"
        aria-activedescendant=${active >= 0 ? `palette-${active}` : nothing}
        .value=${query}
        @input=${(event: Event) => this.#store.set({ query: (event.target as HTMLInputElement).value, active: 0 })}
        @keydown=${(event: KeyboardEvent) => this.#pressed(event, found, active)}
      />
      <ul class="palette-list" id="palette-list" role="listbox" aria-label=${words.palette}>
        ${repeat(
          found,
          ({ item }) => `${item.kind} ${item.id}`,
          (ranked, index) => this.#line(ranked, index, index === active),
        )}
      </ul>
      <p class="unseen" role="status">${query ? words.found(found.length) : ""}</p>
      ${found.length ? nothing : html`<p class="palette-none">${words.nothingFound}</p>`}
    </div>`;
  }

  #line({ item, match }: Ranked<PaletteItem>, index: number, isActive: boolean): Drawn {
    const { words, bindings, desk } = this.shell;
    const command = item.command ? desk.registry.findCommand(item.command) : undefined;
    const keys = command ? bindings.keysOf(command)[0] : undefined;
    return html`<li
      role="option"
      id="palette-${index}"
      aria-selected=${isActive ? "true" : "false"}
      class=${isActive ? "active" : ""}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#choose(item)}
    >
      <span class="palette-kind">${words.kinds[item.kind]}</span>
      <span class="palette-title">${marked(item.title, match)}</span>
      ${item.kind !== "command" && item.detail ? html`<span class="palette-detail">${item.detail}</span>` : nothing}
      ${keys ? keycapsView(keys, bindings.isMac) : nothing}
    </li>`;
  }

  #pressed(event: KeyboardEvent, found: Ranked<PaletteItem>[], active: number): void {
    if (event.isComposing) return;
    const last = found.length - 1;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const isRound = Math.abs(step) === 1;
      this.#move(isRound ? (active + step + last + 1) % (last + 1 || 1) : Math.min(last, Math.max(0, active + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = found[active];
      if (chosen) this.#choose(chosen.item);
    }
  }

  #move(active: number): void {
    this.#store.set({ active });
    this.shell.desk.drawNow();
    document.getElementById(`palette-${active}`)?.scrollIntoView({ block: "nearest" });
  }

  #choose(item: PaletteItem): void {
    this.shell.desk.closeDialog();
    // The dialog first, since many commands move the focus.
    this.shell.desk.drawNow();
    item.run();
  }
}

function marked(title: string, { ranges }: Match): Drawn[] {
  const pieces: Drawn[] = [];
  let end = 0;
  for (const [from, to] of ranges) {
    pieces.push(html`${title.slice(end, from)}<mark>${title.slice(from, to)}</mark>`);
    end = to;
  }
  return [...pieces, html`${title.slice(end)}`];
}
