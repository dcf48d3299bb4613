import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionStore, memoryShelf } from "../src/chat/sessions.ts";
import { Unconfirmed } from "../src/chat/pending_messages.ts";

const HOUR = 3_600_000;

test("what was not confirmed before a reload is known after it, in order", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  new Unconfirmed(store).add({ id: "a", text: "one", at: 1, owner: null });
  new Unconfirmed(store).add({ id: "b", text: "two", at: 2, owner: null });
  new Unconfirmed(store).add({ id: "a", text: "one", at: 1, owner: null });
  assert.deepEqual(new Unconfirmed(store).list(3, null).map(({ id }) => id), ["b", "a"]);
});

test("what is confirmed or old is not sent again", () => {
  const unconfirmed = new Unconfirmed(new SessionStore(memoryShelf(), "", "acme"));
  unconfirmed.add({ id: "old", text: "one", at: 0, owner: null });
  unconfirmed.add({ id: "new", text: "two", at: HOUR, owner: null });
  unconfirmed.add({ id: "done", text: "three", at: HOUR, owner: null });
  unconfirmed.remove("done");
  assert.deepEqual(unconfirmed.list(HOUR + 1, null).map(({ id }) => id), ["new"]);
});

test("a shelf with rubbish on it holds nothing to send", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  for (const rubbish of ["{", "{}", "[null, 5, {}]"]) {
    store.shelf.setItem(`${store.key}:unconfirmed`, rubbish);
    assert.deepEqual(new Unconfirmed(store).list(0, null), [], rubbish);
  }
});

test("what a known customer wrote is kept for them alone", () => {
  const unconfirmed = new Unconfirmed(new SessionStore(memoryShelf(), "", "acme"));
  unconfirmed.add({ id: "hers", text: "refund my order", at: 1, owner: "c-ada" });
  unconfirmed.add({ id: "anybody", text: "hello", at: 1, owner: null });
  const idsOf = (owner: string | null) => unconfirmed.list(2, owner).map(({ id }) => id);
  assert.deepEqual([idsOf(null), idsOf("c-bob"), idsOf("c-ada")], [["anybody"], [], ["hers"]]);
});
