/** Whether any of the browser's tabs of this desk has the focus, as they tell each other. */

interface Told {
  tab: string;
  isFocused: boolean;
}

interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

export class FocusedTabs {
  readonly #tab = crypto.randomUUID();
  readonly #focused = new Set<string>();

  constructor(private readonly channel: Channel, onChange: () => void) {
    channel.onmessage = ({ data }) => {
      const { tab, isFocused } = data as Told;
      this.#take(tab, isFocused);
      onChange();
    };
  }

  /** This tab has it, or not any more. Only one can: who has lost it may not have said so. */
  tell(isFocused: boolean): void {
    this.#take(this.#tab, isFocused);
    this.channel.postMessage({ tab: this.#tab, isFocused } satisfies Told);
  }

  get isAny(): boolean {
    return this.#focused.size > 0;
  }

  #take(tab: string, isFocused: boolean): void {
    if (isFocused) {
      this.#focused.clear();
      this.#focused.add(tab);
    } else this.#focused.delete(tab);
  }
}
