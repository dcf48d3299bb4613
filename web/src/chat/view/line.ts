/** A line between messages: somebody joined or left, the chat has ended. */
import type { Words } from "../i18n.ts";
import type { Line } from "../lifecycle_events.ts";
import type { Entry } from "../timeline.ts";
import { h } from "../../shared/dom.ts";
import type { Placement } from "./message.ts";

export class LineView {
  readonly element: HTMLElement;
  readonly #day = h("p", { class: "day", hidden: true });

  constructor(entry: Entry, line: Line, words: Words) {
    const text = h("p", { class: "line" }, sentenceOf(line, words));
    this.element = h("div", { class: "happening", "data-message-id": entry.id }, this.#day, text);
  }

  update(_: Entry, placement: Placement): void {
    this.#day.hidden = placement.day === null;
    this.#day.textContent = placement.day;
  }
}

function sentenceOf({ kind, name }: Line, words: Words): string {
  if (kind === "ended") return words.chatEnded;
  if (kind === "joined") return name ? words.joined(name) : words.colleagueJoined;
  return name ? words.colleagueLeft(name) : words.someoneLeft;
}
