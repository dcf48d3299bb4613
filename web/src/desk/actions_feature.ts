/** What can be done with a conversation: take it, pass it on, put it off, end it. */
import type { Desk } from "./desk.ts";
import type { BulkOutcome, Handoff, Note } from "./model.ts";
import { customerOf, momentOf } from "./people.ts";
import { claim } from "./queue_feature.ts";
import type { Dialog } from "./registry.ts";
import { isDeclined } from "./replies/mentions.ts";
import { isCall, isChatting, isMine, isOpen, isPassedOn, isSnoozed } from "./selectors.ts";
import { isHeldAct } from "./views/held_view.ts";
import { UNDO_FOR } from "./pending.ts";
import { OnDemand } from "./on_demand.ts";

type Dialogs = typeof import("./views/conversation_dialogs.ts");

/** What a dialog is about: one handoff, or several that were selected. */
export interface Target {
  handoffs: readonly Handoff[];
  /** "resolve" or "return", for the dialog of outcomes. */
  how?: "resolve" | "return";
}

export function installActions(desk: Desk): void {
  const { registry, words } = desk;
  const group = words.conversation;
  installDialogs(desk);
  sayFailures(desk);
  sayDeclined(desk);
  const isOwn = () => isMine(desk.state, desk.head);
  const isOwnChat = () => isChatting(desk.state, desk.head);
  const mayAct = () => !isCall(desk.head) && (isOwn() || (desk.head !== null && isOpen(desk.head) && desk.may("supervise")));
  const isMerged = () => desk.handoff !== null && desk.head !== desk.handoff;
  const mayTake = () => desk.may("take_handoffs");
  const isBots = () => desk.talk?.info?.owner === "bot" && !(desk.handoff && isOpen(desk.handoff));
  const hasWaiting = () => mayTake() && desk.handoff?.status === "waiting" && isOpen(desk.handoff);
  const ask = (dialog: string, how?: Target["how"]) => () => {
    const handoff = desk.head;
    if (handoff) desk.openDialog(dialog, { handoffs: [handoff], ...(how ? { how } : {}) } satisfies Target);
  };
  registry.command(
    { id: "conversation.claim", title: words.claim, group, keys: ["c"], when: hasWaiting, run: async () => void (desk.handoff && (await claim(desk, desk.handoff))) },
    { id: "conversation.take-over", title: words.takeOver, group, when: () => mayTake() && isBots(), run: () => takeOver(desk) },
    { id: "conversation.resolve", title: words.resolve, group, keys: ["e"], when: isOwnChat, run: ask("outcome", "resolve") },
    { id: "conversation.return", title: () => (isCall(desk.handoff) ? words.called : words.return), group, when: isOwn, run: ask("outcome", "return") },
    { id: "conversation.transfer", title: words.transfer, group, keys: ["t"], when: mayAct, run: ask("transfer") },
    { id: "conversation.snooze", title: () => (desk.head && isSnoozed(desk.head, Date.now()) ? words.wake : words.snooze), group, keys: ["s"], when: isOwnChat, run: () => snoozeOrWake(desk, ask("snooze")) },
    { id: "conversation.merge", title: words.merge, group, when: () => isOwnChat() && Boolean(desk.handoff?.customer_ref), run: ask("merge") },
    { id: "conversation.separate", title: words.separate, group, when: () => isOwn() && isMerged(), run: () => separate(desk) },
    { id: "conversation.hold", title: () => (desk.handoff?.on_hold_since ? words.unhold : words.hold), group, keys: ["h"], when: isOwnChat, run: () => hold(desk) },
    { id: "conversation.keep", title: words.keep, group, when: () => isOwn() && desk.head !== null && isPassedOn(desk.head), run: () => keep(desk) },
    { id: "conversation.block", title: words.block, group, when: () => desk.talk !== null && desk.may("take_handoffs"), run: () => desk.openDialog("block", desk.state.open) },
  );
  for (const [name, title] of Object.entries({ claim: words.claim, transfer: words.transfer, snooze: words.snooze, resolve: words.resolve })) {
    registry.command({ id: `bulk.${name}`, title, when: () => desk.state.marked.size > 0, run: () => ofMany(desk, name) });
  }
}

/** Fetched when the first is opened, or in a quiet moment before. */
function installDialogs(desk: Desk): void {
  const { registry, words } = desk;
  const dialogs = new OnDemand(desk, () => import("./views/conversation_dialogs.ts"), words);
  const outcome = (argument: unknown) => ((argument as Target).how === "return" ? words.return : words.resolve);
  const show = (id: string, title: (argument: unknown) => string, find: (all: Dialogs) => Dialog) =>
    registry.dialog({
      id,
      title: (_, argument) => title(argument),
      render: (_, argument) => dialogs.draw((all) => find(all).render(desk, argument)),
    });
  show("outcome", outcome, ({ outcomeDialog }) => outcomeDialog);
  show("snooze", () => words.snooze, ({ snoozeDialog }) => snoozeDialog);
  show("transfer", () => words.transfer, ({ transferDialog }) => transferDialog);
  show("merge", () => words.merge, ({ mergeDialog }) => mergeDialog);
  show("block", () => words.block, ({ blockDialog }) => blockDialog);
  desk.whenBegun(() => dialogs.fetchQuietly());
}

async function takeOver(desk: Desk): Promise<void> {
  const { open, words } = { open: desk.state.open, words: desk.words };
  if (open === null) return;
  await desk.api.insist(() => desk.api.post(`desk/conversations/${encodeURIComponent(open)}/take-over`));
  const talk = desk.state.talks.get(open);
  desk.say(words.claimed(customerOf({ customer_ref: talk?.info?.customer_ref ?? null, conversation_id: open }, words)));
  // The event that brings the new handoff may come before this one's answer or after it.
  await desk.session?.sync.readTalk(open);
}

async function separate({ api, handoff }: Desk): Promise<void> {
  if (!handoff) return;
  await api.post(`handoffs/${encodeURIComponent(handoff.handoff_id)}/separate`);
}

async function hold(desk: Desk): Promise<void> {
  const { handoff } = desk;
  if (handoff) await desk.api.post(`handoffs/${encodeURIComponent(handoff.handoff_id)}/hold`, { on: handoff.on_hold_since === null });
}

async function keep({ api, head }: Desk): Promise<void> {
  if (head) await api.delete(`handoffs/${encodeURIComponent(head.handoff_id)}/transfer`);
}

/** To whoever passed it on, wherever they are: the note stands in the conversation alone. */
function sayDeclined(desk: Desk): void {
  desk.listen(({ kind, data }) => {
    const { note_id: id, agent: by, conversation_id: conversation, mentions } = data as unknown as Note;
    if (kind !== "note" || !isDeclined(id) || !mentions.includes(desk.state.me?.name ?? "")) return;
    const line = [...desk.state.rows.values()].find(({ handoff }) => handoff.conversation_id === conversation);
    // It comes twice: to the queue, and to whom it calls.
    if (desk.state.toasts.some((toast) => toast.id === id)) return;
    desk.say(desk.words.declinedBy(by, line ? customerOf(line.handoff, desk.words) : conversation), { id, tone: "problem" });
  });
}

async function snoozeOrWake(desk: Desk, ask: () => void): Promise<void> {
  const handoff = desk.head;
  if (!handoff || !isSnoozed(handoff, Date.now())) return ask();
  await desk.api.post(`handoffs/${encodeURIComponent(handoff.handoff_id)}/snooze`, { until: null });
}

function ofMany(desk: Desk, name: string): Promise<void> | void {
  const handoffs = [...desk.state.marked].map((id) => desk.state.rows.get(id)?.handoff).filter((one) => one !== undefined);
  if (name === "claim") return bulk(desk, name, handoffs, {});
  desk.openDialog(name === "resolve" ? "outcome" : name, { handoffs, ...(name === "resolve" ? { how: "resolve" as const } : {}) });
}

/** What was refused after its five seconds is said, with a way to try again. */
function sayFailures(desk: Desk): void {
  desk.store.subscribe(({ pending }, before) => {
    if (pending === before.pending) return;
    for (const one of pending.filter(isHeldAct)) {
      const isNew = before.pending.find(({ id }) => id === one.id)?.step !== "held";
      const show = () => desk.open(one.conversationId);
      if (isNew && desk.state.open !== one.conversationId) desk.say(desk.words.heldElsewhere, { tone: "problem", action: { label: desk.words.show, run: show } });
    }
    const failed = pending.filter(({ step, kind }) => step === "failed" && kind !== "message" && kind !== "note");
    for (const { id, kind, problem, handoffId, conversationId, body } of failed) {
      if (!desk.session?.pending.undo(id)) continue;
      const title = desk.registry.findCommand(`conversation.${kind}`)?.title;
      const what = typeof title === "function" ? title(desk.state) : (title ?? kind);
      const again = () => void desk.session?.pending.add({ id: crypto.randomUUID(), kind, handoffId, conversationId, body }, 0);
      desk.say(desk.words.failed(what, problem ?? ""), { tone: "problem", action: { label: desk.words.again, run: again } });
    }
  });
}

/** Not done against words that have come since; of what was never opened nothing was seen. */
const SEEN: ReadonlySet<string> = new Set(["resolve", "return", "snooze"]);

/** After five seconds in which it can be undone; said once for all that it is about. */
export function actLater(desk: Desk, kind: string, { handoffs }: Target, body: Record<string, unknown>, said: string): void {
  const { session, words } = desk;
  if (!session) return;
  desk.closeDialog();
  desk.store.set({ marked: new Set() });
  if (handoffs.length > 1) return undoable(desk, said, () => void desk.attempt(() => bulk(desk, kind, handoffs, body)));
  const [handoff] = handoffs;
  if (!handoff) return;
  const [id, { handoff_id: handoffId, conversation_id: conversationId }] = [crypto.randomUUID(), handoff];
  const seen = SEEN.has(kind) ? desk.state.talks.get(conversationId)?.lastSeq : undefined;
  session.pending.add({ id, kind, handoffId, conversationId, body: seen === undefined ? body : { ...body, seen } }, UNDO_FOR);
  desk.say(said, { id, lasts: UNDO_FOR, action: { label: words.undo, run: () => void session.pending.undo(id) } });
}

function undoable(desk: Desk, said: string, act: () => void): void {
  const timer = setTimeout(act, UNDO_FOR);
  desk.say(said, { lasts: UNDO_FOR, action: { label: desk.words.undo, run: () => clearTimeout(timer) } });
}

async function bulk(desk: Desk, action: string, handoffs: readonly Handoff[], body: Record<string, unknown>): Promise<void> {
  const ids = handoffs.map(({ handoff_id }) => handoff_id);
  const wanted = action === "transfer" || action === "resolve" ? { [action]: body } : body;
  const { outcomes } = await desk.api.post<{ outcomes: BulkOutcome[] }>("desk/bulk", { action, handoff_ids: ids, seen: seenIn(handoffs), ...wanted });
  const failed = outcomes.filter(({ done }) => !done);
  desk.store.set({ marked: new Set(failed.map(({ handoff_id }) => handoff_id)) });
  const said = desk.words.bulkDone(ids.length - failed.length, ids.length);
  desk.say([said, ...reasons(failed, desk.words.bulkRefusals)].join(" "), { tone: failed.length ? "problem" : "plain" });
}

const MOST_REASONS = 4;

/** In the agent's language, each reason once with how many it holds for. */
export function reasons(failed: readonly BulkOutcome[], words: Readonly<Record<string, string>>): string[] {
  const counts = new Map<string, number>();
  for (const { code = "", agent = "" } of failed) {
    const said = (words[code] ?? words["conflict"] ?? "").replace("{agent}", () => agent);
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return [...counts].slice(0, MOST_REASONS).map(([said, count]) => `${said}: ${count}.`);
}

/** What each row said when it was marked and acted upon, before the five seconds. */
export function seenIn(handoffs: readonly Handoff[]): Record<string, string | null> {
  return Object.fromEntries(handoffs.map(({ handoff_id, last_message_at }) => [handoff_id, last_message_at]));
}

/** One customer by name, several by their number. */
export function named({ words }: Desk, { handoffs }: Target): string {
  const [only, ...more] = handoffs;
  return only && !more.length ? customerOf(only, words) : words.marked(handoffs.length);
}

export function snooze(desk: Desk, target: Target, until: Date): void {
  const iso = until.toISOString();
  actLater(desk, "snooze", target, { until: iso }, desk.words.snoozing(named(desk, target), momentOf(iso, desk.locale)));
}
