import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../src/chat/protocol.ts";
import { Timeline, answers, offering } from "../src/chat/timeline.ts";

function aMessage(id: string, seq: number, more: Partial<Message> = {}): Message {
  const parts = { quickReplies: [], citations: [], cards: [], lists: [], form: null, isRating: false, attachments: [] };
  const plain = { text: id, sentBy: null, ...parts, at: seq };
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

test("quick replies may be pressed until the customer has answered, whatever else is said", () => {
  const timeline = new Timeline();
  timeline.add(aMessage("asked", 1, { quickReplies: ["Yes", "No"] }));
  assert.deepEqual([...offering(timeline.entries)], ["asked"]);
  timeline.add(aMessage("your parcel has left", 2));
  timeline.add(aMessage("rate us", 3, { quickReplies: ["1", "5"] }));
  timeline.add(aMessage("are you still there?", 4));
  timeline.happen({ kind: "handoff", data: { status: "claimed", agent: "Sam" }, seq: 5, at: 5 });
  assert.deepEqual([...offering(timeline.entries)], ["asked", "rate us"]);
  timeline.echo({ id: "mine", text: "5", at: 6 });
  assert.deepEqual([...offering(timeline.entries)], []);
  assert.equal(answers(timeline.entries).get("rate us"), "5");
});

test("buttons on a card are offered too", () => {
  const timeline = new Timeline();
  const card = { title: "Grinder", subtitle: "", text: "", image: null, buttons: ["Buy it"], links: [] };
  timeline.add(aMessage("shown", 1, { cards: [card] }));
  timeline.add(aMessage("more", 2, { cards: [{ ...card, buttons: [] }] }));
  assert.deepEqual([...offering(timeline.entries)], ["shown"]);
});

test("who joins and who leaves is told between the messages, each once", () => {
  const timeline = new Timeline();
  const happen = (seq: number, status: string, agent: string | null = null) =>
    timeline.happen({ kind: "handoff", data: { status, agent }, seq, at: seq });
  timeline.add(aMessage("wait", 1));
  happen(2, "waiting");
  happen(3, "claimed", "Sam");
  happen(3, "claimed", "Sam");
  happen(4, "claimed", "Sam");
  timeline.add(aMessage("hi", 5, { role: "human_agent", sentBy: "Sam" }));
  happen(6, "claimed", "Kim");
  happen(7, "returned");
  happen(8, "cancelled");
  timeline.happen({ kind: "status", data: { status: "closed" }, seq: 9, at: 9 });
  timeline.happen({ kind: "typing", data: { active: true }, seq: 10, at: 10 });
  const told = timeline.entries.map(({ id, line }) => (line ? `${line.kind} ${line.name}` : id));
  assert.deepEqual(told, ["wait", "joined Sam", "hi", "joined Kim", "left Kim", "ended null"]);
  timeline.restart();
  assert.deepEqual(ids(timeline), []);
});

test("somebody who left without a name in what was read is not called by another's", () => {
  const timeline = new Timeline();
  timeline.happen({ kind: "handoff", data: { status: "returned", agent: null }, seq: 4, at: 4 });
  assert.deepEqual(timeline.entries[0]?.line, { kind: "left", name: null });
});

test("what was refused says why and can be taken back to be mended", () => {
  const timeline = new Timeline();
  timeline.echo({ id: "mine", text: "hello", at: 1 });
  timeline.mark("mine", "failed", "text: too long");
  assert.equal(timeline.get("mine")?.refusal, "text: too long");
  assert.equal(timeline.takeBack("mine"), "hello");
  assert.deepEqual(ids(timeline), []);
  timeline.echo({ id: "mine", text: "hello", at: 1, refusal: "text: too long" });
  assert.equal(timeline.get("mine")?.delivery, "failed");
});

test("what the customer changes on another channel is shown as it is now", () => {
  const timeline = new Timeline();
  const change = (seq: number, data: object) => timeline.happen({ kind: "message_changed", seq, at: 0, data: { message_id: "a", ...data } });
  change(5, { change: "edited", text: "two" });
  timeline.add(aMessage("a", 1, { role: "customer", text: "one" }));
  timeline.add(aMessage("b", 2, { text: "an answer" }));
  change(4, { change: "edited", text: "an earlier edit, read again" });
  assert.deepEqual(timeline.entries.map(({ text, changed }) => [text, changed]), [["two", "edited"], ["an answer", null]]);
  change(6, { change: "deleted", text: null });
  assert.deepEqual(timeline.entries.map(({ text, changed }) => [text, changed]), [["", "deleted"], ["an answer", null]]);
});

test("a list and a form are offered until the customer speaks", () => {
  const timeline = new Timeline();
  const form = { flow: "intake", title: "", fields: [{ name: "a", label: "A?", kind: "text", options: [], optional: false, value: "" }] };
  timeline.add(aMessage("a", 1, { form }));
  timeline.add(aMessage("b", 2, { lists: [{ title: "", items: [{ title: "One", description: "" }] }] }));
  assert.deepEqual([...offering(timeline.entries)], ["a", "b"]);
  timeline.echo({ id: "mine", text: "Ada", at: 3, form: { flow: "intake", values: { a: "Ada" } } });
  assert.deepEqual([...offering(timeline.entries)], []);
  assert.deepEqual(timeline.get("mine")?.answers?.values, { a: "Ada" });
});

test("what the bot offered while the customer waited is over once a person has come and left", () => {
  const timeline = new Timeline();
  const happens = (status: string, seq: number) => timeline.happen({ kind: "handoff", data: { status, agent: "Ann" }, seq, at: seq });
  timeline.add(aMessage("call me back?", 1, { quickReplies: ["Call me"] }));
  happens("waiting", 2);
  assert.deepEqual([...offering(timeline.entries)], ["call me back?"]);
  happens("claimed", 3);
  happens("returned", 4);
  timeline.add(aMessage("how was it?", 5, { quickReplies: ["1", "5"] }));
  assert.deepEqual([...offering(timeline.entries)], ["how was it?"]);
});
