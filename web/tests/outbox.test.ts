import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/shared/problem.ts";
import { Outbox } from "../src/chat/outbox.ts";

const AT_ONCE = { first: 1, most: 2 };

/** A closed outbox, its posts answered from a list; `done` resolves with what became of messages. */
function aClosedOutbox(answers: (Error | null)[], expected: number) {
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

function anOutbox(answers: (Error | null)[], expected: number) {
  const opened = aClosedOutbox(answers, expected);
  opened.outbox.open([], () => true);
  return opened;
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

test("what is said before it is opened is sent then, in order, but for what has arrived", async () => {
  const { outbox, posted, done } = aClosedOutbox([], 4);
  for (const id of ["a", "b", "c"]) outbox.add({ id, text: id });
  assert.deepEqual(posted, []);

  assert.ok(outbox.open([{ id: "earlier", text: "e" }], (id) => id !== "b"));
  outbox.add({ id: "d", text: "d" });

  assert.deepEqual(await done, ["earlier sent", "a sent", "c sent", "d sent"]);
  assert.deepEqual(posted, ["earlier", "a", "c", "d"]);
});

test("where there is nobody to send to, nothing only seems to be sent", async () => {
  const { outbox, posted, done } = aClosedOutbox([], 2);
  outbox.add({ id: "a", text: "before" });
  outbox.refuse(new Problem(403, "not here"));
  outbox.add({ id: "b", text: "after" });
  assert.deepEqual(await done, ["a failed", "b failed"]);
  assert.deepEqual(posted, []);
});

test("a mistake of ours is told, fails the message, and does not keep the next ones for ever", async (t) => {
  const told = t.mock.method(console, "error", () => {});
  const { outbox, posted, done } = anOutbox([new TypeError("a mistake")], 2);
  outbox.add({ id: "a", text: "one" });
  await new Promise((resolve) => setTimeout(resolve));
  outbox.add({ id: "b", text: "two" });
  assert.deepEqual(await done, ["a failed", "b sent"]);
  assert.deepEqual(posted, ["a", "b"]);
  assert.equal(told.mock.callCount(), 1);
});
