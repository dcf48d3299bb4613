import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_OUTAGE, isCutOff, outageAfter } from "../src/chat/notice.ts";

function after(...notices: unknown[]) {
  return notices.reduce(outageAfter, NO_OUTAGE) as typeof NO_OUTAGE;
}

test("the latest notice is shown, and only the first one promises a quick answer", () => {
  const holding = after({ status: "holding", text: "One moment." });
  assert.deepEqual(holding.notice, { text: "One moment.", isBrief: true });
  const kept = outageAfter(holding, { status: "kept", text: "It is kept." });
  assert.deepEqual(kept.notice, { text: "It is kept.", isBrief: false });
  assert.deepEqual([NO_OUTAGE, holding, kept].map(isCutOff), [false, false, true]);
});

test("an interruption ends by itself and leaves what was said", () => {
  const interrupted = after({ status: "kept", text: "It is kept." }, { status: "interrupted", text: "" });
  assert.equal(interrupted.isInterrupted, true);
  const resumed = outageAfter(interrupted, { status: "resumed", text: "" });
  assert.deepEqual(resumed, { notice: { text: "It is kept.", isBrief: false }, isInterrupted: false });
});

test("a notice of another shape changes nothing", () => {
  for (const data of [null, 7, {}, { status: "holding" }, { status: "kept", text: 7 }]) {
    assert.deepEqual(after(data), NO_OUTAGE);
  }
});
