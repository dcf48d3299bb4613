/** All commands with their keys, made from the registry; here an agent chooses others. */
import { html, nothing } from "lit/html.js";
import { commandTitle, namedCommands } from "../command_titles.ts";
import type { Desk } from "../desk.ts";
import type { Command, Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { Store } from "../store.ts";
import { KeyRecorder } from "./key_recorder.ts";
import { keycapsView } from "./keycaps.ts";

interface Recording {
  command: string | null;
  keys: string;
  isReserved: boolean;
}

const NONE: Recording = { command: null, keys: "", isReserved: false };
/** Long enough to press the second key of two. */
const ENDS_AFTER_MS = 1_500;

export class HelpView {
  readonly #store = new Store<Recording>(NONE);
  #recorder: KeyRecorder | null = null;
  #end: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly shell: PartShell) {
    shell.desk.track(this.#store);
  }

  draw(): Drawn {
    const { words, desk, bindings } = this.shell;
    const conflicts = new Set(bindings.conflicts().flatMap(({ commands }) => commands));
    const commands = [...namedCommands(desk), ...paletteCommand(desk)];
    const areaOf = ({ id }: Command) => words.areas[id.split(".")[0] ?? ""] ?? id;
    const areas = [...new Set(commands.map(areaOf))];
    return html`<div class="help" @keydown=${(event: KeyboardEvent) => this.#pressed(event)}>
      <p class="help-hint">${words.keysHint}</p>
      ${conflicts.size ? html`<p class="help-conflict" role="alert">${words.conflicts(this.#conflictText())}</p>` : nothing}
      ${areas.map(
        (area) => html`<h3>${area}</h3>
          <ul class="help-list">
            ${commands.filter((one) => areaOf(one) === area).map((one) => this.#line(one, conflicts.has(one.id)))}
          </ul>`,
      )}
      ${bindings.hasOwn ? html`<button type="button" @click=${() => bindings.reset()}>${words.resetKeys}</button>` : nothing}
    </div>`;
  }

  #line(command: Command, isInConflict: boolean): Drawn {
    const { words, desk, bindings } = this.shell;
    const title = commandTitle(desk, words, command);
    const { state } = this.#store;
    const isRecording = state.command === command.id;
    const keys = bindings.keysOf(command);
    const shown = isRecording
      ? html`<span role="status">${state.isReserved ? words.keyReserved : words.pressKeys} ${state.keys ? keycapsView(state.keys, bindings.isMac) : nothing}</span>`
      : keys.length
        ? keys.map((one) => keycapsView(one, bindings.isMac))
        : html`<span class="help-none">${words.noKey}</span>`;
    return html`<li class=${isInConflict ? "conflict" : ""}>
      <span class="help-title">${title}${isInConflict ? html` <strong>${words.twice}</strong>` : nothing}</span>
      <span class="help-keys">${shown}</span>
      <button
        type="button"
        class="plain"
        aria-label=${words.changeKeysOf(title)}
        aria-pressed=${isRecording ? "true" : "false"}
        @click=${() => this.#record(command.id)}
        @blur=${() => this.#finish(false)}
      >
        ${words.change}
      </button>
    </li>`;
  }

  #conflictText(): string {
    const { desk, words, bindings } = this.shell;
    const title = (id: string) => {
      const command = desk.registry.findCommand(id);
      return command ? commandTitle(desk, words, command) : id;
    };
    return bindings.conflicts().map(({ keys, commands }) => `${keys}: ${commands.map(title).join(", ")}`).join("; ");
  }

  #record(command: string): void {
    this.#finish(false);
    this.#recorder = new KeyRecorder(this.shell.bindings.isMac);
    this.#store.set({ ...NONE, command });
  }

  #pressed(event: KeyboardEvent): void {
    const recorder = this.#recorder;
    if (!recorder || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.#end);
    const outcome = recorder.press(event);
    this.#store.set({ keys: recorder.keys, isReserved: outcome === "reserved" });
    if (outcome === "cancelled") this.#finish(false);
    else if (outcome === "removed") this.#bind([]);
    else if (outcome === "done") this.#finish(true);
    else if (recorder.keys) this.#end = setTimeout(() => this.#finish(true), ENDS_AFTER_MS);
  }

  #finish(takes: boolean): void {
    clearTimeout(this.#end);
    const keys = this.#recorder?.keys;
    if (takes && keys) return this.#bind([keys]);
    this.#recorder = null;
    this.#store.set(NONE);
  }

  #bind(keys: readonly string[]): void {
    const { command } = this.#store.state;
    if (command) this.shell.bindings.bind(command, keys);
    this.#recorder = null;
    this.#store.set(NONE);
  }
}

function paletteCommand({ registry }: Desk): Command[] {
  const command = registry.findCommand("palette.open");
  return command ? [command] : [];
}
