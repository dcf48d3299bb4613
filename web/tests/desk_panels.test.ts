/** The customer's panel, pickers and their rules. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readContext, readCustomer, readTimeline } from "../src/desk/customer/customer_info.ts";
import { temporalAddress } from "../src/desk/customer/customer_view.ts";
import { labelOf, plainValue } from "../src/desk/customer/values_view.ts";
import { KeyRecorder } from "../src/desk/keyboard/key_recorder.ts";
import { ownMoment } from "../src/desk/time/snooze_moments.ts";
import { press } from "./desk_presses.ts";

test("a customer is read from whatever the gateway says", () => {
  const info = readCustomer({ customer_ref: "u-1", verified: true, email: "k@a.example", conversations: [{ conversation_id: "c2", channel: "sms" }, {}], files: [{ name: "a.pdf", url: "javascript:x" }] });
  assert.deepEqual([info.ref, info.isVerified, info.details["email"]], ["u-1", true, "k@a.example"]);
  assert.deepEqual(info.earlier.map(({ conversationId }) => conversationId), ["c2"]);
  assert.deepEqual(readCustomer(null).earlier, []);
});

test("context and timeline keep what they have", () => {
  const context = readContext({ summary: "Wants money", slots: { order_id: "A-1" }, flow: "return", step: "reason", not_understood: ["hä?", { text: "what" }], tool_calls: [{ tool: "find_order", outcome: "ok", duration_ms: 12 }] });
  assert.equal(context?.position, "return → reason");
  assert.deepEqual(context?.notUnderstood, ["hä?", "what"]);
  assert.equal(context?.done[0]?.milliseconds, 12);
  assert.equal(readContext(null), null);
  const [step] = readTimeline({ timeline: [{ seq: 4, kind: "tool", name: "refund", outcome: "failed", duration_ms: 900, at: "2026-01-01T00:00:00Z" }] });
  assert.deepEqual([step?.id, step?.hasFailed, step?.milliseconds, step?.kind], ["4", true, 900, "tool"]);
});

test("the Temporal UI is asked for this conversation's runs, and only on the web", () => {
  assert.equal(
    temporalAddress("https://ui.example/namespaces/default/", "acme", "web-1"),
    "https://ui.example/namespaces/default/workflows?query=WorkflowId+%3D+%22conversation%2Facme%2Fweb-1%22",
  );
  assert.equal(temporalAddress("javascript:alert(1)", "acme", "web-1"), null);
});

test("values are drawn as text with readable names", () => {
  const words = { yes: "yes", no: "no", nothing: "–" };
  assert.equal(labelOf("order_id"), "Order id");
  assert.deepEqual([true, null, ["a"], 5].map((value) => plainValue(value, words)), ["yes", "–", '["a"]', "5"]);
});

test("an own moment is meant in the tenant's zone", () => {
  const now = Date.parse("2026-11-29T20:00:00Z");
  assert.equal(ownMoment("2026-11-30T09:00", "Europe/Berlin", now), Date.parse("2026-11-30T08:00:00Z"));
  assert.equal(ownMoment("2026-11-29T20:30", "Europe/Berlin", now), "past");
  assert.equal(ownMoment("", "Europe/Berlin", now), "none");
});

test("keys for a command are what is pressed, but for those that text fields need", () => {
  const recorder = new KeyRecorder(false);
  assert.equal(recorder.press(press({ key: "g" })), "going");
  assert.equal(recorder.press(press({ key: "x" })), "going");
  assert.equal(recorder.keys, "g x");
  assert.equal(recorder.press(press({ key: "Enter" })), "done");
  assert.equal(new KeyRecorder(false).press(press({ key: "c", ctrlKey: true })), "reserved");
  assert.equal(new KeyRecorder(false).press(press({ key: "@", code: "KeyQ", ctrlKey: true, altKey: true })), "going");
  assert.equal(new KeyRecorder(false).press(press({ key: "Escape" })), "cancelled");
  assert.equal(new KeyRecorder(false).press(press({ key: "Backspace" })), "removed");
});
