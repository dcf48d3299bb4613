/** Where the agent answers, or leaves a note: kept as it is written, sent after a moment to undo. */
import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { MAX_TEXT, isVisible, lengthOf } from "../../chat/message_text.ts";
import type { Desk } from "../desk.ts";
import { NO_DRAFT } from "../drafts.ts";
import type { Draft, Enclosure } from "../drafts.ts";
import type { Drawn } from "../registry.ts";
import { isCall, isChatting } from "../selectors.ts";
import type { Talk } from "../state.ts";
import { slotView } from "./frame.ts";

export function composerView(desk: Desk, talk: Talk): Drawn {
  const { words } = desk;
  const draft = desk.session?.drafts.of(talk.id) ?? NO_DRAFT;
  const isLocked = isKept(desk);
  const isNote = draft.isNote || isLocked;
  const over = lengthOf(draft.text) - MAX_TEXT;
  const submit = (event: Event) => (event.preventDefault(), void desk.run("composer.send"));
  return html`<form class="composer ${isNote ? "note" : ""}" @submit=${submit} @dragover=${allow} @drop=${dropped(desk)}>
    <div class="kinds" role="group" aria-label=${words.reply}>
      ${kind(desk, false, !isNote, isLocked)} ${kind(desk, true, isNote, false)}
      ${isLocked ? html`<span class="faint locked">${isCall(desk.handoff) ? words.lockedCall : words.locked}</span>` : nothing}
    </div>
    <textarea
      id="composer"
      class="writing"
      rows="3"
      aria-label=${isNote ? words.writeNote : words.replyTo}
      placeholder=${isNote ? words.writeNote : words.replyTo}
      .value=${live(draft.text)}
      @input=${written(desk, talk.id)}
      @keydown=${pressed(desk)}
      @blur=${() => desk.onTyping(null)}
      @paste=${pasted(desk)}
    ></textarea>
    ${draft.files.length ? filesView(desk, draft) : nothing} ${sourcesView(desk, draft)}
    <div class="composer-tools">
      ${isNote
        ? nothing
        : html`<label class="tool">
            <input type="file" multiple class="unseen" @change=${chosen(desk)} />${words.attach}
          </label>`}
      ${isNote ? nothing : html`<button type="button" class="plain tool" @click=${() => void desk.run("composer.suggest")}>${words.suggest}</button>`}
      ${slotView(desk, "composer")}
      <span class="over" role="status">${over > 0 ? words.tooLong(over) : ""}</span>
      <button type="submit" class="primary" ?disabled=${talk.info === null || !canSend(draft, over)}>${isNote ? words.addNote : words.send}</button>
    </div>
  </form>`;
}

/** Whether somebody else has the conversation; while it is being read nobody knows. */
function isKept(desk: Desk): boolean {
  return desk.talk?.info !== null && !isChatting(desk.state, desk.handoff);
}

function canSend({ text, files }: Draft, over: number): boolean {
  const areThere = files.every(({ share, problem }) => share === 1 && problem === null);
  return over <= 0 && areThere && (isVisible(text) || files.length > 0);
}

function kind(desk: Desk, isNote: boolean, isChosen: boolean, isLocked: boolean): Drawn {
  const choose = () => void desk.run("composer.note", isNote);
  return html`<button type="button" class="tab" aria-pressed=${isChosen} ?disabled=${isLocked} @click=${choose}>
    ${isNote ? desk.words.note : desk.words.reply}
  </button>`;
}

/** Asked at each letter: what was drawn last may be older than what was chosen since. */
function written(desk: Desk, conversation: string): (event: Event) => void {
  return (event) => {
    const text = (event.target as HTMLTextAreaElement).value;
    // What nobody chose ends with its words: whoever is given the conversation next writes replies.
    const isNote = isKept(desk) ? text !== "" : (desk.session?.drafts.of(conversation).isNote ?? false);
    desk.session?.drafts.change(conversation, { text, isNote });
    if (!isNote) desk.onTyping(text ? conversation : null);
  };
}

/** Enter sends; while an input method composes a word, it does not. */
function pressed(desk: Desk): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    void desk.run("composer.send");
  };
}

function filesView(desk: Desk, draft: Draft): Drawn {
  const remove = (file: Enclosure) => () => void desk.run("composer.detach", file.id);
  return html`<ul class="enclosed">
    ${draft.files.map(
      (file) => html`<li class=${file.problem ? "problem" : ""}>
        <bdi>${file.name}</bdi> ${file.problem ?? (file.share < 1 ? desk.words.loading : "")}
        <button type="button" class="plain" aria-label=${desk.words.removeFile(file.name)} @click=${remove(file)}>×</button>
      </li>`,
    )}
  </ul>`;
}

function sourcesView({ words }: Desk, { suggestion, text }: Draft): Drawn {
  if (!suggestion || !suggestion.sources.length || !text) return nothing;
  return html`<p class="faint sources">${words.suggested} ${suggestion.sources.join(" · ")}</p>`;
}

function allow(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

function dropped(desk: Desk): (event: DragEvent) => void {
  return (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void desk.run("composer.attach", files);
  };
}

function pasted(desk: Desk): (event: ClipboardEvent) => void {
  return (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) void desk.run("composer.attach", files);
  };
}

function chosen(desk: Desk): (event: Event) => void {
  return (event) => {
    const input = event.target as HTMLInputElement;
    void desk.run("composer.attach", [...(input.files ?? [])]);
    input.value = "";
  };
}
