/** What the customer has not seen yet: kept by conversation, over reloads and for all tabs. */
import { record } from "../shared/json.ts";
import type { SessionStore } from "./sessions.ts";
import type { Entry } from "./timeline.ts";

const MOST_KEPT = 20;
const NEWS: readonly string[] = ["bot", "human_agent"];

export type Seen = Record<string, number>;

export class Unread {
  constructor(private readonly store: SessionStore) {}

  /** By conversation, the number of the last event that was seen there. */
  get seen(): Seen {
    try {
      const kept = Object.entries(record(JSON.parse(this.store.shelf.getItem(this.#key) ?? "null")));
      return Object.fromEntries(kept.filter((one): one is [string, number] => typeof one[1] === "number"));
    } catch {
      return {};
    }
  }

  /** How many messages are new; none where they are being looked at, or nothing was seen before. */
  count(conversationId: string, entries: readonly Entry[], isLookedAt: boolean): number {
    const latest = Math.max(0, ...entries.map(({ seq }) => seq ?? 0));
    const { [conversationId]: known, ...others } = this.seen;
    if (known !== undefined && (!isLookedAt || known >= latest)) {
      return entries.filter(({ seq, role }) => (seq ?? 0) > known && NEWS.includes(role)).length;
    }
    const kept = [[conversationId, latest], ...Object.entries(others)].slice(0, MOST_KEPT);
    this.store.shelf.setItem(this.#key, JSON.stringify(Object.fromEntries(kept)));
    return 0;
  }

  get #key(): string {
    return `${this.store.key}:seen`;
  }
}

let prefix = "";

/** Before the page's own title, whatever that is by now. */
export function showInTitle(count: number): void {
  const { title } = document;
  const own = prefix && title.startsWith(prefix) ? title.slice(prefix.length) : title;
  prefix = count > 0 ? `(${count}) ` : "";
  if (title !== prefix + own) document.title = prefix + own;
}
