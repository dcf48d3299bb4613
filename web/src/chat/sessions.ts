/** The visitor's session and place in the event stream, kept over reloads per gateway and tenant. */
import { record } from "../shared/json.ts";
import type { Session } from "./protocol.ts";
import { INITIAL } from "./conversation_status.ts";
import type { Standing } from "./conversation_status.ts";

/** What survives a reload: the session, and what the events up to `seq` have said. */
export interface Stored {
  session: Session;
  seq: number;
  standing: Standing;
}

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** localStorage; what it does not take (it may be forbidden, or full) lasts as long as the page. */
export function browserShelf(storage: () => Shelf = () => localStorage): Shelf {
  const memory = memoryShelf();
  const tried = <T>(work: (shelf: Shelf) => T, otherwise: T): T => {
    try {
      return work(storage());
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (key) => memory.getItem(key) ?? tried((shelf) => shelf.getItem(key), null),
    setItem: (key, value) => {
      const isKept = tried((shelf) => (shelf.setItem(key, value), true), false);
      if (isKept) memory.removeItem(key);
      else memory.setItem(key, value);
    },
    removeItem: (key) => {
      memory.removeItem(key);
      tried((shelf) => shelf.removeItem(key), undefined);
    },
  };
}

export function memoryShelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

/** A session at its beginning, for this page alone. */
export function unkept(session: Session): Stored {
  return { session, seq: 0, standing: INITIAL };
}

export class SessionStore {
  readonly key: string;

  constructor(
    readonly shelf: Shelf,
    base: string,
    tenant: string,
  ) {
    this.key = `duralogue:${base}:${tenant}`;
  }

  /** What is kept and not yet expired, or null. */
  load(now: number): Stored | null {
    const stored = this.#read();
    return stored && stored.session.expiresAt > now ? stored : null;
  }

  /** Whether a session was kept that has expired since. */
  hasExpired(now: number): boolean {
    const stored = this.#read();
    return stored !== null && stored.session.expiresAt <= now;
  }

  begin(session: Session): Stored {
    const stored = unkept(session);
    this.shelf.setItem(this.key, JSON.stringify(stored));
    return stored;
  }

  /** Let go of the conversation, in this tab and for the next visit. */
  forget(): void {
    this.shelf.removeItem(this.key);
  }

  /** The same conversation under another token: its place in the stream stays. */
  replace(stored: Stored, session: Session): Stored {
    const replaced = { ...stored, session };
    this.shelf.setItem(this.key, JSON.stringify(replaced));
    return replaced;
  }

  /** Remember a place in the stream; an older one than another tab's is not written. */
  advance(session: Session, seq: number, standing: Standing): void {
    const stored = this.#read();
    if (stored === null || stored.session.token !== session.token || stored.seq >= seq) return;
    this.shelf.setItem(this.key, JSON.stringify({ session, seq, standing }));
  }

  #read(): Stored | null {
    try {
      const stored = record(JSON.parse(this.shelf.getItem(this.key) ?? "null"));
      const session = record(stored["session"]);
      const isWhole = typeof session["token"] === "string" && typeof stored["seq"] === "number";
      return isWhole ? (stored as unknown as Stored) : null;
    } catch {
      return null;
    }
  }
}
