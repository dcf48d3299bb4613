/** Where features put what they add to the desk, so that none has to change another's files. */
import type { TemplateResult, nothing } from "lit/html.js";
import type { Desk } from "./desk.ts";
import type { DeskState } from "./state.ts";

export type Drawn = TemplateResult | typeof nothing;
type Title = string | ((state: DeskState) => string);

/** Something that can be done: by palette, by key, from menus. */
export interface Command {
  /** Such as "conversation.claim": stable, since people bind keys to it. */
  id: string;
  title: Title;
  group?: string;
  /** As `KeyboardEvent.key` with modifiers: "j", "Ctrl+k", "Shift+E". Nothing: none by default. */
  keys?: readonly string[];
  /** Whether it makes sense now; hidden in menus and dead on keys where it does not. */
  when?(desk: Desk): boolean;
  run(desk: Desk, argument?: unknown): void | Promise<void>;
}

/**
 * "work" fills the page beside the navigation, as the inbox does. "side" is a tab of the third
 * column, about the conversation that is open.
 */
export interface Pane {
  id: string;
  place: "work" | "side";
  title: Title;
  order: number;
  when?(desk: Desk): boolean;
  /** How much waits there; 0 shows nothing. */
  badge?(desk: Desk): number;
  render(desk: Desk): Drawn;
}

/** Modal. Escape and the backdrop close it; focus goes back to where it was. */
export interface Dialog {
  id: string;
  title(desk: Desk, argument: unknown): string;
  render(desk: Desk, argument: unknown): Drawn;
}

/**
 * Small things in places that are there: "bar" (right end of the top bar), "account" (its menu),
 * "talk" (menu of a conversation), "composer" (tools below the text), "list" (above the queue),
 * "under-bar" (banners across the page).
 */
export type SlotName = "bar" | "account" | "talk" | "composer" | "list" | "under-bar";

export interface Slot {
  slot: SlotName;
  order: number;
  render(desk: Desk): Drawn;
}

export class Registry {
  readonly #commands = new Map<string, Command>();
  readonly #panes = new Map<string, Pane>();
  readonly #dialogs = new Map<string, Dialog>();
  readonly #slots: Slot[] = [];

  command(...commands: Command[]): void {
    for (const command of commands) this.#commands.set(command.id, command);
  }

  pane(pane: Pane): void {
    this.#panes.set(pane.id, pane);
  }

  dialog(dialog: Dialog): void {
    this.#dialogs.set(dialog.id, dialog);
  }

  slot(slot: Slot): void {
    this.#slots.push(slot);
    this.#slots.sort((one, other) => one.order - other.order);
  }

  get commands(): Command[] {
    return [...this.#commands.values()];
  }

  findCommand(id: string): Command | undefined {
    return this.#commands.get(id);
  }

  panes(place: Pane["place"], desk: Desk): Pane[] {
    const there = [...this.#panes.values()].filter((pane) => pane.place === place && (pane.when?.(desk) ?? true));
    return there.sort((one, other) => one.order - other.order);
  }

  findPane(id: string): Pane | undefined {
    return this.#panes.get(id);
  }

  findDialog(id: string): Dialog | undefined {
    return this.#dialogs.get(id);
  }

  slots(name: SlotName): Slot[] {
    return this.#slots.filter(({ slot }) => slot === name);
  }
}

export function titleOf(title: Title, state: DeskState): string {
  return typeof title === "function" ? title(state) : title;
}
