import assert from "node:assert/strict";
import { test } from "node:test";
import { readBranding, readEvent, readHistory, readMessage, readSession } from "../src/chat/protocol.ts";

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
    ...{ cards: [], lists: [], form: null, isRating: false, attachments: [], seq: 3, at: Date.parse("2026-01-25T14:30:00Z") },
  });
});

test("what has no id, or a role that we do not know, is left out", () => {
  const page = readHistory(
    { messages: [{ role: "bot", text: "x" }, { message_id: "a", role: "root" }, null, 5], next_before: 12 },
    0,
  );
  assert.deepEqual(page, { messages: [], happenings: [], nextBefore: "12" });
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

test("a card shows what may be fetched, and nothing else", () => {
  const shown = (card: object) => readMessage({ message_id: "1", role: "bot", cards: [card] }, 0)?.cards[0];
  const image = { url: "https://shop.example/a.jpg", alt: "A" };
  assert.deepEqual(shown({ title: "A", image, buttons: ["Buy", 7, ""], links: [{ text: "More", url: "https://shop.example/" }] }), {
    ...{ title: "A", subtitle: "", text: "", image, buttons: ["Buy"] },
    links: [{ text: "More", url: "https://shop.example/" }],
  });
  for (const url of ["http://shop.example/a.jpg", "javascript:alert(1)", "data:image/svg+xml,x", "//shop.example", "https://", "https://a\u200b.example", 7]) {
    assert.equal(shown({ title: "A", image: { url, alt: "" } })?.image, null, String(url));
    assert.deepEqual(shown({ title: "A", links: [{ text: "x", url }] })?.links, []);
  }
  assert.equal(shown({ subtitle: "no title" }), undefined);
});

test("a branding says how the chat opens, by language", () => {
  const branding = readBranding({ name: "Ava", starters: { en: ["Track"], de: "x" }, greetings: { en: "Hi" }, logo: "http://x.example/l.png" });
  assert.deepEqual(branding.starters, { en: ["Track"], de: [] });
  assert.deepEqual(branding.greetings, { en: "Hi" });
  assert.equal(branding.logo, null);
});

test("lists and forms are read as far as they make sense", () => {
  const message = readMessage(
    {
      ...{ message_id: "m", role: "bot", text: "Please:", asks_rating: true },
      lists: [{ title: "Rooms", items: [{ title: "Small", description: 5 }, { description: "no title" }] }, { items: [] }, "x"],
      form: { flow: "book", title: 7, fields: [{ name: "day", label: "Which day?", kind: "date" }, { name: "nameless" }, null] },
    },
    0,
  );
  assert.equal(message?.isRating, true);
  assert.deepEqual(message?.lists, [{ title: "Rooms", items: [{ title: "Small", description: "" }] }]);
  const day = { name: "day", label: "Which day?", kind: "date", options: [], optional: false, value: "" };
  assert.deepEqual(message?.form, { flow: "book", title: "", fields: [day] });
  assert.equal(readMessage({ message_id: "m", role: "bot", form: { flow: "x", fields: [] } }, 0)?.form, null);
});
