/** Search, approvals and the wall: what they keep, and what they make of what the gateway says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApprovalInbox } from "../src/desk/approvals/approval_inbox.ts";
import type { DeskApi } from "../src/desk/api.ts";
import type { EventListener } from "../src/desk/desk.ts";
import { SearchResults } from "../src/desk/search/search_results.ts";
import { readWall } from "../src/desk/wall/wall_board.ts";
import { Problem } from "../src/shared/problem.ts";

function gateway(answers: Record<string, (body?: object) => unknown>) {
  const asked: string[] = [];
  const answer = async (method: string, path: string, body?: object) => {
    asked.push(`${method} ${path}`);
    return answers[`${method} ${path}`]?.(body);
  };
  const api = {
    get: (path: string, query: Record<string, unknown> = {}) => answer("GET", path, query),
    post: (path: string, body: object = {}) => answer("POST", path, body),
  } as unknown as DeskApi;
  const listeners: EventListener[] = [];
  const listen = (listener: EventListener) => (listeners.push(listener), () => false);
  const tell = (kind: "approval", data: Record<string, unknown>) =>
    listeners.forEach((listener) => listener({ kind, data, seq: 1, queue: null, agent: null, conversation_id: null, at: "" }, false));
  return { api, asked, listen, tell };
}

const hit = (id: string) => ({ conversation_id: id, channel: "web", status: "open", matched: "words", snippet: "", at: "2026-01-01T00:00:00Z" });

test("results stay while one is opened, and more are added without doubles", async () => {
  const pages: Record<string, unknown> = { "": { found: [hit("a"), hit("b")], next: "2" }, "2": { found: [hit("b"), hit("c")], next: null } };
  const { api } = gateway({ "GET desk/search": (query) => pages[(query as { cursor?: string }).cursor ?? ""] });
  const results = new SearchResults({ api });
  results.write("kim");
  await results.search();
  results.mark(1);
  results.write("kim, edited");
  assert.deepEqual(results.store.state.found.map(({ conversationId }) => conversationId), ["a", "b"]);
  await results.more();
  assert.deepEqual(results.store.state.found.map(({ conversationId }) => conversationId), ["a", "b", "c"]);
  assert.equal(results.store.state.active, 1);
});

test("of two searches the later one is shown, whichever is answered first", async () => {
  const waiting: ((value: unknown) => void)[] = [];
  const { api } = gateway({ "GET desk/search": () => new Promise((resolve) => waiting.push(resolve)) });
  const results = new SearchResults({ api });
  results.write("first");
  const first = results.search();
  results.write("second");
  const second = results.search();
  await Promise.resolve();
  waiting[1]?.({ found: [hit("second")] });
  waiting[0]?.({ found: [hit("first")] });
  await Promise.all([first, second]);
  assert.deepEqual(results.store.state.found.map(({ conversationId }) => conversationId), ["second"]);
});

test("a search that fails says why, and one letter is not searched for", async () => {
  const { api, asked } = gateway({ "GET desk/search": () => { throw new Problem(422, "q: too long"); } });
  const results = new SearchResults({ api });
  results.write("x");
  await results.search();
  assert.deepEqual(asked, []);
  results.write("xx");
  await results.search();
  assert.deepEqual([results.store.state.step, results.store.state.problem], ["failed", "q: too long"]);
});

const APPROVAL = { approval_id: "a1", conversation_id: "c1", name: "refund", by_role: "supervisor", shown: { amount: 10 }, digest: "d1", status: "waiting", requested_at: "2026-01-01T00:00:00Z" };

test("a decision names what was seen, once, and its note", async () => {
  const sent: object[] = [];
  const { api, listen } = gateway({
    "GET approvals": () => ({ approvals: [APPROVAL] }),
    "POST approvals/a1/decision": (body) => void sent.push(body ?? {}),
  });
  const inbox = new ApprovalInbox({ api, listen }, () => undefined);
  await inbox.load();
  inbox.write("a1", " fine ");
  const [one, two] = await Promise.all([inbox.decide("a1", true, "d1"), inbox.decide("a1", true, "d1")]);
  assert.deepEqual([one, two], [true, false]);
  assert.deepEqual(sent, [{ approve: true, digest: "d1", note: "fine" }]);
  assert.deepEqual(inbox.waiting, []);
});

test("what has changed is void: it is shown anew and said", async () => {
  const { api, listen } = gateway({
    "GET approvals": () => ({ approvals: [APPROVAL] }),
    "POST approvals/a1/decision": () => { throw new Problem(409, "The arguments have changed."); },
    "GET approvals/a1": () => ({ ...APPROVAL, digest: "d2", shown: { amount: 99 } }),
  });
  const inbox = new ApprovalInbox({ api, listen }, () => undefined);
  await inbox.load();
  assert.equal(await inbox.decide("a1", true, "d1"), false);
  assert.equal(inbox.store.state.problems["a1"]?.kind, "changed");
  assert.deepEqual(inbox.waiting[0]?.shown, { amount: 99 });
});

test("events bring approvals, change them and take them away", async () => {
  const { api, listen, tell } = gateway({ "GET approvals": () => ({ approvals: [] }) });
  const counts: number[] = [];
  const inbox = new ApprovalInbox({ api, listen }, (waiting) => counts.push(waiting.length));
  await inbox.load();
  tell("approval", APPROVAL);
  tell("approval", { ...APPROVAL, digest: "d2" });
  assert.equal(inbox.store.state.problems["a1"]?.kind, "changed");
  tell("approval", { ...APPROVAL, digest: "d2", status: "expired" });
  assert.deepEqual(counts, [0, 1, 1, 0]);
  assert.equal(inbox.store.state.approvals[0]?.status, "expired");
});

test("the wall is read with suspicion", () => {
  const wall = readWall({
    agents: [{ agent: "Sam", presence: "busy", load: 2, capacity: 4, since: "2026-01-01T00:00:00Z" }, 7],
    queues: [{ queue: "support", waiting: 3, met: 9, breached: 1 }, { queue: "returns" }],
    conversations: [{ conversation_id: "c1", owner: "bot" }, {}],
  });
  assert.equal(wall.agents[1]?.presence, "offline");
  assert.deepEqual(wall.queues.map(({ met }) => met), [0.9, null]);
  assert.equal(wall.conversations.length, 1);
});
