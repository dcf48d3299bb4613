import assert from "node:assert/strict";
import { test } from "node:test";
import { SessionStore, browserShelf, memoryShelf } from "../src/chat/sessions.ts";
import { INITIAL } from "../src/chat/conversation_status.ts";

const SESSION = { token: "t-1", conversationId: "c-1", isVerified: false, expiresAt: 1_000 };

test("a session is kept per gateway and tenant", () => {
  const shelf = memoryShelf();
  new SessionStore(shelf, "", "acme").begin(SESSION);
  assert.deepEqual(new SessionStore(shelf, "", "acme").load(0)?.session, SESSION);
  assert.equal(new SessionStore(shelf, "", "globex").load(0), null);
  assert.equal(new SessionStore(shelf, "https://other", "acme").load(0), null);
});

test("an expired session is not used, and is known to have been there", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  assert.equal(store.hasExpired(1_000), false);
  store.begin(SESSION);
  assert.equal(store.load(1_000), null);
  assert.equal(store.hasExpired(1_000), true);
});

test("a slower tab does not set the place in the stream back", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  store.begin(SESSION);
  store.advance(SESSION, 7, { handoff: { status: "claimed", agent: "Sam" }, isApprovalOpen: false });
  store.advance(SESSION, 5, INITIAL);
  assert.equal(store.load(0)?.seq, 7);
  assert.equal(store.load(0)?.standing.handoff?.agent, "Sam");
});

test("the place of an old session is not written over that of the new one", () => {
  const store = new SessionStore(memoryShelf(), "", "acme");
  store.begin({ ...SESSION, token: "t-2" });
  store.advance(SESSION, 9, INITIAL);
  assert.equal(store.load(0)?.seq, 0);
});

test("what cannot be read counts as nothing", () => {
  const shelf = memoryShelf();
  const store = new SessionStore(shelf, "", "acme");
  for (const broken of ["{", "[]", '{"session":{}}', "null"]) {
    shelf.setItem(store.key, broken);
    assert.equal(store.load(0), null, broken);
  }
});

test("where the browser forbids storage, or it is full, the page itself remembers", () => {
  const full = { ...memoryShelf(), setItem: () => { throw new Error("QuotaExceededError"); } };
  const forbidden = () => { throw new Error("SecurityError"); };
  for (const shelf of [browserShelf(() => full), browserShelf(forbidden)]) {
    shelf.setItem("key", "value");
    assert.equal(shelf.getItem("key"), "value");
    shelf.removeItem("key");
    assert.equal(shelf.getItem("key"), null);
  }
});
