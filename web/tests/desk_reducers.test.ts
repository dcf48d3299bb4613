import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeskEvent, HandoffPage } from "../src/desk/model.ts";
import { afterEvent, afterOpened, afterPage, afterPassing, afterReset, emptyTalk, put, withoutLost, wordsOf } from "../src/desk/reducers.ts";
import type { DeskState } from "../src/desk/state.ts";
import { ME, event, handoff, opened, said, state } from "./desk_samples.ts";

function play(before: DeskState, ...events: DeskEvent[]): DeskState {
  return events.reduce((now, one) => ({ ...now, ...afterEvent(now, one) }), before);
}

function page(seq: number, ...handoffs: HandoffPage["handoffs"]): HandoffPage {
  return { seq, handoffs, next: null, counts: {} };
}

const statusOf = ({ rows }: DeskState, id: string) => rows.get(id)?.handoff.status;
const texts = ({ talks }: DeskState) => talks.get("c")?.timeline.entries.map(({ text }) => text);

test("a list and events give the same rows in whichever order they arrive", () => {
  const claimed = event(6, "handoff", handoff("h", { status: "claimed", assigned_agent: "Kim" }));
  const early = play({ ...state(), ...afterPage(state(), page(5, handoff("h"))) }, claimed);
  const first = play(state(), claimed);
  const late = { ...first, ...afterPage(first, page(5, handoff("h"))) };
  assert.equal(statusOf(early, "h"), "claimed");
  assert.equal(statusOf(late, "h"), "claimed");
});

test("an event that a list includes already changes nothing", () => {
  const before = { ...state(), ...afterPage(state(), page(9, handoff("h", { status: "claimed" }))) };
  assert.deepEqual(afterEvent(before, event(7, "handoff", handoff("h"))), {});
});

test("what a complete reading did not show is gone, unless an event told of it since", () => {
  const before = play(state(), event(3, "handoff", handoff("gone")), event(12, "handoff", handoff("new")));
  const read = { ...before, ...afterPage(before, page(10, handoff("there"))) };
  assert.deepEqual([...(withoutLost(read, 10).rows ?? [])].map(([id]) => id), ["new", "there"]);
});

test("a handoff that moves to a queue that is not ours leaves the list, and may come back", () => {
  const mine = state({ me: { ...ME, queues: ["support"] } });
  const moved = event(5, "handoff", { handoff_id: "h", moved_to: "returns" });
  const away = play(mine, event(4, "handoff", handoff("h")), moved);
  assert.equal(away.rows.get("h")?.isGone, true);
  assert.equal(play(away, event(8, "handoff", handoff("h"))).rows.get("h")?.isGone, undefined);
  assert.equal(play(state(), event(4, "handoff", handoff("h")), moved).rows.get("h")?.isGone, undefined);
});

test("a conversation grows by its events, each once", () => {
  const open = { ...state(), ...afterOpened(state(), "c", opened(10, 2, ["one", "two"])) };
  const grown = play(open, said(9, 2, "two"), said(11, 3, "three"), said(11, 3, "three"));
  assert.deepEqual(texts(grown), ["one", "two", "three"]);
});

test("what is said while a conversation is being read is not lost", () => {
  const reading = state(put(state(), emptyTalk("c")));
  const meanwhile = play(reading, said(11, 3, "three"));
  const read = { ...meanwhile, ...afterOpened(meanwhile, "c", opened(10, 2, ["one", "two"])) };
  assert.deepEqual(texts(read), ["one", "two", "three"]);
});

test("an event too many is a conversation to be read anew", () => {
  const open = { ...state(), ...afterOpened(state(), "c", opened(10, 1, ["one"])) };
  const gap = play(open, said(14, 3, "three"));
  assert.equal(gap.talks.get("c")?.isStale, true);
  const read = { ...gap, ...afterOpened(gap, "c", opened(15, 3, ["one", "two", "three"])) };
  assert.deepEqual(texts(read), ["one", "two", "three"]);
  assert.equal(read.talks.get("c")?.isStale, false);
});

test("who owns a conversation follows from its events", () => {
  const open = { ...state(), ...afterOpened(state(), "c", opened(10, 0, [])) };
  const handed = (seq: number, own: number, status: string, agent: string | null) =>
    event(seq, "conversation", { seq: own, kind: "handoff", data: { status, agent }, at: "" }, "c");
  const claimed = play(open, handed(11, 1, "claimed", "Sam"));
  assert.deepEqual([claimed.talks.get("c")?.info?.owner, claimed.talks.get("c")?.info?.agent], ["human_agent", "Sam"]);
  assert.equal(play(claimed, handed(12, 2, "returned", null)).talks.get("c")?.info?.owner, "bot");
});

test("a customer who writes is shown for as long as that can be believed", () => {
  const open = { ...state(), ...afterOpened(state(), "c", opened(10, 0, [])) };
  const typing = { ...open, ...afterPassing(open, { kind: "customer_typing", data: { conversation_id: "c", typing: true } }, 1_000) };
  assert.ok((typing.talks.get("c")?.typingUntil ?? 0) > 1_000);
  assert.equal(play(typing, said(11, 1, "there")).talks.get("c")?.typingUntil, 0);
});

test("the bot's words are shown until the answer or a person comes", () => {
  const open = { ...state(), ...afterOpened(state(), "c", opened(10, 0, [])) };
  const told = (from: DeskState, text: string): DeskState => ({ ...from, ...afterPassing(from, { kind: "words", data: { conversation_id: "c", text } }, 1_000) });
  const growing = told(told(open, "Within"), "Within 30 days");
  const words = (now: DeskState) => now.talks.get("c")?.words;
  const answer = event(11, "conversation", { seq: 1, kind: "message", data: { message_id: "b", role: "bot", text: "Within 30 days." }, at: "" }, "c");
  const claimed = event(11, "conversation", { seq: 1, kind: "handoff", data: { status: "claimed", agent: "Sam" }, at: "" }, "c");
  assert.equal(words(growing), "Within 30 days");
  assert.equal(words(play(growing, said(11, 1, "and?"))), "Within 30 days");
  assert.deepEqual([words(play(growing, answer)), words(play(growing, claimed)), words(told(growing, ""))], ["", "", ""]);
  const talk = growing.talks.get("c");
  assert.deepEqual([60_999, 61_000].map((now) => talk && wordsOf(talk, now)), ["Within 30 days", ""]);
  assert.deepEqual(afterPassing(open, { kind: "words", data: { conversation_id: "other", text: "no" } }, 1_000), {});
});

test("a note is there once", () => {
  const open = { ...state(), ...afterOpened(state(), "c", opened(10, 0, [])) };
  const note = event(11, "note", { note_id: "n", conversation_id: "c", agent: "Kim", text: "psst", mentions: [], at: "" }, "c");
  assert.equal(play(open, note, { ...note, seq: 12 }).talks.get("c")?.notes.length, 1);
});

test("after a reset what is read stands, even where the gateway counts from an earlier number", () => {
  const open = state({ open: "c" });
  const grown = play({ ...open, ...afterOpened(open, "c", opened(90, 2, ["one", "lost"])) }, event(91, "handoff", handoff("h", { status: "claimed" })));
  const before = { ...grown, ...afterReset(grown) };
  const lists = { ...before, ...afterPage(before, page(4, handoff("h"))) };
  const read = { ...lists, ...withoutLost(lists, 4), ...afterOpened(lists, "c", opened(4, 1, ["one"])) };
  assert.equal(statusOf(read, "h"), "waiting");
  assert.deepEqual(texts(play(read, said(5, 2, "new"))), ["one", "new"]);
});
