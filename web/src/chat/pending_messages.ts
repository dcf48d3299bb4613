/** Messages that no event has confirmed yet: a reload in the middle of an outage loses none. */
import type { Attachment } from "./attachments.ts";
import type { SessionStore, Shelf } from "./sessions.ts";

export interface Unsent {
  id: string;
  text: string;
  attachments?: Attachment[];
  /** Milliseconds since 1970. */
  at: number;
  /** The conversation of a customer who is known, in which alone it may be sent; else null. */
  owner: string | null;
  /** Why it was refused for good; it is kept to be mended, and never sent again by itself. */
  refusal?: string;
}

/** After that, sending by itself what somebody once wrote would surprise them. */
const LASTS = 3_600_000;

/** Sending one again is safe, also from two tabs: its id stays the same. */
export class Unconfirmed {
  readonly #shelf: Shelf;
  readonly #key: string;

  constructor(store: SessionStore) {
    this.#shelf = store.shelf;
    this.#key = `${store.key}:unconfirmed`;
  }

  /** Those of this owner: another customer at the same browser must not see or send them. */
  list(now: number, owner: string | null): Unsent[] {
    return this.#read().filter((unsent) => unsent.owner === owner && unsent.at > now - LASTS);
  }

  add(unsent: Unsent): void {
    const others = this.#read().filter(({ id }) => id !== unsent.id);
    this.#shelf.setItem(this.#key, JSON.stringify([...others, unsent]));
  }

  refuse(id: string, refusal: string): void {
    const all = this.#read();
    const refused = all.map((unsent) => (unsent.id === id ? { ...unsent, refusal } : unsent));
    this.#shelf.setItem(this.#key, JSON.stringify(refused));
  }

  clear(): void {
    this.#shelf.removeItem(this.#key);
  }

  remove(id: string): void {
    const all = this.#read();
    const others = all.filter((unsent) => unsent.id !== id);
    if (others.length < all.length) this.#shelf.setItem(this.#key, JSON.stringify(others));
  }

  #read(): Unsent[] {
    try {
      const list: unknown = JSON.parse(this.#shelf.getItem(this.#key) ?? "[]");
      return Array.isArray(list) ? list.filter(isUnsent) : [];
    } catch {
      return [];
    }
  }
}

function isUnsent(value: Partial<Unsent> | null): value is Unsent {
  const isOwned = value?.owner === null || typeof value?.owner === "string";
  return isOwned && typeof value.id === "string" && typeof value.text === "string" && typeof value.at === "number";
}
