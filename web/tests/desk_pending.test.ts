import assert from "node:assert/strict";
import { test } from "node:test";
import { seenIn } from "../src/desk/actions_feature.ts";
import { DeskProblem } from "../src/desk/api.ts";
import { PendingWork } from "../src/desk/pending.ts";
import type { Shelf } from "../src/desk/pending.ts";
import type { DeskState, Pending } from "../src/desk/state.ts";
import { Store } from "../src/desk/store.ts";
import { Problem } from "../src/shared/problem.ts";
import { handoff, state } from "./desk_samples.ts";

class Memory implements Shelf {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
}

const MESSAGE = { id: "m-1", kind: "message", handoffId: "h", conversationId: "c", body: { text: "Hello" } };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function tab(shelf: Shelf, name: string, answers: (Error | null)[] = [], alive: string[] = []) {
  const store = new Store<DeskState>(state());
  const posted: Pending[] = [];
  const perform = async (pending: Pending) => {
    posted.push(pending);
    const answer = answers.shift();
    if (answer) throw answer;
  };
  const hooks = { perform, done: () => undefined, alive: async () => new Set([name, ...alive]) };
  return { store, posted, work: new PendingWork(store, shelf, "pending", name, hooks) };
}

test("what is undone in time is never sent, and its words come back", async () => {
  const { work, posted, store } = tab(new Memory(), "a");
  work.add(MESSAGE, 20);
  assert.deepEqual(work.undo("m-1")?.body, { text: "Hello" });
  await pause(40);
  assert.deepEqual([posted.length, store.state.pending.length], [0, 0]);
});

test("it is sent once when its time has come, and can then no longer be undone", async () => {
  const { work, posted, store } = tab(new Memory(), "a");
  work.add(MESSAGE, 5);
  await pause(40);
  assert.deepEqual(posted.map(({ id }) => id), ["m-1"]);
  assert.equal(work.undo("m-1"), null);
  assert.equal(store.state.pending[0]?.step, "sent");
});

test("after a reload it is still there, and is sent under the same id", async () => {
  const shelf = new Memory();
  tab(shelf, "before").work.add(MESSAGE, 400);
  const after = tab(shelf, "after");
  await after.work.adopt();
  assert.equal(after.store.state.pending[0]?.step, "undoable");
  shelf.setItem("pending", (shelf.getItem("pending") ?? "").replace(/"dueAt":\d+/, '"dueAt":1'));
  const later = tab(shelf, "later");
  await later.work.adopt();
  await pause(20);
  assert.deepEqual(later.posted.map(({ id }) => id), ["m-1"]);
});

test("what a tab that is there sees to is left to it", async () => {
  const shelf = new Memory();
  tab(shelf, "busy").work.add(MESSAGE, 400);
  const other = tab(shelf, "other", [], ["busy"]);
  await other.work.adopt();
  assert.equal(other.store.state.pending[0]?.tab, "busy");
});

test("where the customer has written since it is held, and sent when somebody says so", async () => {
  const newer = [{ seq: 4, role: "customer", sent_by: null, text: "Never mind" }];
  const held = new DeskProblem(409, "newer", null, { type: "https://x/problems/newer-messages", newer });
  const { work, posted, store } = tab(new Memory(), "a", [held]);
  work.add(MESSAGE, 0);
  await pause(20);
  assert.equal(store.state.pending[0]?.step, "held");
  assert.deepEqual(store.state.pending[0]?.newer, newer);
  work.again("m-1", { anyway: true });
  await pause(20);
  assert.deepEqual(posted.map(({ id, body }) => [id, body["anyway"]]), [["m-1", undefined], ["m-1", true]]);
});

test("a refusal is said and kept, to be mended", async () => {
  const { work, store } = tab(new Memory(), "a", [new DeskProblem(403, "The bot has this conversation.", null, {})]);
  work.add(MESSAGE, 0);
  await pause(20);
  assert.deepEqual([store.state.pending[0]?.step, store.state.pending[0]?.problem], ["failed", "The bot has this conversation."]);
  assert.deepEqual(work.undo("m-1")?.body, { text: "Hello" });
});

test("messages of one conversation go out in order", async () => {
  const { work, posted } = tab(new Memory(), "a", [new Problem(503, "down", 30)]);
  work.add(MESSAGE, 0);
  work.add({ ...MESSAGE, id: "m-2" }, 0);
  await pause(1_200);
  assert.deepEqual(posted.map(({ id }) => id), ["m-1", "m-1", "m-2"]);
});

test("what is done to many says what each row showed, and nothing of rows that show no words", () => {
  const last = "2026-11-29T12:05:00.123456+00:00";
  const marked = [handoff("a", { last_message_at: last }), handoff("b")];
  assert.deepEqual(seenIn(marked), { a: last, b: null });
});
