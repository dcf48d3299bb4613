/** Carries out what the policy decides: notifications, their end, sound, the number in the title. */
import { mayDecide } from "../approvals/approval_rights.ts";
import type { Desk } from "../desk.ts";
import { list, moment, record, text } from "../json_values.ts";
import type { DeskEvent, Handoff, Passing } from "../model.ts";
import { customerOf } from "../people.ts";
import { isDeclined } from "../replies/mentions.ts";
import { Store } from "../store.ts";
import { badge, decide } from "./policy.ts";
import type { Memory, NotificationSettings, Shown, Sight } from "./policy.ts";
import { reasonsIn } from "./reasons.ts";
import type { Mention, PendingApproval, QueuedHandoff } from "./reasons.ts";
import { NotificationSettingsStore } from "./settings_store.ts";

/** What of the browser is used, so that tests can stand in for it. */
export interface Surroundings {
  permission(): NotificationPermission | "unsupported";
  ask(): Promise<NotificationPermission>;
  show(shown: Shown, title: string, body: string, open: () => void): { close(): void };
  sound(): void;
  /** A number in front of the tab's title; 0 takes it away. */
  badge(count: number): void;
  isFocused(): boolean;
}

export interface NotificationWords {
  notificationTitle(shown: Shown): string;
  notificationBody(shown: Shown): string;
}

/** Those that are on the screen of this tab. */
type OnScreen = Map<string, { close(): void }>;

/** Events come in bursts: one decision for each. */
const GATHER_MS = 250;

export class NotificationCenter {
  readonly store = new Store<{ settings: NotificationSettings; permission: NotificationPermission | "unsupported" }>({
    settings: { scope: "mine", sound: false },
    permission: "default",
  });
  #memory: Memory = new Map();
  #mentions: Mention[] = [];
  #approvals = new Map<string, PendingApproval>();
  readonly #onScreen: OnScreen = new Map();
  #keeper: NotificationSettingsStore | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gathering = false;

  constructor(
    private readonly desk: Desk,
    private readonly words: NotificationWords,
    private readonly around: Surroundings,
  ) {
    this.store.set({ permission: around.permission() });
    desk.track(this.store);
    desk.listen((event) => this.#hear(event));
    desk.store.subscribe((state, before) => {
      if (state.me && state.me.name !== before.me?.name) this.#signedIn(state.me.name);
      if (state.rows !== before.rows || state.open !== before.open || state.phase !== before.phase) this.soon();
    });
  }

  /** Only ever called by a press of the button. */
  async ask(): Promise<void> {
    this.store.set({ permission: await this.around.ask() });
    this.soon();
  }

  change(settings: Partial<NotificationSettings>): void {
    this.store.set(({ settings: before }) => ({ settings: { ...before, ...settings } }));
    this.#keeper?.write(this.store.state.settings);
    this.soon();
  }

  /** Approvals as a list has told of them. */
  takeApprovals(approvals: readonly PendingApproval[]): void {
    this.#approvals = new Map(approvals.map((one) => [one.id, one]));
    this.soon();
  }

  /** Another tab may have changed the wishes. */
  reread(): void {
    if (this.#keeper) this.store.set({ settings: this.#keeper.read() });
    this.soon();
  }

  soon(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      this.look();
    }, GATHER_MS);
  }

  /** Compare what is true with what is shown, and put that right. */
  look(now = Date.now()): void {
    const { me, open, rows, phase } = this.desk.state;
    if (!me || phase !== "ready") return;
    const isFocused = this.around.isFocused();
    if (isFocused && open) this.#mentions = this.#mentions.filter((one) => one.conversationId !== open);
    const handoffs = [...rows.values()].flatMap((row) => (row.isGone ? [] : [queued(row.handoff, customerOf(row.handoff, this.desk.words))]));
    const approvals = [...this.#approvals.values()];
    const reasons = reasonsIn({ me: me.name, now, handoffs, mentions: this.#mentions, approvals });
    const decision = decide(reasons, this.#memory, this.#sight(now, isFocused));
    this.#memory = decision.memory;
    for (const tag of decision.close) this.#close(tag);
    for (const shown of decision.show) this.#show(shown);
    this.around.badge(badge(reasons));
    this.#again(decision.nextAt, earliestChange(handoffs, now), now);
  }

  #sight(now: number, isFocused: boolean): Sight {
    return {
      now,
      isFocused,
      isLeader: this.desk.isLeader,
      isPermitted: this.store.state.permission === "granted",
      openConversation: this.desk.state.open,
      settings: this.store.state.settings,
    };
  }

  #again(nextAt: number | null, changeAt: number | null, now: number): void {
    clearTimeout(this.#timer);
    const next = Math.min(nextAt ?? Number.POSITIVE_INFINITY, changeAt ?? Number.POSITIVE_INFINITY);
    if (next !== Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.look(), Math.min(Math.max(next - now, 100), 3_600_000));
    }
  }

  #show(shown: Shown): void {
    const { notificationTitle, notificationBody } = this.words;
    const conversation = shown.reasons.length === 1 ? shown.reasons[0]?.conversationId : null;
    const open = () => (conversation ? this.desk.open(conversation) : this.desk.store.set({ pane: "inbox" }));
    this.#close(shown.tag);
    this.#onScreen.set(shown.tag, this.around.show(shown, notificationTitle(shown), notificationBody(shown), open));
    if (shown.withSound) this.around.sound();
  }

  #close(tag: string): void {
    this.#onScreen.get(tag)?.close();
    this.#onScreen.delete(tag);
  }

  #hear(event: DeskEvent | Passing): void {
    if (event.kind === "note") this.#noted(event.data);
    else if (event.kind === "approval") this.#approval(event.data);
  }

  #noted(data: Record<string, unknown>): void {
    const me = this.desk.state.me?.name;
    const note = { noteId: text(data["note_id"]), conversationId: text(data["conversation_id"]), by: text(data["agent"]) };
    const isNew = !this.#mentions.some(({ noteId }) => noteId === note.noteId);
    if (!me || note.by === me || !isNew || !list(data["mentions"]).includes(me)) return;
    this.#mentions = [...this.#mentions.slice(-99), { ...note, text: isDeclined(note.noteId) ? this.desk.words.declined : text(data["text"]).slice(0, 140) }];
    this.soon();
  }

  #approval(data: Record<string, unknown>): void {
    const approval = pendingApproval(data);
    const demanded = {
      byRole: text(data["by_role"]),
      requestedBy: list(data["requested_by"]).map(text),
      escalatedTo: text(data["escalated_to"]) || null,
    };
    if (text(data["status"]) === "waiting" && mayDecide(demanded, this.desk.state.me)) this.#approvals.set(approval.id, approval);
    else this.#approvals.delete(approval.id);
    this.soon();
  }

  #signedIn(agent: string): void {
    this.#keeper = new NotificationSettingsStore(this.desk.tenant, agent, localStorage);
    this.store.set({ settings: this.#keeper.read() });
    this.soon();
  }
}

export function pendingApproval(value: unknown): PendingApproval {
  const data = record(value);
  return {
    ...{ id: text(data["approval_id"]), conversationId: text(data["conversation_id"]) },
    ...{ digest: text(data["digest"]), name: text(data["name"]) },
  };
}

export function queued(handoff: Handoff, about: string): QueuedHandoff {
  return {
    ...{ id: handoff.handoff_id, conversationId: handoff.conversation_id, status: handoff.status },
    ...{ agent: handoff.assigned_agent, offeredTo: handoff.offered_to, passedTo: handoff.passed_to ?? null },
    offerExpiresAt: moment(handoff.offer_expires_at),
    awaitingSince: moment(handoff.awaiting_since),
    lastMessageAt: moment(handoff.last_message_at),
    snoozedUntil: moment(handoff.snoozed_until),
    warnedAt: moment(handoff.warned_at),
    breachedAt: moment(handoff.breached_at),
    about,
    preview: handoff.preview,
  };
}

/** When time alone changes what is true: an offer expires, a snoozed one comes back. */
function earliestChange(handoffs: readonly QueuedHandoff[], now: number): number | null {
  const ahead = handoffs.flatMap(({ offerExpiresAt, snoozedUntil }) => [offerExpiresAt, snoozedUntil]);
  const times = ahead.filter((at): at is number => at !== null && at > now);
  return times.length ? Math.min(...times) : null;
}
