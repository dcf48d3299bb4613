/** What the gateway says, read from JSON that is not trusted to have the right shape. */
import { readAttachment, readAttachmentRules } from "./attachments.ts";
import type { Attachment, AttachmentRules } from "./attachments.ts";
import { record } from "../shared/json.ts";
import { readRules } from "./proactive.ts";
import type { Rule } from "./proactive.ts";
import { list, readCard, readForm, readList, secureAddress, text, texts } from "./reply_parts.ts";
import type { Card, ChoiceList, Form } from "./reply_parts.ts";

export type Role = "customer" | "bot" | "human_agent" | "system";

export interface Citation {
  title: string;
  heading: string;
  url: string | null;
}

export interface Message {
  id: string;
  role: Role;
  text: string;
  sentBy: string | null;
  quickReplies: string[];
  citations: Citation[];
  cards: Card[];
  lists: ChoiceList[];
  form: Form | null;
  /** Whether it asks for a rating, its quick replies from worst to best. */
  isRating: boolean;
  attachments: Attachment[];
  /** The number of the event that brought it; null until the server has given one. */
  seq: number | null;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Branding {
  name: string;
  color: string;
  greeting: string | null;
  locales: string[];
  /** By locale: what the chat opens with, and buttons to begin with. */
  greetings: Record<string, string>;
  starters: Record<string, string[]>;
  logo: string | null;
  /** By locale: a question with a form, with which the conversation begins. */
  preChat: Record<string, PreChat>;
  proactive: Rule[];
  /** Null where no files may be sent. */
  attachments: AttachmentRules | null;
}

export interface PreChat {
  text: string;
  form: Form | null;
}

export interface Session {
  token: string;
  conversationId: string;
  /** Whether the tenant's site has vouched for the customer. */
  isVerified: boolean;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** A line of the list of the visitor's conversations. */
export interface Listed {
  id: string;
  lastText: string;
  lastRole: string;
  /** Milliseconds since 1970. */
  at: number;
  isOpen: boolean;
  unread: number;
}

/** A person came or left, or the chat was closed, between two messages. */
export interface Happening {
  kind: string;
  data: Record<string, unknown>;
  seq: number;
  at: number;
}

export interface HistoryPage {
  messages: Message[];
  happenings: Happening[];
  nextBefore: string | null;
}

export interface Handoff {
  status: string;
  agent: string | null;
}

/** An event of the stream: its kind stands beside it. */
export interface EventBody {
  data: Record<string, unknown>;
  seq: number | null;
  at: number;
}

const ROLES: readonly string[] = ["customer", "bot", "human_agent", "system"];

function moment(value: unknown, otherwise: number): number {
  const parsed = Date.parse(text(value));
  return Number.isNaN(parsed) ? otherwise : parsed;
}

function readCitation(value: unknown): Citation {
  const citation = record(value);
  const title = text(citation["title"]) || text(citation["document_id"]);
  return { title, heading: text(citation["heading"]), url: text(citation["url"]) || null };
}

function readHappening(value: unknown, now: number): Happening | null {
  const happening = record(value);
  const [kind, seq] = [text(happening["kind"]), happening["seq"]];
  if (!kind || typeof seq !== "number") return null;
  return { kind, data: record(happening["data"]), seq, at: moment(happening["at"], now) };
}

/** A message, or null where there is no id to know it by or no role we can show. */
export function readMessage(value: unknown, now: number, seq: number | null = null): Message | null {
  const message = record(value);
  const id = text(message["message_id"]);
  const role = text(message["role"]);
  if (!id || !ROLES.includes(role)) return null;
  const stored = message["seq"];
  return {
    id,
    role: role as Role,
    text: text(message["text"]),
    sentBy: text(message["sent_by"]) || null,
    quickReplies: texts(message["quick_replies"]),
    citations: list(message["citations"]).map(readCitation).filter((source) => source.title),
    cards: list(message["cards"]).map(readCard).filter((card) => card.title),
    lists: list(message["lists"]).map(readList).filter(({ items }) => items.length),
    form: readForm(message["form"]),
    isRating: message["asks_rating"] === true,
    attachments: list(message["attachments"]).map(readAttachment).filter((file) => file.name),
    seq: seq ?? (typeof stored === "number" ? stored : null),
    at: moment(message["at"], now),
  };
}

export function readHistory(value: unknown, now: number): HistoryPage {
  const page = record(value);
  const messages = list(page["messages"]).map((message) => readMessage(message, now));
  const next = page["next_before"];
  return {
    messages: messages.filter((message) => message !== null),
    happenings: list(page["happenings"]).map((one) => readHappening(one, now)).filter((one) => one !== null),
    nextBefore: next === null || next === undefined ? null : String(next),
  };
}

function byLocale<T>(value: unknown, read: (said: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record(value)).map(([locale, said]) => [locale, read(said)]));
}

export function readBranding(value: unknown): Branding {
  const branding = record(value);
  const color = text(branding["color"]);
  return {
    name: text(branding["name"]) || "Chat",
    color: /^#[0-9a-f]{6}$/i.test(color) ? color : "#2255cc",
    greeting: text(branding["greeting"]) || null,
    locales: texts(branding["locales"]),
    greetings: byLocale(branding["greetings"], text),
    starters: byLocale(branding["starters"], texts),
    logo: secureAddress(branding["logo"]) || null,
    preChat: byLocale(branding["pre_chat"], readPreChat),
    proactive: readRules(branding["proactive"]),
    attachments: readAttachmentRules(branding["attachments"]),
  };
}

function readPreChat(value: unknown): PreChat {
  const asked = record(value);
  return { text: text(asked["text"]), form: readForm(asked["form"]) };
}

export function readSession(value: unknown): Session | null {
  const session = record(value);
  const token = text(session["session_token"]);
  const conversationId = text(session["conversation_id"]);
  if (!token || !conversationId) return null;
  const expiresAt = moment(session["expires_at"], Number.MAX_SAFE_INTEGER);
  return { token, conversationId, isVerified: session["verified"] === true, expiresAt };
}

export function readListed(value: unknown): Listed[] {
  const lines = list(record(value)["conversations"]).map(record);
  return lines.map((line) => ({
    id: text(line["conversation_id"]),
    lastText: text(line["last_text"]),
    lastRole: text(line["last_role"]),
    at: moment(line["last_at"], 0),
    isOpen: line["open"] === true,
    unread: Number(line["unread"]) || 0,
  }));
}

export function readHandoff(value: unknown): Handoff {
  const handoff = record(value);
  return { status: text(handoff["status"]), agent: text(handoff["agent"]) || null };
}

export function readEvent(json: string, seq: number | null): EventBody {
  const event = record(parse(json));
  return { data: record(event["data"]), seq, at: moment(event["at"], Date.now()) };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
