/**
 * Sends the customer's messages one after another, each with its own id until it is accepted.
 * Until it is opened it only keeps them, in the order in which they were said.
 */
import type { Attachment } from "./attachments.ts";
import { Problem } from "../shared/problem.ts";
import { Nap, pauseAfter } from "../shared/backoff.ts";
import type { Backoff } from "../shared/backoff.ts";
import type { FormAnswers } from "./reply_parts.ts";

/** What may go with a text. */
export interface Enclosed {
  /** Instead of the text, which only shows what is in it. */
  form?: FormAnswers | null;
  attachments?: Attachment[];
}

export interface Outgoing extends Enclosed {
  id: string;
  text: string;
}

export interface OutboxHooks {
  /** Rejects with a `Problem`. The id makes it safe to call again. */
  post(message: Outgoing): Promise<void>;
  sent(id: string): void;
  failed(id: string, problem: Problem): void;
}

export class Outbox {
  #queue: Outgoing[] = [];
  #isOpen = false;
  #isRunning = false;
  #refusal: Problem | null = null;
  readonly #nap = new Nap();

  constructor(
    private readonly hooks: OutboxHooks,
    private readonly attempts = 7,
    private readonly backoff: Backoff = { first: 500, most: 15_000 },
  ) {}

  add(message: Outgoing): void {
    this.#queue.push(message);
    if (this.#refusal) this.refuse(this.#refusal);
    else if (this.#isOpen && !this.#isRunning) void this.#run();
  }

  /**
   * Send `earlier` and then what was kept, but for what `isNeeded` denies. Returns whether there
   * was anything.
   */
  open(earlier: readonly Outgoing[], isNeeded: (id: string) => boolean): boolean {
    this.#isOpen = true;
    this.#queue = [...earlier, ...this.#queue].filter(({ id }) => isNeeded(id));
    const isAnything = this.#queue.length > 0;
    if (isAnything) void this.#run();
    return isAnything;
  }

  /** There is nobody to send to: what is kept has failed, and what comes fails at once. */
  refuse(problem: Problem): void {
    this.#refusal = problem;
    for (const { id } of this.#queue.splice(0)) this.hooks.failed(id, problem);
  }

  /** Try at once instead of waiting on: the network is back. */
  wake(): void {
    this.#nap.wake();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let message = this.#queue[0]; message; message = this.#queue[0]) {
      const problem = await this.#deliver(message);
      // When nothing gets through, all that waits fails together, so that it can go again in order.
      const done = problem?.isPassing ? this.#queue.splice(0) : this.#queue.splice(0, 1);
      for (const { id } of done) problem ? this.hooks.failed(id, problem) : this.hooks.sent(id);
    }
    this.#isRunning = false;
  }

  /** The problem that ended the attempts, or null when the message was accepted. */
  async #deliver(message: Outgoing): Promise<Problem | null> {
    for (let failures = 1; ; failures += 1) {
      try {
        await this.hooks.post(message);
        return null;
      } catch (error) {
        if (!(error instanceof Problem)) return aMistakeOfOurs(error);
        if (!error.isPassing || failures >= this.attempts) return error;
        await this.#nap.rest(pauseAfter(failures, this.backoff, error.retryAfter));
      }
    }
  }
}

/** Told to developers, and the customer can try again; of a queue that stands still nobody hears. */
function aMistakeOfOurs(error: unknown): Problem {
  console.error(error);
  return new Problem(0, String(error));
}
