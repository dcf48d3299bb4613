import assert from "node:assert/strict";
import { test } from "node:test";
import { dueShort, dueText, spanOf, waitText } from "../src/desk/clock.ts";
import { wordsIn } from "../src/desk/i18n.ts";
import type { Handoff, ViewName } from "../src/desk/model.ts";
import { readRoute, routeOf } from "../src/desk/route.ts";
import { becauseOf, counted, isChatting, isIn, isMine, isPassedOn, listed, offersFor, urgencyOf } from "../src/desk/selectors.ts";
import { NO_FILTERS } from "../src/desk/state.ts";
import { handoff, state } from "./desk_samples.ts";

const NOW = Date.parse("2026-11-29T12:10:00Z");
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const rowsOf = (...handoffs: Handoff[]) => new Map(handoffs.map((one) => [one.handoff_id, { handoff: one, seq: 1 }]));
const viewsOf = (one: Handoff) =>
  (["waiting", "mine", "team", "snoozed", "breached", "closed"] as ViewName[]).filter((view) => isIn(one, view, "Sam", NOW));

test("a handoff stands in the views that it belongs to; a snoozed one in its own alone", () => {
  const claimed = { status: "claimed" as const, assigned_agent: "Sam" };
  assert.deepEqual(viewsOf(handoff("h")), ["waiting"]);
  assert.deepEqual(viewsOf(handoff("h", claimed)), ["mine", "team"]);
  assert.deepEqual(viewsOf(handoff("h", { ...claimed, assigned_agent: "Kim", breached_at: at(-1) })), ["team", "breached"]);
  assert.deepEqual(viewsOf(handoff("h", { ...claimed, snoozed_until: at(5) })), ["snoozed"]);
  assert.deepEqual(viewsOf(handoff("h", { ...claimed, snoozed_until: at(-5) })), ["mine", "team"]);
  assert.deepEqual(viewsOf(handoff("h", { abandoned_at: at(-5), breached_at: at(-5) })), []);
  assert.deepEqual(viewsOf(handoff("h", { status: "returned", ended_at: at(-1) })), ["closed"]);
  assert.deepEqual(viewsOf(handoff("h", { abandoned_at: at(-1) })), []);
});

test("who is next comes first: escalated, then priority, then the longest waiting", () => {
  const rows = rowsOf(
    handoff("late", { opened_at: at(-1) }),
    handoff("early", { opened_at: at(-9) }),
    handoff("urgent", { priority: 1, opened_at: at(-2) }),
    handoff("raised", { priority: 5, escalated: true, opened_at: at(-1) }),
  );
  assert.deepEqual(listed(state({ rows }), NOW).map(({ handoff_id }) => handoff_id), ["raised", "urgent", "early", "late"]);
});

test("filters narrow the list, and counts are those of all", () => {
  const rows = rowsOf(handoff("a"), handoff("b", { queue: "returns" }), handoff("c", { channel: "sms" }));
  const narrowed = state({ rows, isComplete: true, filters: { ...NO_FILTERS, queue: "support", channel: "web" } });
  assert.deepEqual(listed(narrowed, NOW).map(({ handoff_id }) => handoff_id), ["a"]);
  assert.equal(counted(narrowed, NOW).waiting, 3);
});

test("until all are here the gateway's counts are shown", () => {
  assert.deepEqual(counted(state({ rows: rowsOf(handoff("a")), counts: { waiting: 2_000 } }), NOW), { waiting: 2_000 });
});

test("an offer is mine while it stands, and only mine", () => {
  const offer = (id: string, to: string, minutes: number) => handoff(id, { offered_to: to, offer_expires_at: at(minutes) });
  const rows = rowsOf(offer("later", "Sam", 2), offer("over", "Sam", -1), offer("other", "Kim", 1), offer("soon", "Sam", 1));
  assert.deepEqual(offersFor(state({ rows }), NOW).map(({ handoff_id }) => handoff_id), ["soon", "later"]);
});

test("what a colleague passes on while they stay is offered without an end, until somebody has taken it", () => {
  const passed = (id: string, more: Partial<Handoff>) => handoff(id, { status: "claimed", assigned_agent: "Kim", passed_to: "Sam", ...more });
  const cold = handoff("cold", { passed_to: "Sam" });
  const rows = rowsOf(passed("mine", {}), passed("other", { passed_to: "Lee" }), passed("over", { ended_at: at(-1) }), passed("taken", { assigned_agent: "Sam" }), cold);
  assert.deepEqual(offersFor(state({ rows }), NOW).map(({ handoff_id }) => handoff_id), ["mine"]);
  assert.deepEqual([isPassedOn(passed("h", { passed_to: "Lee" })), isPassedOn(cold), isPassedOn(handoff("h", { status: "claimed", assigned_agent: "Kim" }))], [true, false, false]);
});

test("only the owner's words reach the customer", () => {
  const mine = handoff("h", { status: "claimed", assigned_agent: "Sam" });
  assert.equal(isMine(state(), mine), true);
  assert.equal(isMine(state(), handoff("h")), false);
  assert.equal(isMine(state(), { ...mine, assigned_agent: "Kim" }), false);
  assert.equal(isMine(state(), { ...mine, status: "returned", ended_at: at(-1) }), false);
});

test("how urgent it is is said in words, and follows the gateway's warning", () => {
  const words = wordsIn("en");
  const due = (more: Partial<Handoff>) => handoff("h", { due_for: "first_reply", ...more });
  assert.equal(urgencyOf(due({ due_at: at(30) }), NOW), "due");
  assert.equal(urgencyOf(due({ due_at: at(30), warned_at: at(-1) }), NOW), "soon");
  assert.equal(urgencyOf(due({ due_at: at(-3) }), NOW), "breached");
  assert.equal(dueText(due({ due_at: at(30) }), NOW, words), "First reply due in 30 min");
  assert.equal(dueShort(due({ breached_at: at(-75) }), NOW, words), "overdue 1 h 15");
  assert.equal(dueText(due({ due_at: null }), NOW, words), "");
});

test("who waits since when: for a person, then for an answer", () => {
  const words = wordsIn("en");
  assert.equal(waitText(handoff("h", { opened_at: at(-4) }), NOW, words), "4 min");
  const answered = { status: "claimed" as const, assigned_agent: "Sam", awaiting_since: null };
  assert.equal(waitText(handoff("h", answered), NOW, words), "");
  assert.equal(spanOf(20_000, words), "now");
  assert.equal(spanOf(3 * 86_400_000, words), "3 d");
});

test("an address leads back to what was open, and a broken one to the list", () => {
  const open = { pane: "inbox", open: "web-a/b", column: "talk" as const };
  assert.deepEqual(readRoute(routeOf(open)), open);
  assert.deepEqual(readRoute("#inbox/web-1/side"), { pane: "inbox", open: "web-1", column: "side" });
  assert.deepEqual(readRoute("#inbox/%E0%A4%A"), { pane: "inbox", open: null, column: "list" });
  assert.deepEqual(readRoute(""), { pane: "inbox", open: null, column: "list" });
});

test("what is written beside a call-back does not reach the customer", () => {
  const mine = handoff("h", { status: "claimed", assigned_agent: "Sam" });
  const call = { ...mine, kind: "call_back" as const, contact: "+49 170 1234567" };
  assert.deepEqual([isChatting(state(), mine), isChatting(state(), call), isMine(state(), call)], [true, false, true]);
});

test("why something is due is said in the reader's language", () => {
  const because = { en: "due Mon 09:30: 45 min on Fri, 15 on Mon", de: "fällig Mo 09:30" };
  const late = handoff("h", { due_because: because });
  assert.deepEqual([becauseOf(late, "de-AT"), becauseOf(late, "fr"), becauseOf(handoff("h"), "en")], [because.de, because.en, ""]);
});
