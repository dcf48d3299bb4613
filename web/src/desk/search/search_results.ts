/** Searching: what was asked, what was found, and which of it is in front of the agent. */
import type { Desk } from "../desk.ts";
import { list, moment, record, text, textOrNull } from "../json_values.ts";
import { Store } from "../store.ts";

export interface Found {
  conversationId: string;
  channel: string;
  status: string;
  handoffId: string | null;
  customer: string | null;
  snippet: string;
  matched: string;
  at: number | null;
}

export interface SearchState {
  /** As it stands in the field, and as the results are for. */
  query: string;
  asked: string;
  found: readonly Found[];
  next: string | null;
  step: "idle" | "searching" | "done" | "failed";
  problem: string;
  active: number;
}

const NOTHING: SearchState = {
  ...{ query: "", asked: "", found: [], next: null, step: "idle", problem: "", active: 0 },
};
const PAGE = 30;
const FEWEST = 2;

export function readFound(value: unknown): { found: Found[]; next: string | null } {
  const body = record(value);
  const found = list(body["found"]).map(record).map((one) => ({
    conversationId: text(one["conversation_id"]),
    ...{ channel: text(one["channel"]), status: text(one["status"]), matched: text(one["matched"]) },
    ...{ handoffId: textOrNull(one["handoff_id"]), customer: textOrNull(one["customer_ref"]) },
    ...{ snippet: text(one["snippet"]), at: moment(one["at"]) },
  }));
  return { found: found.filter(({ conversationId }) => conversationId), next: textOrNull(body["next"]) };
}

/** The last query wins, however slowly an earlier one is answered. */
export class SearchResults {
  readonly store = new Store<SearchState>(NOTHING);
  #number = 0;

  constructor(private readonly desk: Pick<Desk, "api">) {}

  write(query: string): void {
    this.store.set({ query });
  }

  async search(): Promise<void> {
    const asked = this.store.state.query.trim();
    if (asked.length < FEWEST) return;
    this.store.set({ asked, found: [], next: null, active: 0 });
    await this.#fetch(undefined);
  }

  async more(): Promise<void> {
    const { next, step } = this.store.state;
    if (next && step === "done") await this.#fetch(next);
  }

  move(step: number): number {
    const last = this.store.state.found.length - 1;
    const active = Math.min(Math.max(this.store.state.active + step, 0), Math.max(last, 0));
    this.store.set({ active });
    return active;
  }

  mark(active: number): void {
    this.store.set({ active });
  }

  async #fetch(cursor: string | undefined): Promise<void> {
    const number = (this.#number += 1);
    this.store.set({ step: "searching", problem: "" });
    try {
      const query = { q: this.store.state.asked, limit: PAGE, cursor };
      const { found, next } = readFound(await this.desk.api.get<unknown>("desk/search", query));
      if (number !== this.#number) return;
      this.store.set((state) => ({ found: withoutDoubles([...state.found, ...found]), next, step: "done" }));
    } catch (error) {
      if (number !== this.#number) return;
      this.store.set({ step: "failed", problem: error instanceof Error && "detail" in error ? String(error.detail) : "" });
    }
  }
}

function withoutDoubles(found: Found[]): Found[] {
  return [...new Map(found.map((one) => [one.conversationId, one])).values()];
}
