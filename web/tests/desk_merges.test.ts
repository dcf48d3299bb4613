import assert from "node:assert/strict";
import { test } from "node:test";
import { folded, groupOf, headOf, latestOf } from "../src/desk/merges.ts";
import type { Handoff } from "../src/desk/model.ts";
import { counted, lineOf, listed } from "../src/desk/selectors.ts";
import { NO_FILTERS } from "../src/desk/state.ts";
import { handoff, state } from "./desk_samples.ts";

const NOW = Date.parse("2026-11-29T12:10:00Z");
const MINE = { status: "claimed" as const, assigned_agent: "Sam" };
const of = (...handoffs: Handoff[]) =>
  state({ filters: { ...NO_FILTERS, view: "mine" }, isComplete: true, rows: new Map(handoffs.map((one) => [one.handoff_id, { handoff: one, seq: 1 }])) });
const web = handoff("web", { ...MINE, last_message_at: "2026-11-29T12:01:00Z", awaiting_since: null });
const sms = handoff("sms", { ...MINE, channel: "sms", merged_into: "web", preview: "by the way", last_message_at: "2026-11-29T12:05:00Z", awaiting_since: "2026-11-29T12:05:00Z" });

test("what was merged is one line, with the latest words and their channel", () => {
  const merged = of(web, sms);
  assert.equal(counted(merged, NOW).mine, 1);
  const [line, ...more] = listed(merged, NOW);
  assert.deepEqual([line?.handoff_id, line?.preview, line?.channel, more.length], ["web", "by the way", "sms", 0]);
  assert.deepEqual([lineOf(merged, listed(merged, NOW), "c-sms"), lineOf(merged, listed(merged, NOW), "c-web")], [0, 0]);
  assert.equal(headOf(merged, sms), web);
  assert.equal(latestOf(groupOf(merged, line ?? web))?.handoff_id, "sms");
});

test("nobody is lost: where the other one is over or not here, it is a line of its own", () => {
  for (const alone of [of(sms), of({ ...web, status: "resolved", ended_at: "2026-11-29T12:06:00Z" }, sms)]) {
    assert.deepEqual(listed(alone, NOW).map(({ handoff_id }) => handoff_id), ["sms"]);
    assert.equal(headOf(alone, sms), sms);
  }
});

test("the customer is answered where they wait, else where something was said last", () => {
  const answered = { ...sms, awaiting_since: null };
  assert.equal(latestOf(groupOf(of(web, sms), web))?.handoff_id, "sms");
  assert.equal(latestOf([{ ...web, awaiting_since: "2026-11-29T12:00:00Z" }, answered])?.handoff_id, "web");
  assert.equal(latestOf([web, answered])?.handoff_id, "sms");
  assert.equal(latestOf([]), null);
  assert.equal(folded(of(web), web), web);
});
