/** The desk's routes of the gateway: every call has a time limit and fails with a `Problem`. */
import { record } from "../shared/json.ts";
import { Problem } from "../shared/problem.ts";
import { Nap, readRetryAfter } from "../shared/backoff.ts";
import { insist } from "../shared/retry.ts";

const TIME_LIMIT = 15_000;

/** A refusal with its RFC 9457 document, of which some say more than a sentence. */
export class DeskProblem extends Problem {
  constructor(
    status: number,
    detail: string,
    retryAfter: number | null,
    readonly document: Record<string, unknown>,
  ) {
    super(status, detail, retryAfter);
  }

  /** The last part of the problem's type, such as "newer-messages"; "" where it has none. */
  get kind(): string {
    return kindOf(this.document);
  }
}

function kindOf(document: Record<string, unknown>): string {
  return String(document["type"] ?? "").split(/[/:#]/).at(-1) ?? "";
}

/** Who has it, where that is why it was refused; "" else. */
export function holderIn(error: unknown): string {
  return error instanceof DeskProblem && error.document["code"] === "taken" ? String(error.document["agent"]) : "";
}

export function problemKind(error: unknown): string {
  return error instanceof DeskProblem ? error.kind : "";
}

export interface CallOptions {
  /** The same key for a repeat of the same call; made anew where none is given. */
  key?: string;
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
  /** Instead of 15 seconds, in milliseconds. */
  within?: number;
}

export class DeskApi {
  /** Sign in by a cookie, with this for unsafe methods; or by a token that the page was given. */
  csrf: string | null = null;
  token: string | null = null;
  /** Refusals in the agent's language, by their reason or kind; others say what the gateway says. */
  said: Readonly<Record<string, string>> = {};
  /** Called for every 401. */
  onSignedOut: () => void = () => undefined;
  readonly #tenant: string;

  constructor(base: string, tenant: string) {
    this.#tenant = `${base}/v1/tenants/${encodeURIComponent(tenant)}`;
  }

  get<T>(path: string, query: CallOptions["query"] = {}): Promise<T> {
    return this.call<T>("GET", path, undefined, { query });
  }

  post<T>(path: string, body: object = {}, options: CallOptions = {}): Promise<T> {
    return this.call<T>("POST", path, body, options);
  }

  put<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>("PUT", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.call<T>("DELETE", path);
  }

  /** `path` begins after the tenant: "desk/me", "handoffs/h-1/claim". Null for 204. */
  async call<T>(method: string, path: string, body?: object | Blob, options: CallOptions = {}): Promise<T> {
    const headers = this.#headers(method, options);
    const init: RequestInit = { method, headers, signal: AbortSignal.timeout(options.within ?? TIME_LIMIT) };
    if (body instanceof Blob) init.body = body;
    else if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    const response = await this.#fetch(this.address(path, options.query), init);
    if (response.status === 204) return null as T;
    try {
      return (await response.json()) as T;
    } catch (error) {
      throw new Problem(0, String(error));
    }
  }

  /** Again after a moment, three times, where the conversation is busy: somebody waits for the answer. */
  async insist<T>(work: () => Promise<T>): Promise<T> {
    let left = 3;
    return await insist(work, new Nap(), () => (left -= 1) >= 0);
  }

  /** The event stream after the event numbered `seq`; null is from now on. `signal` ends it. */
  async events(seq: number | null, signal: AbortSignal): Promise<Response> {
    const headers = this.#headers("GET", {});
    headers["Accept"] = "text/event-stream";
    if (seq !== null) headers["Last-Event-ID"] = String(seq);
    return await this.#fetch(this.address("desk/events"), { headers, signal });
  }

  address(path: string, query: CallOptions["query"] = {}): string {
    const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
    const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
    return `${this.#tenant}/${path}${search ? `?${search}` : ""}`;
  }

  #headers(method: string, options: CallOptions): Record<string, string> {
    const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
    if (this.token !== null) headers["Authorization"] = `Bearer ${this.token}`;
    if (method !== "GET" && this.csrf !== null) headers["X-CSRF-Token"] = this.csrf;
    if (method === "POST") headers["Idempotency-Key"] = options.key ?? crypto.randomUUID();
    return headers;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, { ...init, credentials: "same-origin", cache: "no-store" });
    } catch (error) {
      throw new Problem(0, this.said["no-answer"] ?? (error instanceof Error ? error.message : String(error)));
    }
    if (response.ok) return response;
    if (response.status === 401) this.onSignedOut();
    throw await problemOf(response, this.said);
  }
}

async function problemOf(response: Response, said: Readonly<Record<string, string>>): Promise<DeskProblem> {
  const document = record(await response.json().catch(() => null));
  const agent = String(document["agent"] ?? "");
  const words = said[String(document["code"] ?? "")] ?? said[kindOf(document)];
  const detail = words?.replace("{agent}", () => agent) ?? String(document["detail"] ?? document["title"] ?? response.statusText);
  return new DeskProblem(response.status, detail, readRetryAfter(response.headers.get("Retry-After"), Date.now()), document);
}
