import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/shared/problem.ts";
import type { ServerEvent } from "../src/shared/sse.ts";
import { EventStream } from "../src/shared/stream.ts";

const AT_ONCE = { first: 1, most: 2 };

/** A stream that meets these answers one after another and is stopped when they are used up. */
async function play(answers: (string | Problem)[], goesOnAfterRefusal = true) {
  const events: ServerEvent[] = [];
  const states: boolean[] = [];
  const refusals: number[] = [];
  const stream = new EventStream(
    {
      async open() {
        const answer = answers.shift();
        if (answer instanceof Problem) throw answer;
        if (answer === undefined) stream.stop();
        return new Response(answer ?? "");
      },
      event: (event) => events.push(event),
      connected: (isConnected) => states.push(isConnected),
      refused: async (problem) => {
        refusals.push(problem.status);
        return goesOnAfterRefusal;
      },
    },
    AT_ONCE,
  );
  await stream.run();
  return { events, states, refusals };
}

test("a connection that ends is opened again, and the page hears of both", async () => {
  const { events, states } = await play(["id: 1\ndata: a\n\n", "id: 2\ndata: b\n\n"]);
  assert.deepEqual(events.map((event) => event.data), ["a", "b"]);
  assert.deepEqual(states.slice(0, 4), [true, false, true, false]);
});

test("a gateway that is down is asked again until it is back", async () => {
  const down = () => new Problem(503, "starting", 0);
  const { events, refusals } = await play([down(), new Problem(0, "refused"), "id: 1\ndata: a\n\n"]);
  assert.deepEqual(events.map((event) => event.data), ["a"]);
  assert.deepEqual(refusals, []);
});

test("a refusal that waiting cannot cure is handed on, and may end the stream", async () => {
  const { events, refusals } = await play([new Problem(403, "no"), "id: 1\ndata: a\n\n"], false);
  assert.deepEqual(refusals, [403]);
  assert.deepEqual(events, []);
});

test("when the network is back, a connection that may be dead is opened anew at once", { timeout: 20_000 }, async () => {
  let opened = 0;
  const stream: EventStream = new EventStream(
    {
      async open(signal) {
        opened += 1;
        if (opened > 1) return stream.stop(), new Response();
        setTimeout(() => stream.wake(-1));
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
      event: () => undefined,
      connected: () => undefined,
      refused: async () => true,
    },
    { first: 600_000, most: 600_000 },
  );
  await stream.run();
  assert.equal(opened, 2);
});
