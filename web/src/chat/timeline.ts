/** The messages of a conversation in order, each once, whichever way and how often it arrives. */
import type { Attachment } from "./attachments.ts";
import { record } from "../shared/json.ts";
import { Happenings } from "./lifecycle_events.ts";
import type { Line, Told } from "./lifecycle_events.ts";
import type { Happening, Message } from "./protocol.ts";
import type { FormAnswers } from "./reply_parts.ts";

export type Delivery = "sending" | "sent" | "failed";

export interface Entry extends Message {
  delivery: Delivery;
  /** Where it is no message: what happened between two of them. */
  line: Line | null;
  /** Why it was refused for good, where it was. */
  refusal: string | null;
  /** The form that the customer sent with it. */
  answers: FormAnswers | null;
  /** What the customer has done to it since, on another channel. */
  changed: "edited" | "deleted" | null;
}

/** What the customer says, as this page knows it before the server does. */
interface Echo {
  id: string;
  text: string;
  at: number;
  form?: FormAnswers | null;
  attachments?: Attachment[];
  refusal?: string | null;
}

const NO_ENTRY = { line: null, refusal: null, answers: null, changed: null };
const NO_PARTS = { quickReplies: [], citations: [], cards: [], lists: [], form: null, isRating: false, attachments: [] };
const SAID_NOTHING = { sentBy: null, ...NO_PARTS, ...NO_ENTRY };

export class Timeline {
  #entries = new Map<string, Entry>();
  readonly #happenings = new Happenings();
  /** The last change of each message, which may be known before the message is. */
  readonly #changes = new Map<string, Happening>();

  /** Numbered messages by their number, then those that the server has not numbered yet. */
  get entries(): Entry[] {
    const numbered: Entry[] = [];
    const waiting: Entry[] = [];
    numbered.push(...this.#happenings.told.map(lineOf));
    for (const entry of this.#entries.values()) (entry.seq === null ? waiting : numbered).push(this.#asChanged(entry));
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

  /** Show the customer's message before the server knows of it, or one that it has refused. */
  echo({ id, text, at, form = null, attachments = [], refusal = null }: Echo): void {
    const delivery = refusal === null ? "sending" : "failed";
    const said = { id, role: "customer" as const, text, attachments, seq: null, at, delivery, refusal } as const;
    this.#entries.set(id, { ...SAID_NOTHING, ...said, answers: form });
  }

  /** Take in a message of the server's; returns whether it was not there before. */
  add(message: Message): boolean {
    const known = this.#entries.get(message.id);
    const seq = message.seq ?? known?.seq ?? null;
    const more = { ...NO_ENTRY, delivery: "sent" as const };
    this.#entries.set(message.id, { ...message, seq, at: known?.at ?? message.at, ...more });
    return known === undefined;
  }

  happen(happening: Happening): void {
    this.#happenings.add(happening);
    const id = happening.data["message_id"];
    if (happening.kind !== "message_changed" || typeof id !== "string") return;
    if ((this.#changes.get(id)?.seq ?? 0) < happening.seq) this.#changes.set(id, happening);
  }

  mark(id: string, delivery: Delivery, refusal: string | null = null): void {
    const entry = this.#entries.get(id);
    // A number is proof that it arrived, even if the answer to the request was lost.
    if (entry && entry.seq === null) this.#entries.set(id, { ...entry, delivery, refusal });
  }

  /** Take away what was not sent, to be written anew; returns its text. */
  takeBack(id: string): string {
    const entry = this.#entries.get(id);
    if (entry?.seq !== null) return "";
    this.#entries.delete(id);
    return entry.text;
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Begin a new conversation: only what is still to be sent comes along. */
  restart(): void {
    this.#happenings.clear();
    this.#changes.clear();
    for (const [id, entry] of this.#entries) if (entry.seq !== null) this.#entries.delete(id);
  }

  #asChanged(entry: Entry): Entry {
    const found = entry.role === "customer" ? this.#changes.get(entry.id) : undefined;
    if (!found) return entry;
    const { change, text } = record(found.data);
    if (change === "deleted") return { ...entry, text: "", changed: "deleted" };
    return typeof text === "string" ? { ...entry, text, changed: "edited" } : entry;
  }
}

/**
 * The entries whose buttons may be pressed: all since the customer last spoke, or a person
 * who had them left. A question stays open when something else is said after it.
 */
export function offering(entries: readonly Entry[]): Set<string> {
  const from = entries.map(({ role, line }) => role === "customer" || line?.kind === "left").lastIndexOf(true) + 1;
  return new Set(entries.slice(from).filter(offers).map((entry) => entry.id));
}

function offers({ quickReplies, cards, lists, form }: Entry): boolean {
  return quickReplies.length + lists.length > 0 || form !== null || cards.some((card) => card.buttons.length > 0);
}

/** What the customer answered to each entry: the first thing they said after it. */
export function answers(entries: readonly Entry[]): Map<string, string> {
  const found = new Map<string, string>();
  let answer: string | null = null;
  for (const entry of [...entries].reverse()) {
    if (entry.role === "customer") answer = entry.text;
    else if (answer !== null) found.set(entry.id, answer);
  }
  return found;
}

function lineOf({ seq, at, line }: Told): Entry {
  return { ...SAID_NOTHING, id: `event-${seq}`, role: "system", text: "", seq, at, delivery: "sent", line };
}
