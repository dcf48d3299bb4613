/** What the gateway says, read from JSON that is not trusted to have the right shape. */
import { readAttachment, readAttachmentRules } from "./attachments.ts";
import type { Attachment, AttachmentRules } from "./attachments.ts";
import { record } from "../shared/json.ts";

export type Role = "customer" | "bot" | "human_agent" | "system";

export interface Citation {
  title: string;
  heading: string;
  url: string | null;
}

export interface Card {
  title: string;
  subtitle: string;
  text: string;
  image: { url: string; alt: string } | null;
  /** Pressing one says its words. */
  buttons: string[];
  links: { text: string; url: string }[];
}

export interface Message {
  id: string;
  role: Role;
  text: string;
  sentBy: string | null;
  quickReplies: string[];
  citations: Citation[];
  cards: Card[];
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
  /** Null where no files may be sent. */
  attachments: AttachmentRules | null;
}

export interface Session {
  token: string;
  conversationId: string;
  /** Whether the tenant's site has vouched for the customer. */
  isVerified: boolean;
  /** Milliseconds since 1970. */
  expiresAt: number;
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

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function moment(value: unknown, otherwise: number): number {
  const parsed = Date.parse(text(value));
  return Number.isNaN(parsed) ? otherwise : parsed;
}

function readCitation(value: unknown): Citation {
  const citation = record(value);
  const title = text(citation["title"]) || text(citation["document_id"]);
  return { title, heading: text(citation["heading"]), url: text(citation["url"]) || null };
}

/** An address that a page may fetch by itself; else "". */
function secureAddress(value: unknown): string {
  const url = text(value);
  try {
    return /^https:\/\//i.test(url) && !/[\p{Cc}\p{Cf}\s]/u.test(url) ? new URL(url).href : "";
  } catch {
    return "";
  }
}

function readCard(value: unknown): Card {
  const card = record(value);
  const image = record(card["image"]);
  const [url, alt] = [secureAddress(image["url"]), text(image["alt"])];
  const links = list(card["links"]).map(record);
  return {
    title: text(card["title"]),
    subtitle: text(card["subtitle"]),
    text: text(card["text"]),
    image: url ? { url, alt } : null,
    buttons: list(card["buttons"]).map(text).filter(Boolean),
    links: links.map((link) => ({ text: text(link["text"]), url: secureAddress(link["url"]) })).filter((link) => link.text && link.url),
  };
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
    quickReplies: list(message["quick_replies"]).map(text).filter(Boolean),
    citations: list(message["citations"]).map(readCitation).filter((source) => source.title),
    cards: list(message["cards"]).map(readCard).filter((card) => card.title),
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
    locales: list(branding["locales"]).map(text).filter(Boolean),
    greetings: byLocale(branding["greetings"], text),
    starters: byLocale(branding["starters"], (said) => list(said).map(text).filter(Boolean)),
    logo: secureAddress(branding["logo"]) || null,
    attachments: readAttachmentRules(branding["attachments"]),
  };
}

export function readSession(value: unknown): Session | null {
  const session = record(value);
  const token = text(session["session_token"]);
  const conversationId = text(session["conversation_id"]);
  if (!token || !conversationId) return null;
  const expiresAt = moment(session["expires_at"], Number.MAX_SAFE_INTEGER);
  return { token, conversationId, isVerified: session["verified"] === true, expiresAt };
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
