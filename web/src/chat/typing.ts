/** Whether somebody is about to answer, for as long as that can be believed, and with which words. */
import type { Draft } from "./state.ts";

/** Past the tenant's named failure; a bot that has said nothing by then is not typing. */
const LASTS_AT_MOST = 90_000;

export class Typing {
  /** What has come of an answer that is being made. */
  draft: Draft = [];
  #until = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ended` is called when it has lasted too long. */
  constructor(private readonly ended: () => void) {}

  get isOn(): boolean {
    return this.#until > Date.now();
  }

  /** Nobody is about to answer, and mostly nothing that was on its way will come any more. */
  end(isForGood = true): void {
    this.set(false);
    if (isForGood) this.draft = [];
  }

  set(isOn: boolean): void {
    clearTimeout(this.#timer);
    this.#until = isOn ? Date.now() + LASTS_AT_MOST : 0;
    if (isOn) this.#timer = setTimeout(this.ended, LASTS_AT_MOST + 50);
  }
}
