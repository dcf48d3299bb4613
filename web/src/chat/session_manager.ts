/** Which session this page acts in: kept, opened, or renewed, and the same in every tab. */
import { Problem } from "../shared/problem.ts";
import type { ChatApi } from "./api.ts";
import type { Session } from "./protocol.ts";
import { unkept } from "./sessions.ts";
import type { SessionStore, Stored } from "./sessions.ts";

const BELONGS_TO_ANOTHER = 409;

export class Membership {
  #renewal: Promise<Stored> | null = null;
  #session: Session | null = null;

  constructor(
    private readonly api: ChatApi,
    private readonly store: SessionStore,
    /** With which the tenant's site vouches for the customer who is logged in there. */
    private readonly customerToken: string | null,
    private readonly renewed: (stored: Stored) => void,
  ) {}

  get session(): Session {
    if (this.#session === null) throw new Error("The conversation has not been joined yet.");
    return this.#session;
  }

  /** Of the conversation; "" until it is joined. */
  get id(): string {
    return this.#session?.conversationId ?? "";
  }

  /**
   * In which conversation alone what is said here may be sent, if it is one of a customer who is
   * known; null where nobody is, undefined while it is not yet sure who this is.
   */
  get owner(): string | null | undefined {
    if (this.#session === null) return this.customerToken === null ? null : undefined;
    return this.#session.isVerified ? this.#session.conversationId : null;
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
    const mine = kept && kept.session.token !== refusedToken ? await this.#ifStillMine(kept) : null;
    if (mine) return mine;
    // Another tab has signed in since: this page goes on by itself, and what that tab keeps stays.
    const isTheirs = refusedToken !== null && this.customerToken === null && kept?.session.isVerified;
    const session = await this.#open();
    return isTheirs ? unkept(session) : this.store.begin(session);
  }

  /** Another customer at the same browser, or nobody any more, must not read on. */
  async #ifStillMine(kept: Stored): Promise<Stored | null> {
    if (this.customerToken === null) return kept.session.isVerified ? null : kept;
    try {
      const verified = await this.api.verify(kept.session, this.customerToken);
      return this.store.replace(kept, verified);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === BELONGS_TO_ANOTHER || error.isUnauthorized) return null;
      throw error;
    }
  }

  async #open(): Promise<Session> {
    try {
      return await this.api.openSession(this.customerToken);
    } catch (error) {
      // The site's word has expired since the page was loaded: better anonymous than no chat.
      const isStale = error instanceof Problem && error.isUnauthorized;
      if (!isStale || this.customerToken === null) throw error;
      return await this.api.openSession(null);
    }
  }

  /** Two tabs that open together must not open two conversations. */
  async #oneTabAtATime(work: () => Promise<Stored>): Promise<Stored> {
    // Browsers have no locks on pages without TLS, and none for a frame that may store nothing.
    const locks: LockManager | undefined = globalThis.navigator?.locks;
    if (!locks) return await work();
    try {
      return await locks.request(this.store.key, work);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return await work();
    }
  }
}
