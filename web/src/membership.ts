/** Which session this page acts in: kept, opened, or renewed, and the same in every tab. */
import { Problem } from "./api.ts";
import type { ChatApi } from "./api.ts";
import type { Session } from "./protocol.ts";
import type { SessionStore, Stored } from "./sessions.ts";

export class Membership {
  #renewal: Promise<Stored> | null = null;
  #session: Session | null = null;

  constructor(
    private readonly api: ChatApi,
    private readonly store: SessionStore,
    private readonly customerToken: string | null,
    private readonly renewed: (stored: Stored) => void,
  ) {}

  get session(): Session {
    if (this.#session === null) throw new Error("The conversation has not been joined yet.");
    return this.#session;
  }

  /** Take up the kept session, or open one. */
  async join(): Promise<Stored> {
    return this.#adopt(await this.#oneTabAtATime(() => this.#keptOrNew(null)));
  }

  /** Call with the session; where it is no longer accepted, open another and call once more. */
  async call<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.session;
    try {
      return await work(session);
    } catch (error) {
      if (!(error instanceof Problem) || !error.isUnauthorized) throw error;
      await this.renew(session);
      return await work(this.session);
    }
  }

  async renew(refused: Session): Promise<void> {
    if (this.session.token !== refused.token) return;
    this.#renewal ??= this.#oneTabAtATime(() => this.#keptOrNew(refused.token));
    try {
      const stored = await this.#renewal;
      if (this.session.token === refused.token) this.renewed(this.#adopt(stored));
    } finally {
      this.#renewal = null;
    }
  }

  #adopt(stored: Stored): Stored {
    this.#session = stored.session;
    return stored;
  }

  async #keptOrNew(refusedToken: string | null): Promise<Stored> {
    const kept = this.store.load(Date.now());
    if (kept && kept.session.token !== refusedToken) return kept;
    return this.store.begin(await this.api.openSession(this.customerToken));
  }

  /** Two tabs that open together must not open two conversations. */
  async #oneTabAtATime(work: () => Promise<Stored>): Promise<Stored> {
    if (!("locks" in navigator)) return await work();
    return await navigator.locks.request(this.store.key, work);
  }
}
