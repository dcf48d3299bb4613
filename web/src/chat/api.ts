/** The gateway over HTTP: every call has a time limit and fails with a `Problem`. */
import { readBranding, readHistory, readListed, readSession } from "./protocol.ts";
import type { Branding, HistoryPage, Listed, Session } from "./protocol.ts";
import type { Outgoing } from "./outbox.ts";
import type { Seen } from "./unread.ts";
import { Problem, problemOf } from "../shared/problem.ts";

const TIME_LIMIT = 15_000;

function readOrFail(answer: unknown): Session {
  const session = readSession(answer);
  if (session === null) throw new Problem(502, "The answer holds no session.");
  return session;
}

export class ChatApi {
  readonly #tenant: string;

  /**
   * `base` is the gateway's address without a slash at its end; "" is the page's own origin.
   * `language` is for sentences of the gateway's; null leaves it to the browser.
   */
  constructor(
    base: string,
    tenant: string,
    readonly language: string | null = null,
  ) {
    this.#tenant = `${base}/v1/tenants/${encodeURIComponent(tenant)}`;
  }

  async branding(): Promise<Branding> {
    return readBranding(await this.#json("GET", `${this.#tenant}/branding`));
  }

  async openSession(customerToken: string | null): Promise<Session> {
    const body = customerToken === null ? {} : { customer_token: customerToken };
    return readOrFail(await this.#json("POST", `${this.#tenant}/sessions`, null, body));
  }

  /** The visitor's conversations, the latest first, with what came after what was seen. */
  async conversations(session: Session, seen: Seen): Promise<Listed[]> {
    const query = new URLSearchParams(Object.entries(seen).map(([id, seq]) => ["seen", `${id}:${seq}`]));
    return readListed(await this.#json("GET", `${this.#tenant}/conversations?${query}`, session.token));
  }

  /** The session of another conversation of the visitor's, from which this one can be opened. */
  async begin(session: Session, forget: boolean): Promise<Session> {
    return readOrFail(await this.#json("POST", `${this.#tenant}/conversations`, session.token, { forget }));
  }

  async openConversation(session: Session, id: string): Promise<Session> {
    const url = `${this.#tenant}/conversations/${encodeURIComponent(id)}/session`;
    return readOrFail(await this.#json("POST", url, session.token));
  }

  /** The session of the same conversation in which the customer is known. */
  async verify(session: Session, customerToken: string): Promise<Session> {
    const url = `${this.#tenant}/sessions/verify`;
    return readOrFail(await this.#json("POST", url, session.token, { customer_token: customerToken }));
  }

  async send(session: Session, { id, text, form, attachments = [] }: Outgoing): Promise<void> {
    const url = `${this.addressOf(session)}/messages`;
    const files = attachments.length ? { attachments: attachments.map((file) => file.id) } : {};
    await this.#json("POST", url, session.token, { message_id: id, ...(form ? { form } : { text }), ...files });
  }

  /** Close the conversation. A `Problem` of status 409 says that something is under way there. */
  async end(session: Session): Promise<void> {
    await this.#json("POST", `${this.addressOf(session)}/end`, session.token);
  }

  async history(session: Session, before: string | null, limit: number): Promise<HistoryPage> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (before !== null) query.set("before", before);
    const url = `${this.addressOf(session)}/messages?${query}`;
    return readHistory(await this.#json("GET", url, session.token), Date.now());
  }

  /** The event stream from the event after `seq`. It is open-ended: `signal` ends it. */
  async events(session: Session, seq: number, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = {
      Accept: "text/event-stream",
      Authorization: `Bearer ${session.token}`,
      "Last-Event-ID": String(seq),
    };
    if (this.language !== null) headers["Accept-Language"] = this.language;
    const url = `${this.addressOf(session)}/events`;
    return await this.fetch(url, { headers, signal });
  }

  addressOf(session: Session): string {
    return `${this.#tenant}/conversations/${encodeURIComponent(session.conversationId)}`;
  }

  async #json(method: string, url: string, token: string | null = null, body?: object): Promise<unknown> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token !== null) headers["Authorization"] = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIME_LIMIT) };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await this.fetch(url, init);
    return await response.json().catch(() => null);
  }

  /** Fails with a `Problem`. */
  async fetch(url: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, { ...init, credentials: "omit", cache: "no-store" });
    } catch (error) {
      throw new Problem(0, error instanceof Error ? error.message : String(error));
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}
