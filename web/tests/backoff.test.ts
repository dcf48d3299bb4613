import assert from "node:assert/strict";
import { test } from "node:test";
import { Nap, pauseAfter, readRetryAfter } from "../src/shared/backoff.ts";

const BACKOFF = { first: 500, most: 8_000 };

test("pauses double up to a limit and are spread over their upper half", () => {
  const pauses = (random: number) => [1, 2, 3, 4, 5, 6].map((n) => pauseAfter(n, BACKOFF, null, () => random));
  assert.deepEqual(pauses(1), [500, 1000, 2000, 4000, 8000, 8000]);
  assert.deepEqual(pauses(0), [250, 500, 1000, 2000, 4000, 4000]);
});

test("what the server asks for is waited at least", () => {
  assert.equal(pauseAfter(1, BACKOFF, 30_000), 30_000);
  assert.equal(pauseAfter(6, BACKOFF, 10, () => 1), 8_000);
});

test("Retry-After is read as seconds and as a date, and nonsense is ignored", () => {
  const now = Date.parse("2026-01-25T14:30:00Z");
  assert.equal(readRetryAfter("3", now), 3_000);
  assert.equal(readRetryAfter("Sun, 25 Jan 2026 14:30:10 GMT", now), 10_000);
  assert.equal(readRetryAfter("Sun, 25 Jan 2026 14:00:00 GMT", now), 0);
  assert.equal(readRetryAfter("soon", now), null);
  assert.equal(readRetryAfter(null, now), null);
});

test("naps end early when somebody wakes them", { timeout: 1_000 }, async () => {
  const nap = new Nap();
  const rests = [nap.rest(60_000), nap.rest(60_000)];
  nap.wake();
  await Promise.all(rests);
});

test("the end of one nap does not end another", { timeout: 1_000 }, async () => {
  const nap = new Nap();
  let isOver = false;
  const long = nap.rest(60_000).then(() => (isOver = true));
  await nap.rest(1);
  assert.equal(isOver, false);
  nap.wake();
  await long;
});
