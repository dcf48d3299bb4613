/** Doing something until it succeeds, however long the gateway is down. */
import { Problem } from "./problem.ts";
import { pauseAfter } from "./backoff.ts";
import type { Nap } from "./backoff.ts";

const BACKOFF = { first: 1_000, most: 30_000 };

/** Only a problem that will not pass by itself is thrown, or any once `goesOn` says no. */
export async function insist<T>(work: () => Promise<T>, nap: Nap, goesOn: () => boolean): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || !error.isPassing || !goesOn()) throw error;
      await nap.rest(pauseAfter(failures, BACKOFF, error.retryAfter));
    }
  }
}

/** What comes of it, or null where it ends with a `Problem`. */
export async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  let result: T | null = null;
  await succeeds(async () => void (result = await work()));
  return result;
}

/** Whether it comes to its end without a `Problem`. */
export async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
}
