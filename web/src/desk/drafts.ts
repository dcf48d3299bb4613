/** What an agent has begun to write: kept here at once, and at the gateway a moment later. */
import { Problem } from "../shared/problem.ts";
import type { DeskApi } from "./api.ts";
import type { Shelf } from "./pending.ts";
import { Store } from "./store.ts";

export interface Enclosure {
  id: string;
  name: string;
  /** From 0 to 1 while it is on its way; 1 when it is there. */
  share: number;
  problem: string | null;
}

export interface Draft {
  text: string;
  isNote: boolean;
  files: readonly Enclosure[];
  /** What the bot suggested, and where it has it from. */
  suggestion: { id: string; sources: readonly string[] } | null;
  changedAt: number;
}

export interface DraftState {
  drafts: ReadonlyMap<string, Draft>;
}

export const NO_DRAFT: Draft = { text: "", isNote: false, files: [], suggestion: null, changedAt: 0 };
const CALM = 1_000;

export class Drafts {
  readonly store = new Store<DraftState>({ drafts: new Map() });
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly api: Pick<DeskApi, "put">,
    private readonly shelf: Shelf,
    private readonly prefix: string,
  ) {}

  of(conversation: string): Draft {
    return this.store.state.drafts.get(conversation) ?? this.#kept(conversation);
  }

  change(conversation: string, change: Partial<Draft>): void {
    const draft = { ...this.of(conversation), ...change, changedAt: Date.now() };
    this.#put(conversation, draft);
    if (change.text === undefined) return;
    clearTimeout(this.#timers.get(conversation));
    this.#timers.set(conversation, setTimeout(() => void this.#save(conversation), CALM));
  }

  /** As the gateway keeps it: from another tab, or another device. The later one stands. */
  take(conversation: string, text: string, updatedAt: string | null): void {
    const known = this.of(conversation);
    const at = Date.parse(updatedAt ?? "") || Date.now();
    if (this.#timers.has(conversation) || known.changedAt > at || known.text === text || known.isNote) return;
    this.#put(conversation, { ...known, text, changedAt: at });
  }

  #put(conversation: string, draft: Draft): void {
    this.store.set(({ drafts }) => ({ drafts: new Map(drafts).set(conversation, draft) }));
    const { text, isNote, changedAt } = draft;
    this.shelf.setItem(this.prefix + conversation, JSON.stringify({ text, isNote, changedAt }));
  }

  async #save(conversation: string): Promise<void> {
    this.#timers.delete(conversation);
    const { text, isNote } = this.of(conversation);
    // A note is begun for colleagues, and must not come up elsewhere as an answer to the customer.
    if (isNote) return;
    try {
      await this.api.put(`desk/conversations/${encodeURIComponent(conversation)}/draft`, { text });
    } catch (error) {
      // It is kept here, and goes out with the next change.
      if (!(error instanceof Problem)) throw error;
    }
  }

  #kept(conversation: string): Draft {
    try {
      const kept: unknown = JSON.parse(this.shelf.getItem(this.prefix + conversation) ?? "null");
      return kept && typeof kept === "object" ? { ...NO_DRAFT, ...(kept as Partial<Draft>) } : NO_DRAFT;
    } catch {
      return NO_DRAFT;
    }
  }
}
