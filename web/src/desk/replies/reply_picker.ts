/** The list that opens above the composer: canned replies at a `/`, in a note colleagues at an `@`. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { rank } from "../palette/fuzzy.ts";
import { Store } from "../store.ts";
import { begunWord, firstUnknown, withCursor } from "./begun_word.ts";
import type { BegunWord } from "./begun_word.ts";
import type { CannedReply } from "./canned_replies.ts";

/** A line of the list, and what is put in place of the word that asked for it. */
interface Choice {
  key: string;
  title: string;
  /** Beside the title: how it is called, or whether they are there. */
  aside: string;
  text: string;
  unknown: readonly string[];
  insert: string;
}

interface PickerState {
  word: BegunWord | null;
  active: number;
  /** A sign that the agent has waved away: its place. */
  dismissed: number | null;
}

const MOST = 8;
const LIST_ID = "reply-picker";

const ofReply = (reply: CannedReply): Choice => ({
  key: `${reply.name} ${reply.locale}`,
  ...{ title: reply.title, aside: `/${reply.name} · ${reply.locale}`, unknown: reply.unknown.filter((name) => name !== "cursor") },
  ...{ text: withCursor(reply.filled ?? reply.text).text, insert: reply.filled ?? reply.text },
});

/** A text field of the composer, whichever way it is drawn. */
function composerOf(target: unknown): HTMLTextAreaElement | null {
  return target instanceof HTMLTextAreaElement && target.closest("[data-composer], .composer") ? target : null;
}

export class ReplyPicker {
  readonly #store = new Store<PickerState>({ word: null, active: 0, dismissed: null });
  #field: HTMLTextAreaElement | null = null;

  constructor(private readonly shell: PartShell) {
    shell.desk.track(this.#store);
  }

  /** Before the composer's own listeners, so that Enter chooses a reply instead of sending. */
  listen(page: Document): void {
    page.addEventListener("input", (event) => this.#written(composerOf(event.target)));
    page.addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
    page.addEventListener("focusout", (event) => composerOf(event.target) && this.#close());
  }

  draw(): Drawn {
    const { words } = this.shell;
    const { word, active } = this.#store.state;
    const found = this.#found();
    if (!word) return nothing;
    const isOfPeople = word.sign === "@";
    if (!found.length) {
      const { isLoading } = this.shell.replies.store.state;
      const none = isOfPeople ? words.noColleague : isLoading ? words.loading : words.noReplies;
      return html`<p class="reply-picker none" role="status">${none}</p>`;
    }
    return html`<ul class="reply-picker" id=${LIST_ID} role="listbox" aria-label=${isOfPeople ? words.team : words.cannedReplies}>
      ${repeat(found, ({ key }) => key, (choice, index) => this.#line(choice, index, index === active))}
    </ul>`;
  }

  #line(choice: Choice, index: number, isActive: boolean): Drawn {
    const { words } = this.shell;
    return html`<li
      role="option"
      id="${LIST_ID}-${index}"
      aria-selected=${isActive ? "true" : "false"}
      class=${isActive ? "active" : ""}
      @mousedown=${(event: Event) => (event.preventDefault(), this.#insert(choice))}
    >
      <span class="reply-head"><bdi class="reply-title">${choice.title}</bdi> <span class="reply-name">${choice.aside}</span></span>
      ${choice.text ? html`<span class="reply-text" dir="auto">${choice.text}</span>` : nothing}
      ${choice.unknown.length ? html`<span class="badge bad">${words.unknownVariables(choice.unknown.join(", "))}</span>` : nothing}
    </li>`;
  }

  #found(): Choice[] {
    const { word } = this.#store.state;
    if (!word) return [];
    if (word.sign === "@") return rank(word.query, this.#colleagues(), ({ title }) => title, MOST).map(({ item }) => item);
    const { replies } = this.shell.replies.store.state;
    return rank(word.query, replies, ({ name, title }) => `${name} ${title}`, MOST).map(({ item }) => ofReply(item));
  }

  #colleagues(): Choice[] {
    const { state } = this.shell.desk;
    const others = [...state.presence].filter(([name]) => name !== state.me?.name).sort(([one], [other]) => one.localeCompare(other));
    return others.map(([name, { chosen }]) => ({
      ...{ key: name, title: name, aside: this.shell.words.presences[chosen] ?? chosen },
      ...{ text: "", unknown: [], insert: `@${name} ` },
    }));
  }

  #written(field: HTMLTextAreaElement | null): void {
    if (!field) return;
    this.#field = field;
    const isNote = field.closest(".composer.note") !== null;
    const word = begunWord(field.value, field.selectionStart, "/") ?? (isNote ? begunWord(field.value, field.selectionStart, "@") : null);
    const { dismissed, word: before } = this.#store.state;
    // Nothing is left to choose once a whole name stands there: Enter sends.
    const isWhole = word?.sign === "@" && this.#colleagues().some(({ title }) => title.toLowerCase() === word.query.toLowerCase());
    if (!word || isWhole) return this.#store.set({ word: null, dismissed: null });
    if (word.from === dismissed) return;
    if (!before && word.sign === "/") void this.shell.replies.fetch(this.shell.desk.state.open);
    this.#store.set({ word, active: 0 });
    this.#tell(0);
  }

  #pressed(event: KeyboardEvent): void {
    const { word, active } = this.#store.state;
    if (!word || event.isComposing || event.target !== this.#field) return;
    const found = this.#found();
    const chosen = found[active];
    if (event.key === "Escape") this.#store.set({ word: null, dismissed: word.from });
    else if (event.key === "ArrowDown" && found.length) this.#move((active + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) this.#move((active + found.length - 1) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen && !event.shiftKey) this.#insert(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.#store.state.word) this.#tell(null);
  }

  #move(active: number): void {
    this.#store.set({ active });
    this.#tell(active);
  }

  /** The field keeps the focus: it says which line of the list is meant. */
  #tell(active: number | null): void {
    const field = this.#field;
    if (!field) return;
    if (active === null) for (const name of ["aria-activedescendant", "aria-controls", "aria-expanded"]) field.removeAttribute(name);
    else {
      field.setAttribute("aria-controls", LIST_ID);
      field.setAttribute("aria-activedescendant", `${LIST_ID}-${active}`);
    }
  }

  /** In the place of the `/word`; what nothing is known for is marked, to be written over. */
  #insert(choice: Choice): void {
    const { word } = this.#store.state;
    const field = this.#field;
    if (!word || !field) return;
    const { text, cursor } = withCursor(choice.insert);
    field.setRangeText(text, word.from, word.to, "end");
    const unknown = firstUnknown(text, choice.unknown);
    if (unknown) field.setSelectionRange(word.from + unknown[0], word.from + unknown[1]);
    else field.setSelectionRange(word.from + cursor, word.from + cursor);
    this.#store.set({ word: null, active: 0 });
    this.#tell(null);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  #close(): void {
    this.#store.set({ word: null });
    this.#tell(null);
  }
}
