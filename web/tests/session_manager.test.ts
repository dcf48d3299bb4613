import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/shared/problem.ts";
import type { ChatApi } from "../src/chat/api.ts";
import { Membership } from "../src/chat/session_manager.ts";
import type { Session } from "../src/chat/protocol.ts";
import { SessionStore, memoryShelf } from "../src/chat/sessions.ts";

const LATER = Number.MAX_SAFE_INTEGER;

/** A gateway that makes sessions 1, 2, 3 … and knows to whom the verified ones belong. */
class Gateway {
  opened = 0;
  owner: string | null = null;
  staleTokens: string[] = [];

  async openSession(customer: string | null): Promise<Session> {
    if (customer !== null && this.staleTokens.includes(customer)) throw new Problem(401, "stale");
    this.opened += 1;
    this.owner = customer;
    return this.#session(`t-${this.opened}`, customer !== null);
  }

  /** The server's rule: an anonymous session is void once somebody has signed in with it. */
  check(session: Session): void {
    if (this.owner !== null && !session.isVerified && session.conversationId === "c-1") {
      throw new Problem(401, "This session is no longer valid.");
    }
  }

  async verify(session: Session, customer: string): Promise<Session> {
    if (this.owner !== null && this.owner !== customer) throw new Problem(409, "another's");
    this.owner = customer;
    return this.#session(`${session.token}-verified`, true);
  }

  #session(token: string, isVerified: boolean): Session {
    return { token, conversationId: `c-${this.opened}`, isVerified, expiresAt: LATER };
  }
}

/** Pages of one browser: they share what it keeps. */
function aBrowser() {
  const gateway = new Gateway();
  const store = new SessionStore(memoryShelf(), "", "acme");
  const open = (customer: string | null = null) =>
    new Membership(gateway as unknown as ChatApi, store, customer, () => {});
  return { gateway, open };
}

test("a second page goes on in the same conversation", async () => {
  const { gateway, open } = aBrowser();
  await open().join();
  assert.equal((await open().join()).session.token, "t-1");
  assert.equal(gateway.opened, 1);
});

test("a visitor who logs in on the tenant's site keeps the conversation", async () => {
  const { open } = aBrowser();
  await open().join();
  const { session } = await open("ada").join();
  assert.equal(session.conversationId, "c-1");
  assert.ok(session.isVerified);
});

test("who logs out, or logs in as somebody else, does not read the customer's conversation", async () => {
  for (const next of [null, "bob"]) {
    const { open } = aBrowser();
    await open("ada").join();
    assert.equal((await open(next).join()).session.conversationId, "c-2", String(next));
  }
});

test("what is said belongs to the customer who is known, and to nobody until that is sure", async () => {
  const { open } = aBrowser();
  const [anonymous, ada] = [open(), open("ada")];
  assert.deepEqual([anonymous.owner, ada.owner], [null, undefined]);
  await anonymous.join();
  await ada.join();
  assert.deepEqual([anonymous.owner, ada.owner], [null, "c-1"]);
});

test("calls that fail together open one new session, and are made once more in it", async () => {
  const { gateway, open } = aBrowser();
  const page = open();
  await page.join();
  const call = async (session: Session) => {
    if (session.token === "t-1") throw new Problem(401, "expired");
    return session.token;
  };
  assert.deepEqual(await Promise.all([page.call(call), page.call(call)]), ["t-2", "t-2"]);
  assert.equal(gateway.opened, 2);
});

test("a session that another tab has renewed is taken over", async () => {
  const { gateway, open } = aBrowser();
  const [one, other] = [open(), open()];
  const { session } = await one.join();
  await other.join();
  await one.renew(session);
  await other.renew(session);
  assert.equal(other.session.token, one.session.token);
  assert.equal(gateway.opened, 2);
});

test("after signing in a page calls with its new session only", async () => {
  const { gateway, open } = aBrowser();
  await open().join();
  const page = open("ada");
  await page.join();
  const shown: string[] = [];
  await page.call(async (session) => (gateway.check(session), shown.push(session.token)));
  assert.deepEqual(shown, ["t-1-verified"]);
});

test("a page whose session another tab has voided sends what was typed in one of its own", async () => {
  const { gateway, open } = aBrowser();
  const [anonymous, customers] = [open(), open("ada")];
  await anonymous.join();
  await customers.join();
  gateway.openSession = async () => ({
    ...{ token: "t-2", conversationId: "c-2", isVerified: false, expiresAt: LATER },
  });
  const typed = async (session: Session) => (gateway.check(session), session.conversationId);
  assert.equal(await anonymous.call(typed), "c-2");
  assert.equal((await open("ada").join()).session.conversationId, "c-1", "the customer's is kept");
});

test("a customer token that has gone stale still gets an anonymous chat", async () => {
  const { gateway, open } = aBrowser();
  gateway.staleTokens = ["ada"];
  assert.equal((await open("ada").join()).session.isVerified, false);
});

test("where the browser lets a frame store nothing, and so lock nothing, there is a chat all the same", async () => {
  const denied = { request: async () => Promise.reject(new DOMException("denied", "SecurityError")) };
  Object.defineProperty(globalThis, "navigator", { value: { locks: denied }, configurable: true });
  try {
    const { gateway, open } = aBrowser();
    assert.equal((await open().join()).session.token, "t-1");
    assert.equal(gateway.opened, 1);
  } finally {
    Reflect.deleteProperty(globalThis, "navigator");
  }
});
