/** Canned replies: when their list opens, and what is put in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inLanguageFirst, readReplies } from "../src/desk/replies/canned_replies.ts";
import { firstUnknown, slashWord, withCursor } from "../src/desk/replies/slash_word.ts";

const query = (text: string, cursor = text.length) => slashWord(text, cursor)?.query ?? null;

test("a slash at the beginning of a word asks for a reply", () => {
  assert.equal(query("/"), "");
  assert.equal(query("Hello /gre"), "gre");
  assert.equal(query("Hello\n/gre"), "gre");
  assert.deepEqual(slashWord("Hi /gre there", 7), { from: 3, to: 7, query: "gre" });
});

test("a slash inside a word, a path or an address does not", () => {
  for (const text of ["and/or", "https://a.example/x", "/usr/", "/ hello", "1/2", ""]) assert.equal(query(text), null, text);
  assert.equal(query(`/${"x".repeat(60)}`), null);
});

test("the cursor goes where the template wants it, else to the end", () => {
  assert.deepEqual(withCursor("Hi {cursor}, bye"), { text: "Hi , bye", cursor: 3 });
  assert.deepEqual(withCursor("Hi"), { text: "Hi", cursor: 2 });
});

test("the first variable that nothing is known for is marked", () => {
  assert.deepEqual(firstUnknown("Hi {customer}, {order_id}", ["order_id", "customer"]), [3, 13]);
  assert.equal(firstUnknown("Hi", ["customer"]), null);
});

test("replies are read, and those in the customer's language come first", () => {
  const told = { replies: [{ name: "hi", title: "Hi", locale: "en" }, { name: "tag", locale: "de-AT", filled: "Guten Tag", unknown: ["x"] }, 5] };
  const [german, english] = inLanguageFirst(readReplies(told), "de");
  assert.deepEqual([german?.title, german?.filled, german?.unknown], ["tag", "Guten Tag", ["x"]]);
  assert.deepEqual([english?.name, english?.filled], ["hi", null]);
  assert.deepEqual(readReplies(null), []);
});
