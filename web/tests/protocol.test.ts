import assert from "node:assert/strict";
import { test } from "node:test";
import { readBranding, readEvent, readHistory, readMessage, readSession } from "../src/protocol.ts";

test("a message is read with everything that goes with it", () => {
  const message = readMessage(
    {
      message_id: "m-1",
      role: "bot",
      text: "Within 30 days.",
      quick_replies: ["Thanks"],
      citations: [{ document_id: "returns", title: "Returns", heading: "How long?", url: null }],
      seq: 3,
      at: "2026-01-25T14:30:00+00:00",
    },
    0,
  );
  assert.deepEqual(message, {
    ...{ id: "m-1", role: "bot", text: "Within 30 days.", sentBy: null, quickReplies: ["Thanks"] },
    citations: [{ title: "Returns", heading: "How long?", url: null }],
    ...{ seq: 3, at: Date.parse("2026-01-25T14:30:00Z") },
  });
});

test("what has no id, or a role that we do not know, is left out", () => {
  const page = readHistory(
    { messages: [{ role: "bot", text: "x" }, { message_id: "a", role: "root" }, null, 5], next_before: 12 },
    0,
  );
  assert.deepEqual(page, { messages: [], nextBefore: "12" });
});

test("fields of the wrong type become nothing instead of an error", () => {
  const message = readMessage({ message_id: "m", role: "bot", text: 5, quick_replies: [1, "a"], citations: "x" }, 9);
  assert.equal(message?.text, "");
  assert.deepEqual(message?.quickReplies, ["a"]);
  assert.deepEqual(message?.citations, []);
  assert.equal(message?.at, 9);
});

test("a colour that is none is replaced, so that it cannot carry a style of its own", () => {
  assert.equal(readBranding({ color: "red; background: url(https://evil)" }).color, "#2255cc");
  assert.equal(readBranding({ color: "#00BB66" }).color, "#00BB66");
});

test("an answer without a token is no session", () => {
  assert.equal(readSession({ conversation_id: "c" }), null);
  assert.equal(readSession(null), null);
});

test("an event that is no JSON carries nothing", () => {
  assert.deepEqual(readEvent("{oops", 4).data, {});
});
