/** How long to wait before trying again, and a wait that can be cut short. */

export interface Backoff {
  first: number;
  most: number;
}

/**
 * Milliseconds before the attempt after `failures` failures: doubled each time up to `most`, of
 * which at least half is waited, so that a crowd of browsers comes back spread out. What the
 * server asks for (`retryAfter`) is a lower bound.
 */
export function pauseAfter(
  failures: number,
  backoff: Backoff,
  retryAfter: number | null = null,
  random: () => number = Math.random,
): number {
  const full = Math.min(backoff.most, backoff.first * 2 ** Math.max(0, failures - 1));
  const spread = full / 2 + (full / 2) * random();
  return retryAfter === null ? spread : Math.max(retryAfter, spread);
}

/** Milliseconds in a Retry-After header (seconds, or a date), or null where there is none. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000);
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}

/** Sleeps until the time is over or somebody wakes it: the network is back, the tab is shown. */
export class Nap {
  readonly #sleepers = new Set<() => void>();

  rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const rise = () => {
        clearTimeout(timer);
        this.#sleepers.delete(rise);
        resolve();
      };
      const timer = setTimeout(rise, milliseconds);
      this.#sleepers.add(rise);
    });
  }

  /** Wake all who sleep here. */
  wake(): void {
    for (const rise of [...this.#sleepers]) rise();
  }
}
