/** The inbox, and what can be done with the queue. */
import { Problem } from "../shared/problem.ts";
import { holderIn } from "./api.ts";
import { tickMinutes, tickSeconds } from "./clock.ts";
import type { Desk } from "./desk.ts";
import type { Filters, Handoff, SavedView, ViewName } from "./model.ts";
import { customerOf } from "./people.ts";
import { lineOf, listed, offersFor } from "./selectors.ts";
import { NO_FILTERS } from "./state.ts";
import { inboxView } from "./views/inbox.ts";
import { SHOWN_VIEWS } from "./views/queue.ts";
import { talkView } from "./views/talk.ts";
import { saveViewDialog } from "./views/view_dialog.ts";

export function installQueue(desk: Desk): void {
  const { registry, words } = desk;
  registry.pane({ id: "inbox", place: "work", title: words.inbox, order: 0, render: inboxView });
  // For pages that show a conversation beside a list of their own.
  registry.pane({ id: "talk", place: "work", title: words.conversation, order: 99, when: () => false, render: talkView });
  registry.dialog(saveViewDialog);
  for (const view of SHOWN_VIEWS) {
    registry.command({ id: `view.${view}`, title: words.views[view], group: words.queue, run: () => choose(desk, { ...NO_FILTERS, view }) });
  }
  registry.command(
    { id: "queue.next", title: words.queue, keys: ["j"], run: () => step(desk, 1) },
    { id: "queue.previous", title: words.queue, keys: ["k"], run: () => step(desk, -1) },
    { id: "queue.filter", title: words.queue, when: () => desk.session !== null, run: (_, change) => filter(desk, change) },
    { id: "queue.mark", title: words.mark(""), keys: ["x"], run: (_, id) => mark(desk, id) },
    { id: "queue.accept", title: words.accept, when: () => hasOffer(desk), run: (_, id) => accept(desk, id) },
    { id: "queue.decline", title: words.decline, when: () => hasOffer(desk), run: (_, id) => decline(desk, id) },
    { id: "view.more", title: words.more, when: () => desk.state.filters.view === "closed", run: async () => void (await desk.session?.sync.readClosed(true)) },
    { id: "view.saved", title: words.savedViews, run: (_, name) => chooseSaved(desk, name) },
    { id: "view.save", title: words.saveView, run: () => desk.openDialog("view.save") },
  );
  desk.whenBegun(() => void readViews(desk));
  desk.store.subscribe(({ open, talks }, before) => {
    // Read anew each time: what is not handed off may have been told to nobody.
    if (open !== null && open !== before.open) void desk.session?.sync.readTalk(open).then(() => takeDraft(desk, open));
    else if (open !== null && talks !== before.talks && !talks.has(open)) void desk.session?.sync.readTalk(open);
  });
  let seconds = 0;
  setInterval(() => write(desk, (seconds += 1) % 5 === 0), 1_000);
  desk.afterDraw = () => write(desk, false);
}

/** Seconds count down where somebody has to decide; all else goes on by the minute. */
function write(desk: Desk, withMinutes: boolean): void {
  if (document.visibilityState === "hidden") return;
  const find = (id: string) => desk.state.rows.get(id)?.handoff;
  if (withMinutes) tickMinutes(document, find, Date.now(), desk.words);
  for (const root of [document, document.querySelector("desk-transcript")?.shadowRoot]) {
    if (root) tickSeconds(root, Date.now(), desk.words);
  }
}

/** Of this device and of others: the later one stands. */
async function takeDraft(desk: Desk, id: string): Promise<void> {
  const draft = desk.state.talks.get(id)?.draft;
  if (draft) desk.session?.drafts.take(id, draft.text, draft.updated_at);
}

function choose(desk: Desk, filters: Filters): void {
  desk.store.set({ pane: "inbox", filters, marked: new Set(), column: "list" });
  if (filters.view === "closed") void desk.attempt(async () => desk.session?.sync.readClosed(false));
}

function filter(desk: Desk, change: unknown): void {
  choose(desk, { ...desk.state.filters, ...(change as Partial<Filters>) });
}

function step(desk: Desk, by: 1 | -1): void {
  const rows = listed(desk.state, Date.now());
  const at = lineOf(desk.state, rows, desk.state.open);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
  if (!next) return;
  desk.openLine(next);
  // At once: a frame later the next key may have put the focus elsewhere.
  desk.drawNow();
  document.querySelector<HTMLElement>(`[data-handoff="${CSS.escape(next.handoff_id)}"]`)?.focus();
}

function mark(desk: Desk, id: unknown): void {
  const one = typeof id === "string" ? id : desk.handoff?.handoff_id;
  if (!one) return;
  desk.store.set(({ marked }) => {
    const now = new Set(marked);
    if (!now.delete(one)) now.add(one);
    return { marked: now };
  });
}

function offerOf(desk: Desk, id: unknown): Handoff | undefined {
  const offers = offersFor(desk.state, Date.now());
  return typeof id === "string" ? offers.find(({ handoff_id }) => handoff_id === id) : offers[0];
}

function hasOffer(desk: Desk): boolean {
  return offersFor(desk.state, Date.now()).length > 0;
}

async function accept(desk: Desk, id: unknown): Promise<void> {
  const offer = offerOf(desk, id);
  if (offer) await claim(desk, offer);
}

async function decline(desk: Desk, id: unknown): Promise<void> {
  const offer = offerOf(desk, id);
  if (!offer) return;
  await desk.api.post(`handoffs/${encodeURIComponent(offer.handoff_id)}/decline`);
}

/** One request with one winner: the loser is told who. */
export async function claim(desk: Desk, handoff: Handoff): Promise<void> {
  const { words } = desk;
  const path = `handoffs/${encodeURIComponent(handoff.handoff_id)}`;
  desk.open(handoff.conversation_id);
  try {
    await desk.api.insist(() => desk.api.post(`${path}/claim`));
    desk.say(words.claimed(customerOf(handoff, words)));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error;
    // The list may learn of the winner a moment later than the refusal.
    const holder = holderIn(error);
    desk.say(holder ? words.claimLost(holder) : error.detail, { tone: "problem" });
  }
}

async function readViews(desk: Desk): Promise<void> {
  try {
    const { views } = await desk.api.get<{ views: SavedView[] }>("desk/views");
    desk.store.set({ views });
  } catch (error) {
    // Without them the desk works on.
    if (!(error instanceof Problem)) throw error;
  }
}

function chooseSaved(desk: Desk, name: unknown): void {
  const found = desk.state.views.find((view) => view.name === name);
  if (found) choose(desk, { ...NO_FILTERS, ...found.filters, view: (found.filters.view ?? "waiting") as ViewName });
}
