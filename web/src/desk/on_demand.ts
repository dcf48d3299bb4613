/** The parts of the desk that are fetched when one is first needed, or in a quiet moment. */
import { html } from "lit/html.js";
import type { Desk } from "./desk.ts";
import type { Drawn } from "./registry.ts";

const QUIET_MS = 300;

/** A script of its own, whatever in it is needed. */
export class OnDemand<Part> {
  #part: Part | null = null;
  #arriving: Promise<Part> | null = null;
  #hasFailed = false;

  constructor(
    private readonly desk: Desk,
    private readonly fetchPart: () => Promise<Part>,
    private readonly words: { loading: string; loadFailed: string; reload: string },
  ) {}

  /** Null until it has been fetched. */
  get now(): Part | null {
    return this.#part;
  }

  /** What `use` makes of it, or a line that says it is on its way. */
  draw(use: (part: Part) => Drawn): Drawn {
    if (this.#part) return use(this.#part);
    if (!this.#hasFailed) {
      void this.load().catch(() => undefined);
      return html`<p class="part-wait" role="status">${this.words.loading}</p>`;
    }
    return html`<p class="part-wait" role="alert">
      ${this.words.loadFailed}
      <button type="button" @click=${() => location.reload()}>${this.words.reload}</button>
    </p>`;
  }

  load(): Promise<Part> {
    this.#arriving ??= this.#fetch();
    return this.#arriving;
  }

  /** So that they are there when the network is not: fetched once the page has come to rest. */
  fetchQuietly(): void {
    setTimeout(() => void this.load().catch(() => undefined), QUIET_MS);
  }

  async #fetch(): Promise<Part> {
    try {
      this.#part = await this.fetchPart();
      this.#hasFailed = false;
      return this.#part;
    } catch (error) {
      this.#hasFailed = true;
      this.#arriving = null;
      throw error;
    } finally {
      this.desk.redraw();
    }
  }
}
