/** Starts the desk: who is signed in, what is open, and from then on every event. */
import { Problem } from "../shared/problem.ts";
import { actionPath } from "./action_calls.ts";
import type { Desk } from "./desk.ts";
import { Drafts } from "./drafts.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { TabActivity } from "./heartbeat.ts";
import { Live } from "./live.ts";
import type { LiveHooks } from "./live.ts";
import type { DeskEvent } from "./model.ts";
import { PendingWork } from "./pending.ts";
import { afterEvent, afterPassing } from "./reducers.ts";
import { Sync } from "./sync.ts";
import { trackTyping } from "./typing.ts";

/** What a signed-in desk works with. */
export interface Session {
  sync: Sync;
  live: Live;
  pending: PendingWork;
  drafts: Drafts;
  /** What this tab does, for the heartbeat. */
  act(activity: Partial<TabActivity>): void;
}

export async function beginSession(desk: Desk): Promise<void> {
  const { store, api } = desk;
  const sync = new Sync(api, store);
  api.onSignedOut = () => store.set({ phase: "signed-out" });
  try {
    await sync.readMe();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    store.set({ phase: error.isUnauthorized ? "signed-out" : "refused", problem: error.detail });
    return;
  }
  store.set({ phase: "ready" });
  const me = store.state.me?.name ?? "";
  const shelfKey = `duralogue-desk:${desk.tenant}:${me}`;
  const heartbeat = new Heartbeat(api);
  const channel = new BroadcastChannel(shelfKey);
  const hooks = hooksOf(desk, sync, heartbeat);
  const begin = (seq: number) => {
    const live = new Live(seq, hooks, { name: shelfKey, locks: navigator.locks, channel });
    const pending = new PendingWork(store, localStorage, `${shelfKey}:pending`, live.tab, {
      perform: async ({ id, kind, handoffId, conversationId, body }) =>
        void (await api.post(actionPath(kind, handoffId, conversationId), body, { key: id })),
      done: (done) => desk.performed(done),
      alive: () => tabsAlive(live.tab),
    });
    const drafts = new Drafts(api, localStorage, `${shelfKey}:draft:`);
    const act = tabActivity(desk, live, heartbeat);
    // Held as long as this tab is there: others see by it whose work to take over.
    void navigator.locks.request(`tab:${live.tab}`, () => new Promise(() => undefined));
    desk.begin({ sync, live, pending, drafts, act });
    live.start();
    void pending.adopt();
    wakeWith(desk, { sync, live, pending });
    addEventListener("storage", ({ key }) => key === `${shelfKey}:pending` && pending.refresh());
  };
  await sync.readLists(begin);
}

function hooksOf(desk: Desk, sync: Sync, heartbeat: Heartbeat): LiveHooks {
  const { store, api } = desk;
  return {
    open: (seq, signal) => api.events(seq, signal),
    event: (event, isReplayed) => apply(desk, sync, event, isReplayed),
    passing: (passing) => {
      store.set((state) => afterPassing(state, passing, Date.now()));
      desk.tell(passing, false);
    },
    reset: () => {
      store.set({ connection: "behind" });
      void sync.readAll().then(() => store.set(({ connection }) => (connection === "behind" ? { connection: "live" } : {})));
    },
    connection: (connection) => store.set((state) => (state.connection === "behind" && connection === "live" ? {} : { connection })),
    lead: () => ((desk.isLeader = true), heartbeat.lead(), void desk.session?.pending.adopt()),
    other: (name, body) => {
      if (name !== "activity") return desk.hear(name, body);
      const { tab, activity } = body as { tab: string; activity: TabActivity | null };
      heartbeat.take(tab, activity);
    },
    refused: async (problem) => {
      if (problem.isUnauthorized) heartbeat.stop();
      else await sync.readAll();
      return !problem.isUnauthorized;
    },
  };
}

function apply(desk: Desk, sync: Sync, event: DeskEvent, isReplayed: boolean): void {
  const { store } = desk;
  store.set((state) => afterEvent(state, event));
  const talk = event.conversation_id === null ? undefined : store.state.talks.get(event.conversation_id);
  if (talk?.isStale && !talk.isLoading) void sync.readTalk(talk.id);
  if (event.kind === "draft" && event.conversation_id !== null) {
    desk.session?.drafts.take(event.conversation_id, String(event.data["text"] ?? ""), String(event.data["updated_at"] ?? event.at));
  }
  desk.tell(event, isReplayed);
}

/** Tells the leading tab what this one does: at once, and now and then while it is there. */
function tabActivity(desk: Desk, live: Live, heartbeat: Heartbeat): Session["act"] {
  let activity: TabActivity = { watching: desk.state.open, typing: null, touchedAt: Date.now() };
  const tell = (told: TabActivity | null) => {
    heartbeat.take(live.tab, told);
    live.tell("activity", { tab: live.tab, activity: told });
  };
  const act = (change: Partial<TabActivity>) => tell((activity = { ...activity, ...change }));
  for (const kind of ["pointerdown", "keydown", "focus"]) {
    addEventListener(kind, () => (activity = { ...activity, touchedAt: Date.now() }), { passive: true });
  }
  addEventListener("pagehide", () => tell(null));
  setInterval(() => tell(activity), 40_000);
  desk.store.subscribe(({ open }, before) => open !== before.open && act({ watching: open }));
  trackTyping(desk, act);
  tell(activity);
  return act;
}

function wakeWith(desk: Desk, { sync, live, pending }: Pick<Session, "sync" | "live" | "pending">): void {
  const wake = (isSurelyCut: boolean) => (sync.wake(), pending.wake(), live.wake(isSurelyCut));
  addEventListener("offline", () => desk.store.set({ connection: "cut" }));
  addEventListener("online", () => wake(true));
  addEventListener("pageshow", (event) => event.persisted && (wake(true), void sync.readAll()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    wake(false);
    desk.redraw();
  });
}

async function tabsAlive(own: string): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  const tabs = held.map(({ name = "" }) => name).filter((name) => name.startsWith("tab:"));
  return new Set([own, ...tabs.map((name) => name.slice(4))]);
}
