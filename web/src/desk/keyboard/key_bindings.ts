/** The desk's keyboard: its commands with the keys that this agent has for them. */
import type { Desk } from "../desk.ts";
import type { Command } from "../registry.ts";
import { Store } from "../store.ts";
import { KeyStore, conflictsAmong, keysOf } from "./bindings.ts";
import type { Conflict, OwnKeys } from "./bindings.ts";
import { DEFAULT_KEYS, REPEATING } from "./default_keys.ts";
import { Keyboard } from "./keyboard.ts";
import type { KeyCommand } from "./keyboard.ts";

export class KeyBindings {
  readonly keyboard: Keyboard;
  readonly store = new Store<{ own: OwnKeys }>({ own: {} });
  #keeper: KeyStore | null = null;

  constructor(
    private readonly desk: Desk,
    readonly isMac: boolean,
  ) {
    this.keyboard = new Keyboard(() => this.#commands(), isMac);
    desk.store.subscribe((state, before) => {
      if (state.me && state.me.name !== before.me?.name) this.#signedIn(state.me.name);
    });
    desk.track(this.store);
  }

  keysOf(command: Command): readonly string[] {
    return keysOf(bindable(command), this.store.state.own);
  }

  conflicts(): Conflict[] {
    return conflictsAmong(this.desk.registry.commands.map(bindable), this.store.state.own);
  }

  /** Null gives the command the desk's own keys back. */
  bind(command: string, keys: readonly string[] | null): void {
    const own = { ...this.store.state.own };
    if (keys === null) delete own[command];
    else own[command] = keys;
    this.#take(own);
    this.#keeper?.write(own);
  }

  get hasOwn(): boolean {
    return Object.keys(this.store.state.own).length > 0;
  }

  reset(): void {
    this.#take({});
    this.#keeper?.write({});
  }

  #signedIn(agent: string): void {
    this.#keeper = new KeyStore(this.desk.tenant, agent, localStorage);
    this.#take(this.#keeper.read());
  }

  #take(own: OwnKeys): void {
    this.keyboard.own = own;
    this.store.set({ own });
  }

  #commands(): KeyCommand[] {
    const { desk } = this;
    if (desk.state.dialog || desk.state.phase !== "ready") return [];
    return desk.registry.commands.map((command) => ({
      ...bindable(command),
      whileTyping: true,
      repeats: REPEATING.has(command.id),
      isEnabled: () => command.when?.(desk) ?? true,
      run: () => void desk.run(command.id),
    }));
  }
}

function bindable({ id, keys }: Command): { id: string; keys: readonly string[] } {
  const own = keys?.map((chord) => chord.replace("Ctrl+", "Mod+"));
  return { id, keys: own ?? DEFAULT_KEYS[id] ?? [] };
}
