import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Drafts } from "../src/desk/drafts.ts";
import { Heartbeat } from "../src/desk/heartbeat.ts";

function kept() {
  const shelf = new Map<string, string>();
  const saved: unknown[] = [];
  const put = async <T>(path: string, body: object = {}) => (saved.push([path, body]), null as T);
  const open = () =>
    new Drafts({ put }, { getItem: (key) => shelf.get(key) ?? null, setItem: (key, value) => void shelf.set(key, value) }, "draft:");
  return { open, saved };
}

test("what was begun is there after a reload, at once", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000 });
  const { open } = kept();
  open().change("c", { text: "Half a sen" });
  assert.equal(open().of("c").text, "Half a sen");
  assert.equal(open().of("other").text, "");
  mock.timers.reset();
});

test("the gateway keeps it too, once the writing pauses, and never a note", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000 });
  const { open, saved } = kept();
  const drafts = open();
  for (const text of ["H", "He", "Hello"]) drafts.change("c", { text });
  drafts.change("n", { text: "psst", isNote: true });
  mock.timers.tick(1_500);
  assert.deepEqual(saved, [["desk/conversations/c/draft", { text: "Hello" }]]);
  mock.timers.reset();
});

test("a draft of another device is taken, unless something newer is here", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 10_000 });
  const drafts = kept().open();
  drafts.take("c", "from the phone", new Date(9_000).toISOString());
  assert.equal(drafts.of("c").text, "from the phone");
  drafts.change("c", { text: "newer here" });
  drafts.take("c", "from the phone again", new Date(20_000).toISOString());
  assert.equal(drafts.of("c").text, "newer here");
  mock.timers.tick(1_500);
  drafts.take("c", "old", new Date(9_500).toISOString());
  assert.equal(drafts.of("c").text, "newer here");
  mock.timers.reset();
});

test("an idle browser says so in one request a minute, for all its tabs", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
  const told: unknown[] = [];
  const heartbeat = new Heartbeat({ post: async <T>(_path: string, body: object = {}) => (told.push(body), null as T) });
  heartbeat.take("a", { watching: "c", typing: null, touchedAt: 0 });
  heartbeat.take("b", { watching: "d", typing: "d", touchedAt: 0 });
  heartbeat.lead();
  mock.timers.tick(400);
  assert.deepEqual(told, [{ watching: ["c", "d"], typing: "d", touched: false }]);
  heartbeat.take("a", { watching: "c", typing: null, touchedAt: 0 });
  mock.timers.tick(49_000);
  assert.equal(told.length, 1);
  heartbeat.take("b", { watching: "e", typing: null, touchedAt: 49_000 });
  mock.timers.tick(400);
  assert.deepEqual(told[1], { watching: ["c", "e"], typing: null, touched: true });
  mock.timers.tick(60_000);
  assert.equal(told.length, 3);
  // Nobody touches anything: no more than one request a minute.
  for (let minute = 0; minute < 10; minute += 1) {
    mock.timers.tick(60_000);
    await new Promise(setImmediate);
  }
  assert.equal(told.length, 13);
  heartbeat.stop();
  mock.timers.reset();
});

test("a tab that does not lead says nothing itself", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 });
  const told: unknown[] = [];
  const heartbeat = new Heartbeat({ post: async <T>() => (told.push(1), null as T) });
  heartbeat.take("a", { watching: "c", typing: null, touchedAt: 0 });
  mock.timers.tick(120_000);
  assert.deepEqual(told, []);
  mock.timers.reset();
});
