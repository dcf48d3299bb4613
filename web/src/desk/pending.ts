/**
 * What is done a few seconds after it was said, unless it is undone; and what is being sent. It
 * outlives a reload: it is in the browser's storage until the gateway has taken it, and its id
 * stays the same, so that it is never done twice.
 */
import { Nap } from "../shared/backoff.ts";
import { Problem } from "../shared/problem.ts";
import { insist } from "../shared/retry.ts";
import { DeskProblem } from "./api.ts";
import type { DeskState, Pending } from "./state.ts";
import type { Store } from "./store.ts";

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface PendingHooks {
  /** Tell the gateway; a repeat with the same id is done once. */
  perform(pending: Pending): Promise<void>;
  done(pending: Pending): void;
  /** The tabs of this browser that are there. */
  alive(): Promise<ReadonlySet<string>>;
}

export const UNDO_FOR = 5_000;
/** How long what was sent is shown while the event that brings it is on its way. */
const SHOWN_FOR = 8_000;

export type Wanted = Pick<Pending, "id" | "kind" | "handoffId" | "conversationId" | "body" | "files">;

export class PendingWork {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #lines = new Map<string, Promise<void>>();
  readonly #nap = new Nap();

  constructor(
    private readonly store: Store<DeskState>,
    private readonly shelf: Shelf,
    private readonly key: string,
    private readonly tab: string,
    private readonly hooks: PendingHooks,
  ) {}

  /** What earlier tabs have left behind is seen to here. */
  async adopt(): Promise<void> {
    const alive = await this.hooks.alive();
    const kept = this.#read().map((one) => (alive.has(one.tab) ? one : { ...one, tab: this.tab }));
    this.#write(kept);
    this.#show(kept);
    for (const one of kept) if (one.tab === this.tab && !this.#timers.has(one.id)) this.#plan(one);
  }

  add(wanted: Wanted, delay: number = UNDO_FOR): Pending {
    const step = delay > 0 ? ("undoable" as const) : ("sending" as const);
    const pending: Pending = { ...wanted, dueAt: Date.now() + delay, step, tab: this.tab, problem: null, newer: [] };
    this.#put(pending);
    this.#plan(pending);
    return pending;
  }

  /** Null where it is too late. What is held or failed can be taken back as long as it stands. */
  undo(id: string): Pending | null {
    const pending = this.#read().find((one) => one.id === id);
    if (!pending || pending.step === "sending") return null;
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#drop(id);
    return pending;
  }

  /** Once more, or in spite of what is newer. */
  again(id: string, more: Record<string, unknown> = {}): void {
    const pending = this.#read().find((one) => one.id === id);
    if (!pending || pending.step === "sending") return;
    const next = { ...pending, body: { ...pending.body, ...more }, step: "sending" as const, tab: this.tab, problem: null };
    this.#put(next);
    this.#begin(next);
  }

  wake(): void {
    this.#nap.wake();
  }

  /** Another tab has changed what is kept. */
  refresh(): void {
    this.#show(this.#read());
  }

  #plan(pending: Pending): void {
    if (pending.step === "held" || pending.step === "failed") return;
    if (pending.step === "sending") return this.#begin(pending);
    const begin = () => this.#begin(pending);
    this.#timers.set(pending.id, setTimeout(begin, Math.max(0, pending.dueAt - Date.now())));
  }

  /** In order within a conversation. */
  #begin({ id, conversationId }: Pending): void {
    this.#timers.delete(id);
    const before = this.#lines.get(conversationId) ?? Promise.resolve();
    const line = before.then(() => this.#send(id));
    this.#lines.set(conversationId, line);
    void line.then(() => this.#lines.get(conversationId) === line && this.#lines.delete(conversationId));
  }

  async #send(id: string): Promise<void> {
    // It may have been undone, in another tab too.
    const pending = this.#read().find((one) => one.id === id);
    if (!pending || pending.step === "held" || pending.step === "failed") return;
    const sending = { ...pending, step: "sending" as const };
    this.#put(sending);
    try {
      await insist(() => this.hooks.perform(sending), this.#nap, () => true);
      this.#forget(sending);
      this.hooks.done(sending);
    } catch (error) {
      this.#put(refused(sending, error));
    }
  }

  #forget(sent: Pending): void {
    this.#write(this.#read().filter(({ id }) => id !== sent.id));
    if (sent.kind !== "message") return this.#hide(sent.id);
    const shown = { ...sent, step: "sent" as const };
    this.store.set(({ pending }) => ({ pending: pending.map((one) => (one.id === sent.id ? shown : one)) }));
    setTimeout(() => this.#hide(sent.id), SHOWN_FOR);
  }

  #hide(id: string): void {
    this.store.set(({ pending }) => ({ pending: pending.filter((one) => one.id !== id) }));
  }

  #put(pending: Pending): void {
    const all = this.#read();
    const isKnown = all.some(({ id }) => id === pending.id);
    const kept = isKnown ? all.map((one) => (one.id === pending.id ? pending : one)) : [...all, pending];
    this.#write(kept);
    this.#show(kept);
  }

  #drop(id: string): void {
    const kept = this.#read().filter((one) => one.id !== id);
    this.#write(kept);
    this.#show(kept);
  }

  #show(kept: readonly Pending[]): void {
    const sent = this.store.state.pending.filter((one) => one.step === "sent" && !kept.some(({ id }) => id === one.id));
    this.store.set({ pending: [...sent, ...kept] });
  }

  #write(kept: readonly Pending[]): void {
    this.shelf.setItem(this.key, JSON.stringify(kept));
  }

  #read(): Pending[] {
    try {
      const kept: unknown = JSON.parse(this.shelf.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? (kept as Pending[]).filter((one) => typeof one?.id === "string") : [];
    } catch {
      return [];
    }
  }
}

function refused(pending: Pending, error: unknown): Pending {
  if (error instanceof DeskProblem && error.kind === "newer-messages") {
    const newer = error.document["newer"];
    return { ...pending, step: "held", newer: Array.isArray(newer) ? (newer as Pending["newer"]) : [] };
  }
  if (!(error instanceof Problem)) console.error(error);
  return { ...pending, step: "failed", problem: error instanceof Problem ? error.detail : String(error) };
}
