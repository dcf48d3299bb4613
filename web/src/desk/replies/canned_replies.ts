/** Canned replies as the gateway tells of them, fetched once for each open conversation. */
import type { Desk } from "../desk.ts";
import { list, record, text } from "../json_values.ts";
import { Store } from "../store.ts";

export interface CannedReply {
  name: string;
  locale: string;
  title: string;
  text: string;
  /** With the variables of the open conversation; null where none is open. */
  filled: string | null;
  /** Variables that nothing is known for. */
  unknown: string[];
}

const FRESH_MS = 60_000;

export function readReply(value: unknown): CannedReply {
  const reply = record(value);
  return {
    ...{ name: text(reply["name"]), locale: text(reply["locale"]) },
    ...{ title: text(reply["title"]) || text(reply["name"]), text: text(reply["text"]) },
    filled: typeof reply["filled"] === "string" ? reply["filled"] : null,
    unknown: list(reply["unknown"]).map(text),
  };
}

/** The gateway may answer with a list, or with an object that holds it. */
export function readReplies(value: unknown): CannedReply[] {
  const body = record(value);
  const replies = Array.isArray(value) ? value : list(body["canned_replies"] ?? body["replies"]);
  return replies.map(readReply).filter(({ name }) => name);
}

export class CannedReplies {
  readonly store = new Store<{ replies: readonly CannedReply[]; isLoading: boolean }>({ replies: [], isLoading: false });
  #of: string | null = null;
  #at = 0;

  constructor(private readonly desk: Desk) {
    desk.track(this.store);
  }

  /** Those in the conversation's language first. */
  async fetch(conversation: string | null): Promise<void> {
    if (this.#of === conversation && Date.now() - this.#at < FRESH_MS && this.#at) return;
    [this.#of, this.#at] = [conversation, Date.now()];
    this.store.set({ isLoading: true, replies: [] });
    try {
      const body = await this.desk.api.get<unknown>("desk/canned-replies", { conversation: conversation ?? undefined });
      if (this.#of === conversation) this.store.set({ replies: inLanguageFirst(readReplies(body), this.desk.handoff?.locale ?? "") });
    } catch (error) {
      this.#at = 0;
      console.error(error);
    } finally {
      this.store.set({ isLoading: false });
    }
  }
}

export function inLanguageFirst(replies: readonly CannedReply[], locale: string): CannedReply[] {
  const language = (of: string) => of.split("-")[0]?.toLowerCase() ?? "";
  const wanted = (reply: CannedReply) => Number(language(reply.locale) === language(locale));
  return [...replies].sort((one, other) => wanted(other) - wanted(one) || one.title.localeCompare(other.title));
}
