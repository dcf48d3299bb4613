import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionStore, memoryShelf } from "../src/chat/sessions.ts";
import { Timeline } from "../src/chat/timeline.ts";
import { Unread } from "../src/chat/unread.ts";

function said(timeline: Timeline, seq: number, role: "bot" | "customer" | "human_agent" | "system"): void {
  const parts = { quickReplies: [], citations: [], cards: [], lists: [], form: null, isRating: false, attachments: [] };
  timeline.add({ id: `m-${seq}`, role, text: "x", sentBy: null, at: 0, seq, ...parts });
}

test("what comes while nobody looks is counted, over reloads, until it is looked at", () => {
  const shelf = memoryShelf();
  const anew = () => new Unread(new SessionStore(shelf, "https://chat.example", "acme"));
  const timeline = new Timeline();
  said(timeline, 1, "bot");
  assert.equal(anew().count("c-1", timeline.entries, false), 0); // nothing was seen before
  said(timeline, 2, "customer");
  said(timeline, 3, "bot");
  said(timeline, 4, "human_agent");
  said(timeline, 5, "system");
  assert.equal(anew().count("c-1", timeline.entries, false), 2);
  assert.equal(anew().count("c-2", [], false), 0);
  assert.equal(anew().count("c-1", timeline.entries, false), 2);
  assert.equal(anew().count("c-1", timeline.entries, true), 0);
  assert.equal(anew().count("c-1", timeline.entries, false), 0);
  assert.deepEqual(anew().seen, { "c-1": 5, "c-2": 0 });
});

test("of many conversations the latest are remembered", () => {
  const unread = new Unread(new SessionStore(memoryShelf(), "https://chat.example", "acme"));
  for (let i = 0; i < 30; i += 1) unread.count(`c-${i}`, [], true);
  assert.equal(Object.keys(unread.seen).length, 20);
  assert.ok("c-29" in unread.seen);
});
