/** What was said before, read page by page from the newest. */
import { Problem } from "../shared/problem.ts";
import type { HistoryPage } from "./protocol.ts";

export interface PastHooks {
  read(before: string | null): Promise<HistoryPage>;
  take(page: HistoryPage): void;
}

export class Past {
  #older: string | null = null;
  #isReading = false;

  constructor(private readonly hooks: PastHooks) {}

  get hasOlder(): boolean {
    return this.#older !== null;
  }

  async readNewest(): Promise<void> {
    await this.#read(null);
  }

  /**
   * `insist` repeats what fails; what fails for good is the end of what can be read. Returns
   * whether it was tried.
   */
  async readOlder(insist: (work: () => Promise<void>) => Promise<void>): Promise<boolean> {
    const older = this.#older;
    if (older === null || this.#isReading) return false;
    this.#isReading = true;
    try {
      await insist(() => this.#read(older));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#older = null;
    } finally {
      this.#isReading = false;
    }
    return true;
  }

  forget(): void {
    this.#older = null;
  }

  async #read(before: string | null): Promise<void> {
    const page = await this.hooks.read(before);
    this.hooks.take(page);
    this.#older = page.nextBefore;
  }
}
