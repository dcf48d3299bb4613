import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionStore, memoryShelf } from "../src/sessions.ts";
import { Unconfirmed } from "../src/unconfirmed.ts";

const HOUR = 3_600_000;

test("what was not confirmed before a reload is known after it, in order", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  new Unconfirmed(store).add({ id: "a", text: "one", at: 1 });
  new Unconfirmed(store).add({ id: "b", text: "two", at: 2 });
  new Unconfirmed(store).add({ id: "a", text: "one", at: 1 });
  assert.deepEqual(new Unconfirmed(store).list(3).map(({ id }) => id), ["b", "a"]);
});

test("what is confirmed or old is not sent again", () => {
  const unconfirmed = new Unconfirmed(new SessionStore(memoryShelf(), "", "acme"));
  unconfirmed.add({ id: "old", text: "one", at: 0 });
  unconfirmed.add({ id: "new", text: "two", at: HOUR });
  unconfirmed.add({ id: "done", text: "three", at: HOUR });
  unconfirmed.remove("done");
  assert.deepEqual(unconfirmed.list(HOUR + 1).map(({ id }) => id), ["new"]);
});

test("a shelf with rubbish on it holds nothing to send", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  for (const rubbish of ["{", "{}", "[null, 5, {}]"]) {
    store.shelf.setItem(`${store.key}:unconfirmed`, rubbish);
    assert.deepEqual(new Unconfirmed(store).list(0), [], rubbish);
  }
});
