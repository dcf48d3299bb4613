/** Sends the customer's messages one after another, each with its own id until it is accepted. */
import { Problem } from "./api.ts";
import { Nap, pauseAfter } from "./waiting.ts";
import type { Backoff } from "./waiting.ts";

export interface Outgoing {
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
  #isRunning = false;
  readonly #nap = new Nap();

  constructor(
    private readonly hooks: OutboxHooks,
    private readonly attempts = 7,
    private readonly backoff: Backoff = { first: 500, most: 15_000 },
  ) {}

  add(message: Outgoing): void {
    this.#queue.push(message);
    if (!this.#isRunning) void this.#run();
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
        if (!(error instanceof Problem)) throw error;
        if (!error.isPassing || failures >= this.attempts) return error;
        await this.#nap.rest(pauseAfter(failures, this.backoff, error.retryAfter));
      }
    }
  }
}
