import assert from "node:assert/strict";
import { test } from "node:test";
import { cleaned, isVisible, lengthOf } from "../src/chat/message_text.ts";

test("what comes with a paste and cannot be sent is taken out, and nothing that can be read", () => {
  assert.equal(cleaned("page one\fpage two\vthree\u2028four\r\nfive\rsix"), "page one\npage two\nthree\nfour\nfive\nsix");
  assert.equal(cleaned("a\u0000b\u0007c\u001b[31m\u007f\u0085d\ud800e"), "abc[31m\nde");
  assert.equal(cleaned("\ta tab\nand lines\n"), "a tab\nand lines");
  assert.equal(cleaned("👩‍👩‍👧 ❤️ नमस्ते"), "👩‍👩‍👧 ❤️ नमस्ते");
});

test("a message that nobody can see is none", () => {
  for (const nothing of ["", " \n", "\u200b", "\u200b\u200d\ufeff\u2060", "\u00ad\u034f", "\u202e\u2066", "\ufe0f", "\u3164\uffa0\u115f", "\u2800", "\u00a0\u3000", "\u{e0020}\u{e01ff}", "\u0301"]) {
    assert.equal(isVisible(nothing), false, JSON.stringify(nothing));
  }
  for (const something of ["?", "5", "\u200bhi", "👍🏽", "❤️", "🇩🇪", "नमस्ते", "…"]) assert.ok(isVisible(something), something);
});

test("characters are counted as the gateway counts them", () => {
  assert.equal(lengthOf("x".repeat(4_507)), 4_507);
  assert.equal(lengthOf("👍"), 1);
});
