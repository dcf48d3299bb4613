/** The visitor's conversations: which there are, another one, and back into one of them. */
import type { ChatApi } from "./api.ts";
import type { Listed, Session } from "./protocol.ts";
import type { SessionStore } from "./sessions.ts";
import type { Seen } from "./unread.ts";

/** With the session of the conversation that is open, renewed where it has to be. */
export type Call = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

/** What is begun or opened is the conversation that this browser keeps from then on. */
export class Visits {
  constructor(
    private readonly api: ChatApi,
    private readonly store: SessionStore,
    private readonly call: Call,
  ) {}

  list(seen: Seen): Promise<Listed[]> {
    return this.call((session) => this.api.conversations(session, seen));
  }

  /** `forget`: the one that is left is not in the list any more. */
  async begin(forget = false): Promise<void> {
    this.store.begin(await this.call((session) => this.api.begin(session, forget)));
  }

  async open(id: string): Promise<void> {
    this.store.begin(await this.call((session) => this.api.openConversation(session, id)));
  }
}
