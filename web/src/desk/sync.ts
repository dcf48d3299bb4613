/** Reads lists and conversations, and reads them anew where events may have been missed. */
import { Nap } from "../shared/backoff.ts";
import { Problem } from "../shared/problem.ts";
import { insist } from "../shared/retry.ts";
import { readHistory } from "../chat/protocol.ts";
import type { DeskApi } from "./api.ts";
import type { HandoffPage, Me, OpenedConversation, ViewName } from "./model.ts";
import { afterOpened, afterPage, afterReset, emptyTalk, put, withoutLost } from "./reducers.ts";
import type { DeskState } from "./state.ts";
import type { Store } from "./store.ts";

const OPEN_VIEWS: readonly ViewName[] = ["waiting", "mine", "team", "snoozed", "merged"];
const PAGE = 200;
/** More than a desk can hold: a bound for what a broken gateway says. */
const MOST_PAGES = 100;
/** Conversations that stay in memory after one has looked at them. */
const MOST_TALKS = 30;

export class Sync {
  readonly #nap = new Nap();
  #reading = 0;
  #closedNext: string | null = null;

  constructor(
    private readonly api: DeskApi,
    private readonly store: Store<DeskState>,
  ) {}

  /** The network may be back: try at once. */
  wake(): void {
    this.#nap.wake();
  }

  async readMe(): Promise<void> {
    const me = await this.#insist(() => this.api.get<Me>("desk/me"));
    this.api.csrf = me.csrf;
    this.store.set({ me });
  }

  /** Every open handoff, page by page; returns the number of the last event before the reading. */
  async readLists(onFirst: (seq: number) => void = () => undefined): Promise<void> {
    const reading = ++this.#reading;
    let first: number | null = null;
    for (const view of OPEN_VIEWS) {
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const found: HandoffPage = await this.#insist(() => this.#page(view, cursor));
        // Another reading has begun since: it will see all that this one would.
        if (reading !== this.#reading) return;
        if (first === null) onFirst((first = found.seq));
        this.store.set((state) => afterPage(state, found));
        cursor = found.next;
        if (cursor === null) break;
      }
    }
    this.store.set((state) => withoutLost(state, first ?? 0));
  }

  /** What is over, the latest first, as far as it was asked for. */
  async readClosed(isMore: boolean): Promise<boolean> {
    if (isMore && this.#closedNext === null) return false;
    const cursor = isMore ? this.#closedNext : null;
    const { queue, agent, channel } = this.store.state.filters;
    const query = { view: "closed", queue, agent, channel, limit: PAGE, cursor: cursor ?? undefined };
    const found = await this.api.get<HandoffPage>("desk/handoffs", query);
    this.#closedNext = found.next;
    this.store.set((state) => afterPage(state, found));
    return found.next !== null;
  }

  async readTalk(id: string): Promise<void> {
    const known = this.store.state.talks.get(id);
    this.store.set((state) => put(state, { ...(known ?? emptyTalk(id)), isLoading: true, problem: null }));
    this.#forgetOldest(id);
    try {
      const path = `desk/conversations/${encodeURIComponent(id)}`;
      const opened = await this.#insist(() => this.api.get<OpenedConversation>(path));
      this.store.set((state) => afterOpened(state, id, opened));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { detail } = error;
      const talk = this.store.state.talks.get(id) ?? emptyTalk(id);
      this.store.set((state) => put(state, { ...talk, isLoading: false, problem: detail }));
    }
  }

  /** Messages before those that are here. */
  async readOlder(id: string): Promise<void> {
    const talk = this.store.state.talks.get(id);
    if (!talk?.older || talk.isLoading) return;
    this.store.set((state) => put(state, { ...talk, isLoading: true }));
    const path = `conversations/${encodeURIComponent(id)}/transcript`;
    const page = readHistory(await this.api.get<unknown>(path, { before: talk.older, limit: 100 }), Date.now());
    for (const message of page.messages) talk.timeline.add(message);
    for (const happening of page.happenings) talk.timeline.happen(happening);
    const now = this.store.state.talks.get(id) ?? talk;
    const older = { older: page.nextBefore, isLoading: false, version: now.version + 1 };
    this.store.set((state) => put(state, { ...now, ...older }));
  }

  /** After a cut that cannot be caught up with: all that is on the screen. */
  async readAll(): Promise<void> {
    this.store.set(afterReset);
    const { open } = this.store.state;
    await Promise.all([this.readLists(), open === null ? null : this.readTalk(open)]);
  }

  async #page(view: ViewName, cursor: string | null): Promise<HandoffPage> {
    return await this.api.get<HandoffPage>("desk/handoffs", { view, limit: PAGE, cursor: cursor ?? undefined });
  }

  #forgetOldest(id: string): void {
    const { talks, open } = this.store.state;
    const spare = [...talks.keys()].filter((one) => one !== id && one !== open).slice(0, Math.max(0, talks.size - MOST_TALKS));
    if (!spare.length) return;
    const kept = new Map(talks);
    for (const one of spare) kept.delete(one);
    this.store.set({ talks: kept });
  }

  #insist<T>(work: () => Promise<T>): Promise<T> {
    return insist(work, this.#nap, () => true);
  }
}
