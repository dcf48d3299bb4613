/** Which keys run which command: the desk's own, and what the agent has made of them. */

/** A command as the keyboard sees it. */
export interface Bindable {
  id: string;
  /** As chords.ts names them, a sequence with a space between: `g q`. */
  keys?: readonly string[];
}

/** Command → keys, of those that the agent has changed. None at all: it has no key. */
export type OwnKeys = Record<string, readonly string[]>;

export interface Conflict {
  /** The shorter of the two, where one begins with the other. */
  keys: string;
  commands: readonly string[];
}

const MOST_KEYS = 4;
const MOST_CHORDS = 3;
const LONGEST = 40;

export function keysOf(command: Bindable, own: OwnKeys): readonly string[] {
  return own[command.id] ?? command.keys ?? [];
}

/** Two commands on one key, or a key that a sequence of another begins with: neither would be sure. */
export function conflictsAmong(commands: readonly Bindable[], own: OwnKeys): Conflict[] {
  const bound = commands.flatMap((command) =>
    keysOf(command, own).map((keys) => ({ keys, command: command.id })),
  );
  const found = new Map<string, Set<string>>();
  for (const one of bound) {
    for (const other of bound) {
      if (one.command === other.command || !begins(other.keys, one.keys)) continue;
      const both = found.get(one.keys) ?? new Set();
      found.set(one.keys, both.add(one.command).add(other.command));
    }
  }
  return [...found].map(([keys, both]) => ({ keys, commands: [...both].sort() }));
}

function begins(whole: string, start: string): boolean {
  return whole === start || whole.startsWith(`${start} `);
}

/** What is kept in the browser, which anybody may have written to. */
export function readOwnKeys(value: unknown): OwnKeys {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const read: OwnKeys = {};
  for (const [command, keys] of Object.entries(value)) {
    if (Array.isArray(keys)) read[command] = keys.filter(isBinding).slice(0, MOST_KEYS);
  }
  return read;
}

function isBinding(value: unknown): value is string {
  if (typeof value !== "string" || !value || value.length > LONGEST) return false;
  return value.split(" ").length <= MOST_CHORDS && !/^ | {2}| $/.test(value);
}

export class KeyStore {
  readonly #name: string;
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;

  constructor(tenant: string, agent: string, storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    this.#name = `duralogue.desk.keys.${tenant}.${agent}`;
    this.#storage = storage;
  }

  read(): OwnKeys {
    try {
      return readOwnKeys(JSON.parse(this.#storage.getItem(this.#name) ?? "{}"));
    } catch {
      return {};
    }
  }

  write(own: OwnKeys): void {
    try {
      this.#storage.setItem(this.#name, JSON.stringify(own));
    } catch {
      // Without storage they last as long as the page.
    }
  }
}
