import assert from "node:assert/strict";
import { test } from "node:test";
import { Live } from "../src/desk/live.ts";
import type { LiveHooks } from "../src/desk/live.ts";
import type { Channel, Locks } from "../src/desk/tabs.ts";

/** A browser with one lock and one channel, both told at once. */
class Browser {
  readonly channels: Channel[] = [];
  readonly #waiting: { held: () => Promise<void>; signal: AbortSignal }[] = [];
  #isHeld = false;

  locks: Locks = {
    request: (_name, { signal }, held) => (this.#waiting.push({ held, signal }), this.#next(), Promise.resolve()),
  };

  channel(): Channel {
    const channel: Channel = {
      onmessage: null,
      close: () => this.channels.splice(this.channels.indexOf(channel), 1),
      postMessage: (data) => {
        for (const one of this.channels) if (one !== channel) one.onmessage?.({ data } as MessageEvent);
      },
    };
    this.channels.push(channel);
    return channel;
  }

  #next(): void {
    const first = this.#isHeld ? undefined : this.#waiting.shift();
    if (!first) return;
    this.#isHeld = true;
    first.signal.addEventListener("abort", () => ((this.#isHeld = false), this.#next()));
    void first.held();
  }
}

/** A gateway whose open streams can be written to. */
class Gateway {
  readonly asked: (number | null)[] = [];
  #writers: ReadableStreamDefaultController<Uint8Array>[] = [];

  open(seq: number | null, signal: AbortSignal): Promise<Response> {
    this.asked.push(seq);
    const body = new ReadableStream<Uint8Array>({
      start: (writer) => {
        this.#writers.push(writer);
        signal.addEventListener("abort", () => {
          if (this.#writers.includes(writer)) writer.error(new Error("aborted"));
          this.#writers = this.#writers.filter((one) => one !== writer);
        });
      },
    });
    return Promise.resolve(new Response(body));
  }

  async write(text: string): Promise<void> {
    for (const writer of this.#writers) writer.enqueue(new TextEncoder().encode(text));
    await settled();
  }

  async event(seq: number, kind = "handoff"): Promise<void> {
    await this.write(`id: ${seq}\nevent: ${kind}\ndata: {"conversation_id":"c","data":{"handoff_id":"h"}}\n\n`);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function tab(browser: Browser, gateway: Gateway, seq: number) {
  const heard: number[] = [];
  const seen = { resets: 0, leads: 0, replayed: [] as number[], connections: [] as string[] };
  const hooks: LiveHooks = {
    open: (from, signal) => gateway.open(from, signal),
    event: ({ seq }, isReplayed) => (heard.push(seq), isReplayed && seen.replayed.push(seq)),
    passing: () => undefined,
    reset: () => (seen.resets += 1),
    connection: (connection) => seen.connections.push(connection),
    lead: () => (seen.leads += 1),
    other: () => undefined,
    refused: async () => false,
  };
  const live = new Live(seq, hooks, { name: "desk", locks: browser.locks, channel: browser.channel() });
  live.start();
  return { live, heard, seen };
}

test("one tab reads the stream, from what its lists include, and all tabs hear it", async () => {
  const [browser, gateway] = [new Browser(), new Gateway()];
  const [first, second] = [tab(browser, gateway, 7), tab(browser, gateway, 7)];
  await settled();
  await gateway.event(8);
  await gateway.event(12);
  assert.deepEqual(gateway.asked, [7]);
  assert.deepEqual([first.heard, second.heard], [[8, 12], [8, 12]]);
  assert.deepEqual([first.seen.resets, second.seen.resets], [0, 0]);
  first.live.stop();
  second.live.stop();
});

test("when the leading tab is closed the next one goes on where it stands", async () => {
  const [browser, gateway] = [new Browser(), new Gateway()];
  const [first, second] = [tab(browser, gateway, 1), tab(browser, gateway, 1)];
  await settled();
  await gateway.event(2);
  first.live.stop();
  await settled();
  await gateway.event(3);
  assert.deepEqual(gateway.asked, [1, 2]);
  assert.deepEqual(second.heard, [2, 3]);
  assert.equal(second.seen.leads, 1);
  second.live.stop();
});

test("a tab that has missed an event of its leader's reads everything anew", async () => {
  const [browser, gateway] = [new Browser(), new Gateway()];
  const [first, second] = [tab(browser, gateway, 1), tab(browser, gateway, 1)];
  await settled();
  const deaf = browser.channels[1];
  const hear = deaf?.onmessage ?? null;
  if (deaf) deaf.onmessage = null;
  await gateway.event(2);
  if (deaf) deaf.onmessage = hear;
  await gateway.event(3);
  assert.equal(second.seen.resets, 1);
  assert.deepEqual(second.heard, [3]);
  first.live.stop();
  second.live.stop();
});

test("a tab that opens behind the leader knows that its lists are older", async () => {
  const [browser, gateway] = [new Browser(), new Gateway()];
  const first = tab(browser, gateway, 1);
  await settled();
  await gateway.event(5);
  const second = tab(browser, gateway, 4);
  await settled();
  assert.equal(second.seen.resets, 1);
  first.live.stop();
  second.live.stop();
});

test("a number that is no longer kept means reading anew, in every tab", async () => {
  const [browser, gateway] = [new Browser(), new Gateway()];
  const [first, second] = [tab(browser, gateway, 3), tab(browser, gateway, 3)];
  await settled();
  await gateway.write('event: reset\ndata: {"seq": 90}\n\n');
  await gateway.event(91);
  await gateway.write('event: reset\ndata: {"seq": 2}\n\n');
  await gateway.event(3);
  assert.deepEqual([first.seen.resets, second.seen.resets], [2, 2]);
  assert.deepEqual([first.heard, second.heard], [[91, 3], [91, 3]]);
  first.live.stop();
  second.live.stop();
});

test("what was replayed is told from what is new, and a repeat is heard once", async () => {
  const [browser, gateway] = [new Browser(), new Gateway()];
  const only = tab(browser, gateway, 3);
  await settled();
  await gateway.write('event: hello\ndata: {"seq": 5}\n\n');
  for (const seq of [4, 4, 5, 6]) await gateway.event(seq);
  assert.deepEqual(only.heard, [4, 5, 6]);
  assert.deepEqual(only.seen.replayed, [4, 5]);
  only.live.stop();
});
