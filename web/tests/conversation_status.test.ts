import assert from "node:assert/strict";
import { test } from "node:test";
import { INITIAL, agentOf, isWithBot, standingAfter } from "../src/chat/conversation_status.ts";

function after(...events: [string, Record<string, unknown>][]) {
  return events.reduce((standing, [kind, data]) => standingAfter(standing, kind, data), INITIAL);
}

test("a handoff goes from waiting to claimed to returned", () => {
  const waiting = after(["handoff", { status: "waiting" }]);
  assert.equal(isWithBot(waiting), false);
  assert.equal(agentOf(waiting), null);
  const claimed = standingAfter(waiting, "handoff", { status: "claimed", agent: "Sam" });
  assert.equal(isWithBot(claimed), false);
  assert.equal(agentOf(claimed), "Sam");
  const returned = standingAfter(claimed, "handoff", { status: "returned", agent: null });
  assert.equal(isWithBot(returned), true);
  assert.equal(agentOf(returned), null);
});

test("an approval is open until it is decided", () => {
  assert.equal(after(["approval", { status: "waiting" }]).isApprovalOpen, true);
  assert.equal(after(["approval", { status: "waiting" }], ["approval", { status: "approved" }]).isApprovalOpen, false);
});

test("a conversation that is closed waits for nobody", () => {
  const closed = after(["handoff", { status: "waiting" }], ["approval", { status: "waiting" }], ["status", { status: "closed" }]);
  assert.deepEqual(closed, INITIAL);
});

test("what is not known changes nothing", () => {
  assert.deepEqual(after(["weather", { status: "waiting" }], ["status", { status: "active" }]), INITIAL);
});
