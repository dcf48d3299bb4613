/** The messages of a conversation in order, each once, whichever way and how often it arrives. */
import type { Message } from "./protocol.ts";

export type Delivery = "sending" | "sent" | "failed";

export interface Entry extends Message {
  delivery: Delivery;
}

export class Timeline {
  #entries = new Map<string, Entry>();

  /** Numbered messages by their number, then those that the server has not numbered yet. */
  get entries(): Entry[] {
    const numbered: Entry[] = [];
    const waiting: Entry[] = [];
    for (const entry of this.#entries.values()) (entry.seq === null ? waiting : numbered).push(entry);
    numbered.sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
    return [...numbered, ...waiting];
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** What the customer has said and the server has not yet taken, in order. */
  get sending(): Entry[] {
    return this.entries.filter(({ delivery }) => delivery === "sending");
  }

  /** Show the customer's message before the server knows of it. */
  echo({ id, text, at }: { id: string; text: string; at: number }): void {
    this.#entries.set(id, {
      ...{ id, role: "customer", text, sentBy: null, quickReplies: [], citations: [], seq: null, at },
      delivery: "sending",
    });
  }

  /** Take in a message of the server's; returns whether it was not there before. */
  add(message: Message): boolean {
    const known = this.#entries.get(message.id);
    const seq = message.seq ?? known?.seq ?? null;
    this.#entries.set(message.id, { ...message, seq, at: known?.at ?? message.at, delivery: "sent" });
    return known === undefined;
  }

  mark(id: string, delivery: Delivery): void {
    const entry = this.#entries.get(id);
    // A number is proof that it arrived, even if the answer to the request was lost.
    if (entry && entry.seq === null) this.#entries.set(id, { ...entry, delivery });
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Begin a new conversation: only what is still to be sent comes along. */
  restart(): void {
    for (const [id, entry] of this.#entries) if (entry.seq !== null) this.#entries.delete(id);
  }
}

/** The entry whose quick replies may be pressed: the last one said, if it offers any. */
export function offering(entries: readonly Entry[]): string | null {
  const last = entries.at(-1);
  return last && last.role !== "customer" && last.quickReplies.length > 0 ? last.id : null;
}
