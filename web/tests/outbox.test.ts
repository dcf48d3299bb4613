import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/api.ts";
import { Outbox } from "../src/outbox.ts";

const AT_ONCE = { first: 1, most: 2 };

/** An outbox whose posts are answered from a list; `done` resolves with what became of messages. */
function anOutbox(answers: (Problem | null)[], expected: number) {
  const posted: string[] = [];
  const outcomes: string[] = [];
  let finish: (outcomes: string[]) => void;
  const done = new Promise<string[]>((resolve) => (finish = resolve));
  const note = (outcome: string) => {
    outcomes.push(outcome);
    if (outcomes.length === expected) finish(outcomes);
  };
  const hooks = {
    async post({ id }: { id: string }) {
      posted.push(id);
      const answer = answers.shift();
      if (answer) throw answer;
    },
    sent: (id: string) => note(`${id} sent`),
    failed: (id: string) => note(`${id} failed`),
  };
  return { outbox: new Outbox(hooks, 3, AT_ONCE), posted, done };
}

const UNAVAILABLE = () => new Problem(503, "down", 0);

test("a message is sent again under its own id until it is accepted", async () => {
  const { outbox, posted, done } = anOutbox([UNAVAILABLE(), new Problem(0, "no network")], 1);
  outbox.add({ id: "a", text: "hello" });
  assert.deepEqual(await done, ["a sent"]);
  assert.deepEqual(posted, ["a", "a", "a"]);
});

test("the second message waits for the first, so that order is kept", async () => {
  const { outbox, posted, done } = anOutbox([UNAVAILABLE()], 2);
  outbox.add({ id: "a", text: "one" });
  outbox.add({ id: "b", text: "two" });
  assert.deepEqual(await done, ["a sent", "b sent"]);
  assert.deepEqual(posted, ["a", "a", "b"]);
});

test("when nothing gets through, everything that waits fails together", async () => {
  const { outbox, posted, done } = anOutbox([UNAVAILABLE(), UNAVAILABLE(), UNAVAILABLE()], 2);
  outbox.add({ id: "a", text: "one" });
  outbox.add({ id: "b", text: "two" });
  assert.deepEqual(await done, ["a failed", "b failed"]);
  assert.deepEqual(posted, ["a", "a", "a"]);
});

test("a message that is refused is not tried again and holds up nobody", async () => {
  const { outbox, posted, done } = anOutbox([new Problem(422, "too long")], 2);
  outbox.add({ id: "a", text: "one" });
  outbox.add({ id: "b", text: "two" });
  assert.deepEqual(await done, ["a failed", "b sent"]);
  assert.deepEqual(posted, ["a", "b"]);
});
