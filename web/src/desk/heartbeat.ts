/** Says that somebody is there, and what they look at: one request for all tabs of the browser. */
import type { DeskApi } from "./api.ts";
import { Problem } from "../shared/problem.ts";

export interface TabActivity {
  watching: string | null;
  typing: string | null;
  /** When the desk was last touched in this tab, in milliseconds since 1970. */
  touchedAt: number;
}

const EVERY = 60_000;
const SOON = 300;
/** As many as the gateway takes. */
const MOST_WATCHED = 20;
/** A hidden tab may tell once a minute at best. */
const TAB_LASTS = 200_000;

export class Heartbeat {
  readonly #tabs = new Map<string, TabActivity & { heardAt: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = "";
  #beatAt = 0;
  #isLeader = false;

  constructor(private readonly api: Pick<DeskApi, "post">) {}

  lead(): void {
    this.#isLeader = true;
    this.#plan(SOON);
  }

  stop(): void {
    this.#isLeader = false;
    clearTimeout(this.#timer);
  }

  /** What a tab, this one or another, does. At once where what it watches or types has changed. */
  take(tab: string, activity: TabActivity | null): void {
    if (activity) this.#tabs.set(tab, { ...activity, heardAt: Date.now() });
    else this.#tabs.delete(tab);
    if (this.#isLeader && this.#summary() !== this.#told) this.#plan(SOON);
  }

  #plan(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(), after);
  }

  get #live(): TabActivity[] {
    const oldest = Date.now() - TAB_LASTS;
    return [...this.#tabs.values()].filter(({ heardAt }) => heardAt > oldest);
  }

  #body(): { watching: string[]; typing: string | null } {
    const live = this.#live;
    const watching = new Set(live.map((one) => one.watching).filter((one) => one !== null));
    return { watching: [...watching].sort().slice(0, MOST_WATCHED), typing: live.find(({ typing }) => typing !== null)?.typing ?? null };
  }

  #summary(): string {
    return JSON.stringify(this.#body());
  }

  async #beat(): Promise<void> {
    const body = this.#body();
    const touched = this.#live.some(({ touchedAt }) => touchedAt > this.#beatAt);
    [this.#told, this.#beatAt] = [JSON.stringify(body), Date.now()];
    this.#plan(EVERY);
    try {
      await this.api.post("desk/heartbeat", { ...body, touched });
    } catch (error) {
      // The next one says the same: a heartbeat that is lost is not worth a word.
      if (!(error instanceof Problem)) throw error;
    }
  }
}
