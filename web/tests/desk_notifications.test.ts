/** What an agent is told, and above all what they are not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { REPEAT_MS, SUMMARY, badge, decide } from "../src/desk/notifications/policy.ts";
import type { Memory, Reason, ReasonKind, Sight } from "../src/desk/notifications/policy.ts";
import { reasonsIn } from "../src/desk/notifications/reasons.ts";
import type { QueuedHandoff } from "../src/desk/notifications/reasons.ts";

const AWAY: Sight = {
  ...{ now: 0, isLeader: true, isPermitted: true, isFocused: false, openConversation: null },
  settings: { scope: "all", sound: false },
};
const NOTHING: Memory = new Map();
const reason = (kind: ReasonKind, id = "h1", version = "1"): Reason => ({
  ...{ kind, id, version, conversationId: `c-${id}`, about: "Kim", text: "Hello" },
});
const tags = (shown: readonly { tag: string }[]) => shown.map(({ tag }) => tag);

test("what is new is told once, and again when it is news", () => {
  const first = decide([reason("reply")], NOTHING, AWAY);
  assert.deepEqual(tags(first.show), ["reply:h1"]);
  const second = decide([reason("reply")], first.memory, { ...AWAY, now: 60_000 });
  assert.deepEqual(second.show, []);
  assert.deepEqual(tags(decide([reason("reply", "h1", "2")], second.memory, AWAY).show), ["reply:h1"]);
});

test("only an offer is repeated, while it waits, and then no more", () => {
  const first = decide([reason("offer")], NOTHING, AWAY);
  assert.equal(first.nextAt, REPEAT_MS);
  assert.deepEqual(decide([reason("offer")], first.memory, { ...AWAY, now: 5_000 }).show, []);
  const again = decide([reason("offer")], first.memory, { ...AWAY, now: REPEAT_MS });
  assert.deepEqual(again.show.map(({ tag, isRepeat }) => [tag, isRepeat]), [["offer:h1", true]]);
  const over = decide([], again.memory, { ...AWAY, now: 2 * REPEAT_MS });
  assert.deepEqual([over.show, over.close, over.nextAt], [[], ["offer:h1"], null]);
});

test("what is no longer true is closed, and news when it is true again", () => {
  const first = decide([reason("waiting")], NOTHING, AWAY);
  const gone = decide([], first.memory, AWAY);
  assert.deepEqual(gone.close, ["waiting:h1"]);
  assert.deepEqual(tags(decide([reason("waiting")], gone.memory, AWAY).show), ["waiting:h1"]);
});

test("after an absence there is one summary instead of hundreds", () => {
  const many = Array.from({ length: 300 }, (_, index) => reason("waiting", `h${index}`));
  const { show, memory } = decide(many, NOTHING, AWAY);
  assert.deepEqual(tags(show), [SUMMARY]);
  assert.equal(show[0]?.reasons.length, 300);
  assert.deepEqual(decide(many, memory, AWAY).show, []);
  assert.deepEqual(decide([], memory, AWAY).close, [SUMMARY]);
  assert.deepEqual(decide(many, memory, { ...AWAY, isFocused: true }).close, [SUMMARY]);
});

test("at the desk nothing pops up, and what was seen there is not told later", () => {
  const seen = decide([reason("reply")], NOTHING, { ...AWAY, isFocused: true });
  assert.deepEqual(seen.show, []);
  assert.deepEqual(decide([reason("reply")], seen.memory, AWAY).show, []);
});

test("coming back to the desk closes what was shown", () => {
  const shown = decide([reason("reply"), reason("waiting", "h2")], NOTHING, AWAY);
  const back = decide([reason("reply")], shown.memory, { ...AWAY, isFocused: true });
  assert.deepEqual([...back.close].sort(), ["reply:h1", "waiting:h2"]);
  assert.deepEqual(decide([reason("reply")], back.memory, { ...AWAY, isFocused: true }).close, []);
});

test("one tab tells, none without permission, and never more than was asked for", () => {
  const all = [reason("offer"), reason("reply", "h2"), reason("waiting", "h3")];
  const told = (change: Partial<Sight>) => tags(decide(all, NOTHING, { ...AWAY, ...change }).show);
  assert.deepEqual(told({ isLeader: false }), []);
  assert.deepEqual(told({ isPermitted: false }), []);
  assert.deepEqual(told({ settings: { scope: "none", sound: true } }), []);
  assert.deepEqual(told({ settings: { scope: "mine", sound: true } }), ["offer:h1", "reply:h2"]);
});

test("a tab that becomes the leader does not repeat what the last one told", () => {
  const follower = decide([reason("reply")], NOTHING, { ...AWAY, isLeader: false });
  assert.deepEqual(decide([reason("reply")], follower.memory, AWAY).show, []);
});

test("sound only where it was asked for", () => {
  const sound = (on: boolean) =>
    decide([reason("offer")], NOTHING, { ...AWAY, settings: { scope: "all", sound: on } }).show[0]?.withSound;
  assert.deepEqual([sound(false), sound(true)], [false, true]);
});

test("the badge counts conversations that wait for this agent, not the whole queue", () => {
  const late = { ...reason("late"), id: "h9" };
  assert.equal(badge([reason("offer"), reason("mention", "n1"), reason("waiting", "h7"), late]), 2);
  assert.equal(badge([reason("reply"), { ...reason("mention", "n1"), conversationId: "c-h1" }]), 1);
});

const HANDOFF: QueuedHandoff = {
  ...{ id: "h1", conversationId: "c1", status: "waiting", agent: null, offeredTo: null, passedTo: null, offerExpiresAt: null },
  ...{ awaitingSince: 5, lastMessageAt: 5, snoozedUntil: null, warnedAt: null, breachedAt: null },
  ...{ about: "Kim", preview: "Hello" },
};
const kinds = (...handoffs: Partial<QueuedHandoff>[]) =>
  reasonsIn({
    ...{ me: "Sam", now: 100, mentions: [], approvals: [] },
    handoffs: handoffs.map((handoff) => ({ ...HANDOFF, ...handoff })),
  }).map(({ kind }) => kind);

test("an offer concerns whom it was made to, until it expires", () => {
  assert.deepEqual(kinds({ offeredTo: "Sam", offerExpiresAt: 200 }), ["offer"]);
  assert.deepEqual(kinds({ offeredTo: "Kim", offerExpiresAt: 200 }), []);
  assert.deepEqual(kinds({ status: "claimed", agent: "Kim", passedTo: "Sam" }), ["passed"]);
  assert.deepEqual(kinds({ status: "claimed", agent: "Kim", passedTo: "Lee" }), []);
  assert.deepEqual(kinds({ offeredTo: "Sam", offerExpiresAt: 100 }), ["waiting"]);
});

test("of those claimed only one's own that wait for an answer, and none that sleep", () => {
  assert.deepEqual(kinds({ status: "claimed", agent: "Sam" }), ["reply"]);
  assert.deepEqual(kinds({ status: "claimed", agent: "Sam", awaitingSince: null }), []);
  assert.deepEqual(kinds({ status: "claimed", agent: "Kim" }), []);
  assert.deepEqual(kinds({ status: "claimed", agent: "Sam", snoozedUntil: 200 }), []);
  assert.deepEqual(kinds({ status: "claimed", agent: "Sam", breachedAt: 50 }), ["reply", "late"]);
  assert.deepEqual(kinds({ status: "returned", agent: "Sam" }), []);
});
