/** Whether somebody is about to answer, for as long as that can be believed. */

/** Past the tenant's named failure; a bot that has said nothing by then is not typing. */
const LASTS_AT_MOST = 90_000;

export class Typing {
  #until = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ended` is called when it has lasted too long. */
  constructor(private readonly ended: () => void) {}

  get isOn(): boolean {
    return this.#until > Date.now();
  }

  set(isOn: boolean): void {
    clearTimeout(this.#timer);
    this.#until = isOn ? Date.now() + LASTS_AT_MOST : 0;
    if (isOn) this.#timer = setTimeout(this.ended, LASTS_AT_MOST + 50);
  }
}
