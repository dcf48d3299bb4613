/** Canned replies: when their list opens, and what is put in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inLanguageFirst, readReplies } from "../src/desk/replies/canned_replies.ts";
import { firstBlank } from "../src/desk/replies/blanks.ts";
import { begunWord, firstUnknown, withCursor } from "../src/desk/replies/begun_word.ts";
import { mentionsIn, piecesOf } from "../src/desk/replies/mentions.ts";

const query = (text: string, cursor = text.length) => begunWord(text, cursor, "/")?.query ?? null;

test("a slash at the beginning of a word asks for a reply", () => {
  assert.equal(query("/"), "");
  assert.equal(query("Hello /gre"), "gre");
  assert.equal(query("Hello\n/gre"), "gre");
  assert.deepEqual(begunWord("Hi /gre there", 7, "/"), { sign: "/", from: 3, to: 7, query: "gre" });
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

test("an at sign at the beginning of a word asks for a colleague, an e-mail address does not", () => {
  assert.deepEqual(begunWord("Look @Ki", 8, "@"), { sign: "@", from: 5, to: 8, query: "Ki" });
  assert.equal(begunWord("Look @Ki", 8, "/"), null);
  assert.equal(begunWord("ada@example.com", 15, "@"), null);
});

test("who is called is known by the whole name, whatever follows it", () => {
  const team = ["Sam", "Sam Agent", "Kim Lee", "Zoë", "İpek"];
  const called = (text: string) => mentionsIn(text, team);
  assert.deepEqual(called("@Sam Agent, please"), ["Sam Agent"]);
  assert.deepEqual(called("@sam."), ["Sam"]);
  assert.deepEqual(called("(@Kim Lee) @Zoë! @Kim Lee @İpek"), ["Kim Lee", "Zoë", "İpek"]);
  assert.deepEqual(called("@Samuel @Kim @nobody ada@Sam.example @ @@Sam x@Sam"), []);
  assert.deepEqual(called("İİİ @Sam"), ["Sam"]);
  assert.deepEqual(mentionsIn("@ @", [""]), []);
});

test("calls are marked in a note and every other character stays", () => {
  const pieces = piecesOf("Ask @Kim Lee, @nobody", ["Kim Lee"]);
  assert.deepEqual(pieces.map(({ text, isCall }) => (isCall ? `[${text}]` : text)).join(""), "Ask [@Kim Lee], @nobody");
  assert.deepEqual(piecesOf("", []), [{ text: "", isCall: false }]);
});

test("a blank that a canned reply left open is found, other braces are not", () => {
  assert.deepEqual(firstBlank("Hello {customer}, {order_id}"), { name: "{customer}", from: 6, to: 16 });
  assert.equal(firstBlank("Bis {tag.größe}")?.name, "{tag.größe}");
  for (const text of ["Hello", "{}", "{ customer }", "{1}", "a { b } c", '{"a": 1}', `{${"x".repeat(60)}}`]) assert.equal(firstBlank(text), null, text);
});
