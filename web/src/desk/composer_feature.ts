/** What can be done with the composer: send, note, attach, suggest, undo. */
import { cleaned, isVisible } from "../chat/message_text.ts";
import { record } from "../shared/json.ts";
import { problemKind } from "./api.ts";
import type { Desk } from "./desk.ts";
import type { Enclosure } from "./drafts.ts";
import type { Suggestion } from "./model.ts";
import { withNote } from "./reducers.ts";
import { firstBlank } from "./replies/blanks.ts";
import { mentionsIn } from "./replies/mentions.ts";
import { isChatting } from "./selectors.ts";
import { UNDO_FOR } from "./pending.ts";
import type { Toast } from "./state.ts";

export function installComposer(desk: Desk): void {
  const { registry, words } = desk;
  const hasTalk = () => desk.talk !== null;
  const isOwn = () => isChatting(desk.state, desk.handoff);
  desk.whenBegun(({ drafts }) => desk.track(drafts.store));
  registry.command(
    { id: "composer.focus", title: words.reply, keys: ["r"], when: hasTalk, run: () => focusComposer() },
    { id: "composer.note", title: words.note, keys: ["n"], when: hasTalk, run: (_, isNote) => chooseKind(desk, isNote) },
    { id: "composer.send", title: words.send, when: hasTalk, run: () => send(desk) },
    { id: "composer.suggest", title: words.suggest, when: isOwn, run: () => suggest(desk) },
    { id: "composer.attach", title: words.attach, when: isOwn, run: (_, files) => attach(desk, files) },
    { id: "composer.detach", title: words.attach, when: hasTalk, run: (_, id) => detach(desk, String(id)) },
    { id: "pending.undo", title: words.undo, keys: ["z"], when: () => desk.state.pending.length > 0 || undoToast(desk) !== undefined, run: (_, id) => undo(desk, id) },
  );
  registry.command({ id: "composer.insert", title: words.reply, when: hasTalk, run: (_, text) => insert(desk, text) });
  desk.onPerformed(({ kind, conversationId, body, id }) => {
    const talk = desk.state.talks.get(conversationId);
    if (kind !== "note" || !talk) return;
    const { text, mentions } = body as { text: string; mentions: string[] };
    const note = { note_id: id, conversation_id: talk.id, agent: desk.state.me?.name ?? "", text, mentions, at: new Date().toISOString() };
    if (!talk.notes.some(({ note_id }) => note_id === id)) desk.store.set(({ talks }) => ({ talks: new Map(talks).set(talk.id, withNote(talk, note)) }));
  });
}

export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("#composer")?.focus();
}

function chooseKind(desk: Desk, isNote: unknown): void {
  const { talk, session } = desk;
  if (!talk || !session) return;
  session.drafts.change(talk.id, { isNote: typeof isNote === "boolean" ? isNote : !session.drafts.of(talk.id).isNote });
  focusComposer();
}

/** After the words that are there, or in place of a "/" that called for it. */
function insert(desk: Desk, text: unknown): void {
  const { talk, session } = desk;
  if (!talk || !session || typeof text !== "string") return;
  const known = session.drafts.of(talk.id).text.replace(/(^|\s)\/\S*$/, "$1");
  session.drafts.change(talk.id, { text: known && !/\s$/.test(known) ? `${known} ${text}` : known + text });
  focusComposer();
}

function send(desk: Desk): void {
  const { talk, session, handoff } = desk;
  // Until it is known who has the conversation, nobody can tell for whom this is.
  if (!talk?.info || !session) return;
  const draft = session.drafts.of(talk.id);
  const text = cleaned(draft.text);
  const isWaiting = draft.files.some(({ share, problem }) => share < 1 || problem !== null);
  if (isWaiting || (!isVisible(text) && !draft.files.length)) return;
  const id = crypto.randomUUID();
  const isOwn = handoff !== null && isChatting(desk.state, handoff);
  // It was begun for the customer: that it is now for the team is to be seen before it is sent.
  if (!draft.isNote && !isOwn) return session.drafts.change(talk.id, { isNote: true });
  if (!draft.isNote && isOwn && asksFirst(desk, talk.id, text)) return;
  if (draft.isNote || !isOwn) {
    const mentions = mentionsIn(text, desk.state.presence.keys());
    session.pending.add({ id, kind: "note", handoffId: "", conversationId: talk.id, body: { note_id: id, text, mentions } }, 0);
  } else {
    const more = draft.suggestion ? { suggestion_id: draft.suggestion.id } : {};
    const attachments = draft.files.map((file) => file.id);
    const body = { message_id: id, text, attachments, seen: talk.lastSeq, ...more };
    session.pending.add({ id, kind: "message", handoffId: handoff.handoff_id, conversationId: talk.id, body, files: draft.files }, UNDO_FOR);
  }
  desk.onTyping(null);
  session.drafts.change(talk.id, { text: "", files: [], suggestion: null, isNote: draft.isNote && isOwn });
}

/** What was asked about once, and by the second time is meant so. */
let asked = "";

/** Whether a blank is left in it, which is shown: written over, or sent as it is. */
function asksFirst(desk: Desk, conversation: string, text: string): boolean {
  const blank = firstBlank(text);
  const about = `${conversation} ${text}`;
  if (!blank || asked === about) return false;
  asked = about;
  desk.say(desk.words.leftBlank(blank.name), { tone: "problem" });
  const field = document.querySelector<HTMLTextAreaElement>("#composer");
  const from = field?.value.indexOf(blank.name) ?? -1;
  field?.focus();
  if (from >= 0) field?.setSelectionRange(from, from + blank.name.length);
  return true;
}

/** The words of what is taken back are there again, before whatever was written since. */
function undo(desk: Desk, id: unknown): void {
  const { session } = desk;
  const last = [...desk.state.pending].reverse().find(({ step }) => step === "undoable");
  const toast = undoToast(desk);
  if (typeof id !== "string" && !last && toast) return desk.unsay(toast.id), toast.action?.run();
  const taken = session?.pending.undo(typeof id === "string" ? id : (last?.id ?? ""));
  if (taken) desk.unsay(taken.id);
  if (!session || !taken || (taken.kind !== "message" && taken.kind !== "note")) return;
  const draft = session.drafts.of(taken.conversationId);
  const text = [String(taken.body["text"] ?? ""), draft.text].filter(Boolean).join("\n");
  session.drafts.change(taken.conversationId, { text, isNote: taken.kind === "note", files: [...(taken.files ?? []), ...draft.files] });
  focusComposer();
}

/** What many are done for at once stands in a toast alone. */
function undoToast({ state, words }: Desk): Toast | undefined {
  return [...state.toasts].reverse().find(({ action }) => action?.label === words.undo);
}

async function suggest(desk: Desk): Promise<void> {
  const { talk, session, words } = desk;
  if (!talk || !session) return;
  try {
    const path = `desk/conversations/${encodeURIComponent(talk.id)}/suggestion`;
    const { suggestion_id: id, text, citations } = await desk.api.post<Suggestion>(path);
    const sources = citations.map((one) => String(record(one)["title"] || record(one)["document_id"] || "")).filter(Boolean);
    session.drafts.change(talk.id, { text, isNote: false, suggestion: { id, sources } });
    focusComposer();
  } catch (error) {
    if (problemKind(error) !== "no-suggestion") throw error;
    desk.say(words.noSuggestion);
  }
}

const UPLOAD_WITHIN = 300_000;

async function attach(desk: Desk, files: unknown): Promise<void> {
  const { talk } = desk;
  if (talk && Array.isArray(files)) await Promise.all((files as File[]).map((file) => upload(desk, talk.id, file)));
}

async function upload(desk: Desk, conversation: string, file: File): Promise<void> {
  const { session, api } = desk;
  if (!session) return;
  const { drafts } = session;
  const place: Enclosure = { id: crypto.randomUUID(), name: file.name, share: 0, problem: null };
  const put = (change: Partial<Enclosure>) =>
    drafts.change(conversation, { files: drafts.of(conversation).files.map((one) => (one.name === file.name ? { ...one, ...change } : one)) });
  drafts.change(conversation, { files: [...drafts.of(conversation).files.filter(({ name }) => name !== file.name), place] });
  const path = `conversations/${encodeURIComponent(conversation)}/files`;
  try {
    const blob = new Blob([file], { type: "application/octet-stream" });
    const kept = record(await api.call("POST", path, blob, { query: { name: file.name }, within: UPLOAD_WITHIN }));
    put({ id: String(kept["file_id"] ?? ""), share: 1 });
  } catch (error) {
    put({ problem: error instanceof Error && "detail" in error ? String(error.detail) : String(error) });
  }
}

function detach(desk: Desk, id: string): void {
  const { talk, session } = desk;
  if (talk && session) session.drafts.change(talk.id, { files: session.drafts.of(talk.id).files.filter((file) => file.id !== id) });
}
