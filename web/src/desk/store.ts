/** Plain state that tells who listens when it has changed. */

export class Store<State extends object> {
  #state: State;
  readonly #listeners = new Set<(state: State, before: State) => void>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  /** Never change a state in place: listeners compare what was with what is. */
  set(change: Partial<State> | ((state: State) => Partial<State>)): void {
    const before = this.#state;
    const parts = typeof change === "function" ? change(before) : change;
    const keys = Object.keys(parts) as (keyof State)[];
    if (keys.every((key) => parts[key] === before[key])) return;
    this.#state = { ...before, ...parts };
    for (const listener of [...this.#listeners]) listener(this.#state, before);
  }

  /** Returns how to stop. */
  subscribe(listener: (state: State, before: State) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
