/** Tells whoever serves the customer that they are writing: seldom, since the desk believes it for a while. */
import type { ChatApi } from "./api.ts";
import type { Conversation } from "./conversation.ts";
import type { Session } from "./protocol.ts";

/** The desk shows it for half a minute. */
const AGAIN_AFTER = 20_000;

export class CustomerTyping {
  #toldAt = -Infinity;

  /** `tell` fails quietly: nobody misses it. */
  constructor(private readonly tell: (typing: boolean) => void) {}

  /** After each change of what is being written. */
  wrote(text: string, now = Date.now()): void {
    if (!text.trim()) {
      if (this.#toldAt > -Infinity) this.tell(false);
      this.#toldAt = -Infinity;
    } else if (now - this.#toldAt >= AGAIN_AFTER) {
      this.#toldAt = now;
      this.tell(true);
    }
  }
}

const known = new WeakMap<Conversation, CustomerTyping>();

/** What comes of it is nobody's concern. */
export function tellTyping(conversation: Conversation, api: ChatApi, text: string): void {
  const tell = (typing: boolean) =>
    void conversation.call((session) => post(api, session, { typing })).catch(() => {});
  const typing = known.get(conversation) ?? new CustomerTyping(tell);
  known.set(conversation, typing);
  typing.wrote(text);
}

async function post(api: ChatApi, session: Session, body: object): Promise<void> {
  const headers = { Authorization: `Bearer ${session.token}`, "Content-Type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) };
  await api.fetch(`${api.addressOf(session)}/typing`, init);
}
