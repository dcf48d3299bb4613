/** Why a call to the gateway failed: RFC 9457 problem documents, and no answer at all. */
import { readRetryAfter } from "./backoff.ts";
import { record } from "./json.ts";

/** Why a call failed. `status` is 0 where no answer came at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly retryAfter: number | null = null,
  ) {
    super(`${status || "no answer"}: ${detail}`);
    this.name = "Problem";
  }

  /** Told by its name: each of our scripts has a class of its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "Problem";
  }

  /** Whether the same call may succeed later, unchanged. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  get isUnauthorized(): boolean {
    return this.status === 401;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body = record(await response.json().catch(() => null));
  const detail = String(body["detail"] ?? body["title"] ?? response.statusText);
  const retryAfter = readRetryAfter(response.headers.get("Retry-After"), Date.now());
  return new Problem(response.status, detail, retryAfter);
}
