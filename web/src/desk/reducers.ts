/**
 * What an event of the desk's stream does to the state. Each handoff and each conversation knows
 * the number of the last event that it includes, so events and lists may arrive in any order.
 */
import { record } from "../shared/json.ts";
import { readHandoff, readMessage } from "../chat/protocol.ts";
import { Timeline } from "../chat/timeline.ts";
import type { DeskEvent, Handoff, HandoffPage, Looking, Note, OpenedConversation, Passing, Presence } from "./model.ts";
import type { DeskState, Row, Talk } from "./state.ts";

const TYPING_LASTS = 30_000;
const WORDS_LAST = 60_000;

/** The same state where the event says nothing new. */
export function afterEvent(state: DeskState, event: DeskEvent): Partial<DeskState> {
  if (event.kind === "handoff") return afterHandoff(state, event);
  if (event.kind === "conversation") return afterConversation(state, event);
  if (event.kind === "presence") return afterPresence(state, event);
  if (event.kind === "note") return afterNote(state, event);
  return {};
}

function afterHandoff(state: DeskState, { seq, data }: DeskEvent): Partial<DeskState> {
  const id = String(data["handoff_id"] ?? "");
  const known = state.rows.get(id);
  if (!id || (known && known.seq >= seq)) return {};
  const movedTo = data["moved_to"];
  if (typeof movedTo === "string") {
    const isStillSeen = !state.me?.queues.length || state.me.queues.includes(movedTo);
    if (isStillSeen || !known) return {};
    return { rows: new Map(state.rows).set(id, { ...known, seq, isGone: true }) };
  }
  const handoff = data as unknown as Handoff;
  const rows = new Map(state.rows).set(id, { handoff, seq });
  const talk = state.talks.get(handoff.conversation_id);
  if (!talk || talk.handoffId === id || handoff.ended_at) return { rows };
  // A customer who is handed over once more, while somebody looks.
  return { rows, talks: new Map(state.talks).set(talk.id, { ...talk, handoffId: id }) };
}

function afterConversation(state: DeskState, event: DeskEvent): Partial<DeskState> {
  const talk = event.conversation_id === null ? undefined : state.talks.get(event.conversation_id);
  if (!talk) return {};
  // What is being read may lack it, so it is kept for when that has come.
  const kept = talk.isLoading ? { ...talk, early: [...talk.early, event] } : talk;
  const after = talk.info ? talkAfter(kept, event) : kept;
  return after === talk ? {} : put(state, after);
}

function talkAfter(talk: Talk, { seq, data }: DeskEvent): Talk {
  const own = Number(data["seq"]);
  if (!talk.info || talk.seq >= seq || !(own > talk.lastSeq)) return talk;
  // One is missing in between: what is here is not to be trusted, and is read anew.
  if (own > talk.lastSeq + 1) return { ...talk, isStale: true };
  const kind = String(data["kind"] ?? "");
  const body = record(data["data"]);
  const at = Date.parse(String(data["at"])) || Date.now();
  const message = kind === "message" ? readMessage(body, at, own) : null;
  if (message) talk.timeline.add(message);
  talk.timeline.happen({ kind, data: body, seq: own, at });
  const typingUntil = message?.role === "customer" ? 0 : talk.typingUntil;
  // Whatever happens, the answer or a person who takes over, ends what was on its way.
  const words = message?.role === "customer" ? talk.words : "";
  const info = ownedAfter(talk.info, kind, body);
  return { ...talk, seq, lastSeq: own, info, typingUntil, words, version: talk.version + 1 };
}

function ownedAfter(info: NonNullable<Talk["info"]>, kind: string, data: Record<string, unknown>): NonNullable<Talk["info"]> {
  if (kind === "status") return { ...info, status: String(data["status"] ?? info.status) };
  if (kind !== "handoff") return info;
  const { status, agent } = readHandoff(data);
  if (status === "claimed") return { ...info, owner: "human_agent", agent };
  return status === "waiting" ? info : { ...info, owner: "bot", agent: null };
}

function afterPresence(state: DeskState, { data }: DeskEvent): Partial<DeskState> {
  const [agent, chosen] = [String(data["agent"] ?? ""), String(data["chosen"] ?? "offline") as Presence];
  // Silence makes anybody offline, whatever they chose.
  const effective = String(data["effective"] ?? chosen) as Presence;
  const presence = new Map(state.presence).set(agent, { chosen: effective, since: String(data["since"] ?? "") });
  const { me } = state;
  return { presence, me: me?.name === agent ? { ...me, presence: chosen } : me };
}

function afterNote(state: DeskState, { conversation_id: id, data }: DeskEvent): Partial<DeskState> {
  const talk = id === null ? undefined : state.talks.get(id);
  const note = data as unknown as Note;
  return talk && note.note_id ? put(state, withNote(talk, note)) : {};
}

/** Each note once, however often it is told. */
export function withNote(talk: Talk, note: Note): Talk {
  const others = talk.notes.filter(({ note_id }) => note_id !== note.note_id);
  return { ...talk, notes: [...others, note], version: talk.version + 1 };
}

export function afterPassing(state: DeskState, { kind, data }: Passing, now: number): Partial<DeskState> {
  const id = String(data["conversation_id"] ?? "");
  if (kind === "looking") {
    const agents = Array.isArray(data["agents"]) ? (data["agents"] as Looking[]) : [];
    return { looking: new Map(state.looking).set(id, agents) };
  }
  const talk = state.talks.get(id);
  if (kind === "words") return talk ? put(state, { ...talk, words: String(data["text"] ?? ""), wordsUntil: now + WORDS_LAST }) : {};
  return talk ? put(state, { ...talk, typingUntil: data["typing"] === true ? now + TYPING_LASTS : 0 }) : {};
}

/** What the bot is writing, unless it has been silent for long; closed and opened again, too. */
export function wordsOf({ words, wordsUntil }: Talk, now: number): string {
  return wordsUntil > now ? words : "";
}

/** A page of a list: what events have told since is newer, and stays. */
export function afterPage(state: DeskState, page: HandoffPage): Partial<DeskState> {
  const rows = new Map(state.rows);
  for (const handoff of page.handoffs) takeRow(rows, { handoff, seq: page.seq });
  return { rows, counts: page.counts };
}

function takeRow(rows: Map<string, Row>, row: Row): void {
  const known = rows.get(row.handoff.handoff_id);
  if (!known || known.seq <= row.seq) rows.set(row.handoff.handoff_id, row);
}

/** After a complete reading that began at `seq`: an open one that it did not show is gone. */
export function withoutLost(state: DeskState, seq: number): Partial<DeskState> {
  const kept = [...state.rows].filter(([, row]) => row.handoff.ended_at !== null || row.seq >= seq);
  return { rows: new Map(kept), isComplete: true };
}

/**
 * Nothing that is here can be trusted, not even its numbers: the gateway may have been set back.
 * It stays on the screen until what is read anew takes its place.
 */
export function afterReset(state: DeskState): Partial<DeskState> {
  const rows = new Map([...state.rows].map(([id, row]) => [id, { ...row, seq: -1 }]));
  const open = state.open === null ? undefined : state.talks.get(state.open);
  const talks = new Map(open ? [[open.id, { ...open, seq: -1, lastSeq: -1, isStale: true }]] : []);
  return { rows, talks };
}

export function emptyTalk(id: string): Talk {
  const nothing = { info: null, handoffId: null, notes: [], context: null, draft: null, problem: null, older: null };
  const fresh = { timeline: new Timeline(), version: 0, seq: 0, lastSeq: 0, typingUntil: 0, words: "", wordsUntil: 0 };
  return { id, ...nothing, ...fresh, isLoading: true, isStale: false, early: [] };
}

/** A conversation as it was read: it includes everything up to the event numbered `seq`. */
export function afterOpened(state: DeskState, id: string, opened: OpenedConversation): Partial<DeskState> {
  const known = state.talks.get(id) ?? emptyTalk(id);
  if (known.seq > opened.seq && !known.isStale) return put(state, { ...known, isLoading: false, early: [] });
  const messages = opened.messages.map((one) => readMessage(one, Date.now())).filter((one) => one !== null);
  // What may lack something, or be of another time, is replaced.
  const timeline = known.isStale ? new Timeline() : known.timeline;
  for (const message of messages) timeline.add(message);
  const rows = new Map(state.rows);
  for (const handoff of [opened.handoff, ...(opened.merged ?? [])]) if (handoff) takeRow(rows, { handoff, seq: opened.seq });
  const read: Talk = {
    ...known,
    seq: opened.seq,
    info: opened.conversation,
    handoffId: opened.handoff?.handoff_id ?? null,
    notes: opened.notes,
    context: opened.context,
    draft: opened.draft,
    lastSeq: opened.conversation.last_seq,
    timeline,
    older: (known.isStale ? null : known.older) ?? (messages.length >= 100 ? String(messages[0]?.seq ?? "") || null : null),
    version: known.version + 1,
    isLoading: false,
    isStale: false,
    problem: null,
    words: "",
    early: [],
  };
  const talk = known.early.reduce(talkAfter, read);
  return { rows, looking: new Map(state.looking).set(id, opened.looking), ...put(state, talk) };
}

export function put(state: DeskState, talk: Talk): Pick<DeskState, "talks"> {
  return { talks: new Map(state.talks).set(talk.id, talk) };
}
