/** The customer's panel, pickers and their rules. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mayDecide } from "../src/desk/approvals/approval_rights.ts";
import { hasFailed, readContext, readCustomer, readTimeline } from "../src/desk/customer/customer_info.ts";
import { shownDetail } from "../src/desk/customer/timeline_detail.ts";
import { labelOf, plainValue, waitsFor } from "../src/desk/customer/values_view.ts";
import { KeyRecorder } from "../src/desk/keyboard/key_recorder.ts";
import { ownMoment } from "../src/desk/time/snooze_moments.ts";
import { de } from "../src/desk/part_languages/de.ts";
import { press } from "./desk_presses.ts";

test("a customer and their earlier conversations are read as the gateway tells of them", () => {
  const earlier = [{ conversation_id: "c2", channel: "sms", status: "closed", opened_at: "2026-01-01T00:00:00Z", last_text: "Thanks" }, {}];
  const info = readCustomer({ customer_ref: "u-1", channel: "web", is_opted_out: true, first_seen_at: "2026-01-01T00:00:00Z", earlier });
  assert.deepEqual([info.ref, info.isOptedOut, info.earlier.length], ["u-1", true, 1]);
  assert.equal(info.earlier[0]?.at, Date.parse("2026-01-01T00:00:00Z"));
  assert.deepEqual(readCustomer(null).earlier, []);
});

test("context and timeline keep what they have", () => {
  const context = readContext({
    summary: [{ kind: "request", role: "customer", text: "Money back", seq: 1 }],
    slots: [{ name: "order_id", value: "A-1" }],
    position: { flow: "return", title: "Return", step: "reason", waits_for: "slot reason" },
    tools: [{ tool: "find_order", outcome: "failed", code: "timeout", shown: { "order.state": "sent", "order.total.amount": "59.00", "order.total.currency": "EUR", returnable: false, "__proto__.x": "y" }, ms: 12 }],
    not_understood: ["huh?"],
  });
  assert.deepEqual([context?.position, context?.waitsFor, context?.notUnderstood], ["Return → reason", "slot reason", ["huh?"]]);
  const shown = context?.tools[0]?.shown ?? {};
  assert.deepEqual(shown["order"], { state: "sent", total: { amount: "59.00", currency: "EUR" } });
  assert.deepEqual([shown["returnable"], Object.keys(shown), ({} as Record<string, unknown>)["x"]], [false, ["order", "returnable", "__proto__"], undefined]);
  assert.deepEqual([context?.tools[0]?.milliseconds, hasFailed(context?.tools[0]?.outcome ?? "")], [12, true]);
  assert.equal(readContext(null), null);
  const timeline = readTimeline({ entries: [{ id: "t1", kind: "tool_call", title: "refund", outcome: "refused", ms: 900, at: "2026-01-01T00:00:00Z" }, { kind: "new" }], ui_url: "https://ui.example" });
  assert.deepEqual(timeline.entries.map(({ kind, milliseconds }) => [kind, milliseconds]), [["tool_call", 900], ["other", null]]);
  assert.equal(timeline.uiUrl, "https://ui.example");
});

test("approvals are for the role, those who stand in, and whom they were escalated to, never for who asked", () => {
  const approval = { byRole: "supervisor", requestedBy: ["Sam"], escalatedTo: null as string | null };
  assert.ok(mayDecide(approval, { name: "Kim", role: "supervisor" }));
  assert.ok(mayDecide(approval, { name: "Kim", role: "admin" }));
  assert.ok(!mayDecide(approval, { name: "Sam", role: "supervisor" }));
  assert.ok(!mayDecide(approval, { name: "Kim", role: "agent" }));
  assert.ok(!mayDecide(approval, null));
  assert.ok(mayDecide({ ...approval, escalatedTo: "Kim" }, { name: "Kim", role: "agent" }));
  assert.ok(mayDecide({ ...approval, escalatedTo: "role:operator" }, { name: "Kim", role: "operator" }));
});

test("values are drawn as text with readable names", () => {
  const words = { yes: "yes", no: "no", nothing: "–" };
  assert.equal(labelOf("order_id"), "Order id");
  assert.equal(waitsFor("slot order_id", de.waitsOn), "Order id");
  assert.deepEqual(["parked_call c-81f", "approval", "", "slot"].map((said) => waitsFor(said, de.waitsOn)), ["ein anderes System", "eine Freigabe", "", ""]);
  assert.deepEqual([true, null, ["a"], 5].map((value) => plainValue(value, words, "en")), ["yes", "–", '["a"]', "5"]);
  const spoken = [{ amount: "129.9", currency: "EUR" }, { amount: 0.125, currency: "USD" }, { amount: 1200, currency: "JPY" }, { amount: "1.5", currency: "KWD" }, "2026-11-26"];
  assert.deepEqual(spoken.map((value) => plainValue(value, words, "en-GB")), ["€129.90", "US$0.125", "JP¥1,200", "KWD\u00a01.500", "26 Nov 2026"]);
  assert.deepEqual(spoken.map((value) => plainValue(value, words, "de-DE")), ["129,90\u00a0€", "0,125\u00a0$", "1.200\u00a0¥", "1,500\u00a0KWD", "26.11.2026"]);
  const others = [{ amount: "12345678901.5", currency: "EUR" }, { amount: "1", currency: "euros" }, { amount: "1", currency: "EUR", of: "x" }, "2026-13-77"];
  assert.deepEqual(others.map((value) => plainValue(value, words, "en")), others.map((value) => (typeof value === "string" ? value : JSON.stringify(value))));
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

test("why a message was understood is said in the agent's language", () => {
  const detail = {
    role: "customer",
    language: "de",
    claimed_at: "2026-01-01T10:00:00Z",
    "need 1": { need: "wo ist es", intent: null, why: "in English", reason_code: "out_of_scope", sure: 0.31, threshold: 0.4, scores: { order_status: 0.3 } },
    "need 2": { why: "of a newer kind", reason_code: "toString" },
  };

  const shown = shownDetail(detail, de, "de");

  assert.equal(shown["Geschrieben von"], "Kunde");
  assert.equal(shown.Sprache, "Deutsch");
  assert.match(String(shown["Übernommen"]), /01\.01\.2026/);
  assert.deepEqual(shown["Anliegen 1"], {
    Anliegen: "wo ist es",
    Absicht: null,
    Grund: "die wahrscheinlichsten kommen zusammen auf 0,31, nötig sind 0,4",
    "Wahrscheinlichste Absichten": { order_status: 0.3 },
  });
  assert.deepEqual(shown["Anliegen 2"], { Grund: "of a newer kind" });
});
