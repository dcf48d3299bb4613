import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/protocol.ts";
import { Timeline, offering } from "../src/timeline.ts";

function aMessage(id: string, seq: number, more: Partial<Message> = {}): Message {
  const plain = { text: id, sentBy: null, quickReplies: [], citations: [], at: seq };
  return { id, role: "bot", seq, ...plain, ...more };
}

function ids(timeline: Timeline): string[] {
  return timeline.entries.map((entry) => entry.id);
}

test("an echo is confirmed by its event and stays one message", () => {
  const timeline = new Timeline();
  timeline.echo({ id: "mine", text: "hello", at: 1 });
  assert.equal(timeline.get("mine")?.delivery, "sending");
  assert.equal(timeline.add(aMessage("mine", 4, { role: "customer" })), false);
  assert.deepEqual(ids(timeline), ["mine"]);
  assert.equal(timeline.get("mine")?.delivery, "sent");
});

test("messages stand in the order of their numbers, and what is not numbered yet comes last", () => {
  const timeline = new Timeline();
  timeline.add(aMessage("third", 9));
  timeline.echo({ id: "mine", text: "wait for me", at: 1 });
  timeline.add(aMessage("first", 2));
  timeline.add(aMessage("second", 5));
  assert.deepEqual(ids(timeline), ["first", "second", "third", "mine"]);
});

test("the same message from history and from the stream is shown once", () => {
  const timeline = new Timeline();
  assert.equal(timeline.add(aMessage("a", 1)), true);
  assert.equal(timeline.add(aMessage("a", 1)), false);
  assert.deepEqual(ids(timeline), ["a"]);
});

test("a message that arrived is not called failed because the answer to the request was lost", () => {
  const timeline = new Timeline();
  timeline.echo({ id: "mine", text: "hello", at: 1 });
  timeline.add(aMessage("mine", 1, { role: "customer" }));
  timeline.mark("mine", "failed");
  assert.equal(timeline.get("mine")?.delivery, "sent");
});

test("a new conversation takes along only what is still to be sent", () => {
  const timeline = new Timeline();
  timeline.add(aMessage("old", 1));
  timeline.echo({ id: "mine", text: "hello?", at: 2 });
  timeline.restart();
  assert.deepEqual(ids(timeline), ["mine"]);
});

test("quick replies may be pressed until the customer has answered", () => {
  const timeline = new Timeline();
  timeline.add(aMessage("asked", 1, { quickReplies: ["Yes", "No"] }));
  assert.equal(offering(timeline.entries), "asked");
  timeline.echo({ id: "mine", text: "Yes", at: 2 });
  assert.equal(offering(timeline.entries), null);
});
