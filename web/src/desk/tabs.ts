/** The tabs of one browser: one of them leads and keeps the stream, all hear the same. */

/** What `navigator.locks` and `BroadcastChannel` are here, so that tests can stand in. */
export interface Locks {
  request(name: string, options: { signal: AbortSignal }, held: () => Promise<void>): Promise<unknown>;
}

export interface Channel {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

export interface TabHooks<Message> {
  /** From now on, until this tab is closed. */
  lead(): void;
  hear(message: Message): void;
}

export class Tabs<Message> {
  readonly id = crypto.randomUUID();
  isLeader = false;
  readonly #closing = new AbortController();

  constructor(
    private readonly name: string,
    private readonly hooks: TabHooks<Message>,
    private readonly locks: Locks,
    private readonly channel: Channel,
  ) {
    channel.onmessage = ({ data }) => hooks.hear(data as Message);
  }

  /** Stands in the queue for the lead: the browser gives it to the next when a tab is closed. */
  join(): void {
    const held = () => {
      this.isLeader = true;
      this.hooks.lead();
      // Held as long as the tab is there; a tab that holds a lock is not frozen by the browser.
      return new Promise<void>((resolve) => this.#closing.signal.addEventListener("abort", () => resolve()));
    };
    this.locks.request(this.name, { signal: this.#closing.signal }, held).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) console.error(error);
    });
  }

  tell(message: Message): void {
    this.channel.postMessage(message);
  }

  leave(): void {
    this.#closing.abort();
    this.channel.close();
  }
}
