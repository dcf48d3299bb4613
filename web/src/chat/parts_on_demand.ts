/** Fetches the second script, from where the first came, when something of it is first needed. */
import { h } from "../shared/dom.ts";
import { Nap } from "../shared/backoff.ts";
import { Problem } from "../shared/problem.ts";
import { insist } from "../shared/retry.ts";

export type Parts = typeof import("./parts.ts");

/** Known only while the first script runs for the first time. */
const HOME = (globalThis.document?.currentScript as HTMLScriptElement | null)?.src;

/** Where they are not had from beside the first script. */
let bring: (() => Promise<Parts>) | null = null;
let failures = 0;
let arrived: Parts | null = null;
let arriving: Promise<Parts> | null = null;
const waiting: ((parts: Parts) => void)[] = [];

/** A page of our own, whose build knows where they are. */
export function bringParts(by: () => Promise<Parts>): void {
  bring = by;
}

/** Fails with a `Problem`. */
export async function fetchParts(): Promise<Parts> {
  if (arrived) return arrived;
  try {
    arrived = await (bring ? bring() : fetchBeside());
  } catch (error) {
    failures += 1;
    throw new Problem(0, String(error));
  }
  for (const use of waiting.splice(0)) use(arrived);
  return arrived;
}

async function fetchBeside(): Promise<Parts> {
  const address = new URL("parts.js", HOME);
  // Some browsers remember for good that an address could not be had.
  if (failures) address.search = `again=${failures}`;
  return (await import(address.href)) as Parts;
}

/** Hand them to `use` once somebody has fetched them. */
export function whenFetched(use: (parts: Parts) => void): void {
  if (arrived) use(arrived);
  else waiting.push(use);
}

/** Hand them to `use`: at once where they are here, else as soon as they can be had. */
export function withParts(use: (parts: Parts) => void): void {
  whenFetched(use);
  if (!arrived) arriving ??= insist(fetchParts, new Nap(), () => true);
}

/** A place for what is made with them; where they are not here yet, "grown" is heard of it. */
export function later(make: (parts: Parts) => HTMLElement): HTMLElement {
  const place = h("div", { class: "later" });
  withParts((parts) => {
    place.append(make(parts));
    place.dispatchEvent(new Event("grown", { bubbles: true }));
  });
  return place;
}
