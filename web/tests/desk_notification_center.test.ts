/** Notifications carried out: shown, closed when they are over, counted in the title, once per browser. */
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import type { Desk, EventListener } from "../src/desk/desk.ts";
import { en } from "../src/desk/languages/en.ts";
import type { Handoff, Me } from "../src/desk/model.ts";
import { badged } from "../src/desk/notifications/browser_surroundings.ts";
import { FocusedTabs } from "../src/desk/notifications/focused_tabs.ts";
import { NotificationCenter } from "../src/desk/notifications/notification_center.ts";
import { en as words } from "../src/desk/shell_languages/en.ts";
import { INITIAL } from "../src/desk/state.ts";
import { Store } from "../src/desk/store.ts";

const AT = Date.parse("2026-11-30T10:00:00Z");
const iso = (seconds: number) => new Date(AT + seconds * 1_000).toISOString();

afterEach(() => mock.timers.reset());

function handoff(id: string, more: Partial<Handoff> = {}): Handoff {
  const none = { assigned_agent: null, ended_at: null, offered_to: null, offer_expires_at: null, snoozed_until: null };
  const times = { awaiting_since: iso(-9), last_message_at: iso(-9), warned_at: null, breached_at: null };
  return { handoff_id: id, conversation_id: `c-${id}`, status: "waiting", customer_ref: "Kim", preview: "Hi", ...none, ...times, ...more } as Handoff;
}

function browser({ isLeader = true } = {}) {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: AT });
  globalThis.localStorage = { getItem: () => null, setItem: () => undefined } as unknown as Storage;
  const seen = { shown: [] as string[], closed: 0, asked: 0, badge: 0, isFocused: false, sounds: 0 };
  const store = new Store(INITIAL);
  const listeners: EventListener[] = [];
  const desk = {
    ...{ store, tenant: "acme", words: en, isLeader, track: () => undefined, may: () => true, open: () => undefined },
    listen: (listener: EventListener) => listeners.push(listener),
    get state() {
      return store.state;
    },
  } as unknown as Desk;
  const center = new NotificationCenter(desk, words, {
    permission: () => "granted",
    ask: async () => (seen.asked++, "granted"),
    show: (_, title) => (seen.shown.push(title), { close: () => void seen.closed++ }),
    sound: () => void seen.sounds++,
    badge: (count) => void (seen.badge = count),
    isFocused: () => seen.isFocused,
  });
  store.set({ phase: "ready", me: { name: "Sam", role: "agent", may: [] } as unknown as Me });
  const put = (...handoffs: Handoff[]) => {
    store.set({ rows: new Map(handoffs.map((one) => [one.handoff_id, { handoff: one, seq: 1 }])) });
    mock.timers.tick(300);
  };
  const tell = (kind: "note" | "approval", data: Record<string, unknown>) => {
    for (const listener of listeners) listener({ kind, data, seq: 1, queue: null, agent: null, conversation_id: null, at: "" }, false);
    mock.timers.tick(300);
  };
  return { seen, put, tell, center, store };
}

test("an offer is shown, repeated while it waits, and closed when it expires by itself", () => {
  const { seen, put } = browser();
  put(handoff("h1", { offered_to: "Sam", offer_expires_at: iso(25) }));
  assert.deepEqual([seen.shown.length, seen.badge, seen.asked], [1, 1, 0]);
  mock.timers.tick(10_100);
  mock.timers.tick(10_100);
  assert.equal(seen.shown.length, 3);
  mock.timers.tick(10_000);
  assert.deepEqual([seen.shown.length, seen.closed, seen.badge], [3, 3, 0], "closed once for each that was replaced, and at its end");
});

test("a reply to me is told once, and goes when somebody at the desk has seen it", () => {
  const { seen, put, center } = browser();
  put(handoff("h1", { status: "claimed", assigned_agent: "Sam" }), handoff("h2", { status: "claimed", assigned_agent: "Kim" }));
  assert.deepEqual(seen.shown, ["Kim replied"]);
  seen.isFocused = true;
  center.look(AT);
  assert.deepEqual([seen.closed, seen.badge], [1, 1]);
});

test("a tab that does not lead shows nothing, but counts", () => {
  const { seen, put } = browser({ isLeader: false });
  put(handoff("h1", { offered_to: "Sam", offer_expires_at: iso(25) }));
  assert.deepEqual([seen.shown, seen.badge], [[], 1]);
});

test("a mention is told until its conversation is open before the agent; one's own note is not", () => {
  const { seen, tell, store, center } = browser();
  tell("note", { note_id: "n1", conversation_id: "c1", agent: "Kim", text: "@Sam look", mentions: ["Sam"] });
  tell("note", { note_id: "n1", conversation_id: "c1", agent: "Kim", text: "@Sam look", mentions: ["Sam"] });
  tell("note", { note_id: "n2", conversation_id: "c1", agent: "Sam", text: "@Sam", mentions: ["Sam"] });
  assert.deepEqual([seen.shown, seen.badge], [["Kim mentioned you"], 1]);
  seen.isFocused = true;
  store.set({ open: "c1" });
  center.look(AT);
  assert.deepEqual([seen.badge, seen.closed], [0, 1]);
});

test("approvals are told only to who wants all, and no more once they are decided", () => {
  const { seen, tell, center } = browser();
  const approval = { approval_id: "a1", conversation_id: "c1", digest: "d", name: "Refund", by_role: "agent", status: "waiting" };
  tell("approval", approval);
  assert.deepEqual(seen.shown, []);
  center.change({ scope: "all", sound: true });
  tell("approval", { ...approval, digest: "d2" });
  assert.deepEqual([seen.shown, seen.sounds], [["Waiting for approval: Refund"], 1]);
  tell("approval", { ...approval, status: "expired" });
  assert.equal(seen.closed, 1);
});

test("the number stands in front of the title once, and goes with its reason", () => {
  assert.equal(badged("(3) Inbox", 2), "(2) Inbox");
  assert.equal(badged("Inbox", 1), "(1) Inbox");
  assert.equal(badged("(2) Inbox", 0), "Inbox");
});

test("the focus of one tab is that of the browser's desk", () => {
  const told: unknown[] = [];
  const channel = { postMessage: (message: unknown) => told.push(message), onmessage: null as ((event: MessageEvent) => void) | null };
  const tabs = new FocusedTabs(channel, () => undefined);
  const hear = (tab: string, isFocused: boolean) => channel.onmessage?.({ data: { tab, isFocused } } as MessageEvent);
  hear("other", true);
  assert.ok(tabs.isAny);
  tabs.tell(true);
  tabs.tell(false);
  assert.ok(!tabs.isAny, "the other has lost it to this one");
  hear("other", true);
  hear("other", false);
  assert.ok(!tabs.isAny);
  assert.equal(told.length, 2);
});
