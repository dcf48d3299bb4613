/** The search with what was found, and what was opened of it beside. */
import { html, nothing } from "lit/html.js";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { talkView } from "../views/talk.ts";
import { SearchResults } from "./search_results.ts";
import { searchView } from "./search_view.ts";

export class SearchPage {
  readonly #results: SearchResults;

  constructor(private readonly shell: PartShell) {
    this.#results = new SearchResults(shell.desk);
    shell.desk.track(this.#results.store);
  }

  draw(): Drawn {
    const { desk } = this.shell;
    const { column, open } = desk.state;
    return html`<div class="search-page column-${open === null ? "list" : column}">
      ${searchView(this.shell, this.#results)}${open === null ? nothing : talkView(desk)}
    </div>`;
  }

  /** The words that stand there are marked, so that others can be written at once. */
  focus(): void {
    this.shell.desk.drawNow();
    const field = document.getElementById("desk-search");
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }
}
