/** Approvals that wait, kept current by events; a decision names exactly what was seen. */
import type { Desk } from "../desk.ts";
import { list, moment, record, text, textOrNull } from "../json_values.ts";
import type { DeskEvent, Passing } from "../model.ts";
import { Store } from "../store.ts";

export interface Approval {
  id: string;
  conversationId: string;
  name: string;
  byRole: string;
  shown: Record<string, unknown>;
  digest: string;
  status: string;
  decidedBy: string | null;
  requestedBy: readonly string[];
  escalatedTo: string | null;
  customer: string | null;
  channel: string;
  /** The flow and the step that ask for it. */
  position: string;
  note: string;
  requestedAt: number | null;
  remindAt: number | null;
  expiresAt: number | null;
}

export interface InboxState {
  approvals: readonly Approval[];
  step: "idle" | "loading" | "ready" | "failed";
  /** Approval → what is being written beside it. */
  notes: Readonly<Record<string, string>>;
  deciding: ReadonlySet<string>;
  /** Approval → why it cannot be decided any more, or could not be just now. */
  problems: Readonly<Record<string, Trouble>>;
}

export interface Trouble {
  kind: "changed" | "over" | "failed";
  detail: string;
}

/** Newest first among those that are over; only these many stay to be looked at. */
const MOST_OVER = 20;

export function readApproval(value: unknown): Approval {
  const one = record(value);
  return {
    ...{ id: text(one["approval_id"]), conversationId: text(one["conversation_id"]), name: text(one["name"]) },
    ...{ byRole: text(one["by_role"]), shown: record(one["shown"]), digest: text(one["digest"]) },
    ...{ status: text(one["status"]), decidedBy: textOrNull(one["decided_by"]), note: text(one["note"]) },
    requestedBy: list(one["requested_by"]).map(text),
    escalatedTo: textOrNull(one["escalated_to"]),
    ...{ customer: textOrNull(one["customer_ref"]), channel: text(one["channel"]) },
    position: [one["flow"], one["step"]].map(text).filter(Boolean).join(" → "),
    requestedAt: moment(one["requested_at"]),
    remindAt: moment(one["remind_at"]),
    expiresAt: moment(one["expires_at"]),
  };
}

export class ApprovalInbox {
  readonly store = new Store<InboxState>({
    ...{ approvals: [], step: "idle", notes: {}, deciding: new Set(), problems: {} },
  });

  constructor(
    private readonly desk: Pick<Desk, "api" | "listen">,
    private readonly onChange: (waiting: Approval[]) => void,
  ) {
    desk.listen((event) => this.#hear(event));
  }

  get waiting(): Approval[] {
    return this.store.state.approvals.filter(({ status }) => status === "waiting");
  }

  async load(): Promise<void> {
    this.store.set({ step: "loading" });
    try {
      const body = record(await this.desk.api.get<unknown>("approvals", { status: "waiting", limit: 200 }));
      const waiting = list(body["approvals"]).map(readApproval);
      const over = this.store.state.approvals.filter(({ status }) => status !== "waiting");
      this.#take([...waiting, ...over.filter(({ id }) => !waiting.some((one) => one.id === id))]);
      this.store.set({ step: "ready" });
    } catch (error) {
      this.store.set({ step: "failed" });
      console.error(error);
    }
  }

  write(id: string, note: string): void {
    this.store.set(({ notes }) => ({ notes: { ...notes, [id]: note } }));
  }

  /** The digest is that of what is on the screen: where it has changed since, nothing is decided. */
  async decide(id: string, approve: boolean, digest: string): Promise<boolean> {
    const { deciding, notes } = this.store.state;
    if (deciding.has(id)) return false;
    this.store.set({ deciding: new Set([...deciding, id]), problems: without(this.store.state.problems, id) });
    try {
      const note = notes[id]?.trim() ?? "";
      await this.desk.api.post(`approvals/${encodeURIComponent(id)}/decision`, { approve, digest, note });
      this.#replace(id, { status: approve ? "approved" : "rejected", note });
      this.store.set({ notes: without(this.store.state.notes, id) });
      return true;
    } catch (error) {
      await this.#refused(id, digest, error);
      return false;
    } finally {
      const left = new Set(this.store.state.deciding);
      left.delete(id);
      this.store.set({ deciding: left });
    }
  }

  /** Say why, and show it as it is now: what was on the screen is void. */
  async #refused(id: string, digest: string, error: unknown): Promise<void> {
    const detail = error instanceof Error && "detail" in error ? String(error.detail) : "";
    let kind: Trouble["kind"] = "failed";
    try {
      const now = readApproval(await this.desk.api.get<unknown>(`approvals/${encodeURIComponent(id)}`));
      if (now.status !== "waiting") kind = "over";
      else if (now.digest !== digest) kind = "changed";
      this.#upsert(now);
    } catch {
      // What it is now cannot be had either.
    }
    this.store.set(({ problems }) => ({ problems: { ...problems, [id]: { kind, detail } } }));
  }

  #hear(event: DeskEvent | Passing): void {
    if (event.kind !== "approval") return;
    const approval = readApproval(event.data);
    if (!approval.id) return;
    const before = this.store.state.approvals.find(({ id }) => id === approval.id);
    if (before && before.digest !== approval.digest) {
      this.store.set(({ problems }) => ({ problems: { ...problems, [approval.id]: { kind: "changed", detail: "" } } }));
    }
    this.#upsert(approval);
  }

  #replace(id: string, change: Partial<Approval>): void {
    this.#take(this.store.state.approvals.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #upsert(approval: Approval): void {
    const { approvals } = this.store.state;
    const isKnown = approvals.some(({ id }) => id === approval.id);
    this.#take(isKnown ? approvals.map((one) => (one.id === approval.id ? approval : one)) : [...approvals, approval]);
  }

  #take(all: readonly Approval[]): void {
    const byAge = [...all].sort((one, other) => (one.requestedAt ?? 0) - (other.requestedAt ?? 0));
    const waiting = byAge.filter(({ status }) => status === "waiting");
    const over = byAge.filter(({ status }) => status !== "waiting").slice(-MOST_OVER).reverse();
    this.store.set({ approvals: [...waiting, ...over] });
    this.onChange(waiting);
  }
}

function without<T>(of: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = of;
  return rest;
}
