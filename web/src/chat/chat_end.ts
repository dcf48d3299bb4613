/** The customer's end of a chat: asked for again while a turn is just under way. */
import { Problem } from "../shared/problem.ts";
import type { Nap } from "../shared/backoff.ts";

/** "open": something the customer asked for is still under way; "failed": it can be tried again. */
export type Ending = "ended" | "open" | "failed";

const ATTEMPTS = 4;
const PAUSE = 1_500;
const UNDER_WAY = 409;

export async function endingOf(end: () => Promise<void>, nap: Nap): Promise<Ending> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await end();
      return "ended";
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === UNDER_WAY) return "open";
      if (!error.isPassing || attempt === ATTEMPTS) return "failed";
      await nap.rest(PAUSE);
    }
  }
}
