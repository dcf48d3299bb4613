/** Keeps the event stream open: resumes after the last event seen, and never gives up by itself. */
import { Problem } from "./problem.ts";
import { EventStreamParser } from "./sse.ts";
import type { ServerEvent } from "./sse.ts";
import { Nap, pauseAfter } from "./backoff.ts";
import type { Backoff } from "./backoff.ts";

/** The gateway sends a comment every 15 seconds; three missed ones mean a dead connection. */
const SILENCE = 45_000;
/** After that, a device that has slept does not wait for the third one. */
const LATE = 20_000;

/** How long an answer may take to begin, and how long nothing at all may be heard, in ms. */
export interface Patience {
  opening: number;
  silence: number;
}

export interface StreamHooks {
  open(signal: AbortSignal): Promise<Response>;
  event(event: ServerEvent): void;
  connected(isConnected: boolean): void;
  /** A refusal that waiting does not cure; returns whether to go on. */
  refused(problem: Problem): Promise<boolean>;
}

export class EventStream {
  #stopped = false;
  /** Null after a wake, until the next is opened: nothing is waited for then. */
  #connection: AbortController | null = null;
  #heardAt = 0;
  readonly #nap = new Nap();

  constructor(
    private readonly hooks: StreamHooks,
    private readonly backoff: Backoff = { first: 500, most: 20_000 },
    private readonly patience: Patience = { opening: SILENCE, silence: SILENCE },
  ) {}

  async run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      const problem = await this.#connect(() => (failures = 0));
      if (this.#stopped) return;
      this.hooks.connected(false);
      if (problem && !problem.isPassing && !(await this.hooks.refused(problem))) return;
      failures += 1;
      if (this.#connection) await this.#nap.rest(pauseAfter(failures, this.backoff, problem?.retryAfter ?? null));
    }
  }

  /** The network is back, or the page is looked at again: be connected now. */
  wake(late: number = LATE): void {
    this.#nap.wake();
    if (Date.now() - this.#heardAt > late) this.#connection = (this.#connection?.abort(), null);
  }

  stop(): void {
    this.#stopped = true;
    this.#connection?.abort();
    this.#nap.wake();
  }

  async #connect(onOpen: () => void): Promise<Problem | null> {
    const connection = new AbortController();
    this.#connection = connection;
    this.#heardAt = Date.now();
    let watchdog = setTimeout(() => connection.abort(), this.patience.opening);
    try {
      const response = await this.hooks.open(connection.signal);
      if (!response.body) return new Problem(0, "The event stream has no body.");
      onOpen();
      this.hooks.connected(true);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventStreamParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return null;
        this.#heardAt = Date.now();
        clearTimeout(watchdog);
        watchdog = setTimeout(() => connection.abort(), this.patience.silence);
        for (const event of parser.push(value)) if (!this.#stopped) this.hooks.event(event);
      }
    } catch (error) {
      return error instanceof Problem ? error : new Problem(0, String(error));
    } finally {
      clearTimeout(watchdog);
      connection.abort();
    }
  }
}
