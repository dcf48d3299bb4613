import assert from "node:assert/strict";
import { test } from "node:test";
import { Shown, isLike, readRules, ruleFor } from "../src/chat/proactive.ts";
import { SessionStore, memoryShelf } from "../src/chat/sessions.ts";

const DAY = 86_400_000;

test("a page is like a pattern, piece by piece", () => {
  for (const [address, pattern, isOne] of [
    ["/checkout", "/checkout", true],
    ["/checkout/2", "/checkout", false],
    ["/checkout/2", "/checkout*", true],
    ["/de/checkout/2", "/*/checkout/*", true],
    ["/de/check/2", "/*/checkout/*", false],
    ["/a", "/a*a", false],
    ["/aa", "/a*a", true],
    ["/a.b", "/a?b", false],
    ["/", "/*", true],
  ] as const) {
    assert.equal(isLike(address, pattern), isOne, `${address} ${pattern}`);
  }
});

test("finding a page takes time in proportion to its address", () => {
  const pattern = "/*a".repeat(99) + "*b";
  const cpu = (address: string) => {
    const { user } = process.cpuUsage();
    for (let i = 0; i < 200; i += 1) isLike(address, pattern);
    return process.cpuUsage().user - user;
  };
  const [short, long] = ["/a".repeat(1_000), "/a".repeat(16_000)].map((address) => Math.min(cpu(address), cpu(address)));
  assert.ok((long ?? 0) <= 64 * Math.max(short ?? 0, 1_000));
});

test("the first rule for the page counts, by its path or its whole address", () => {
  const rules = readRules([
    { name: "one", pages: ["https://other.example/*"], texts: { en: "a" } },
    { name: "two", pages: ["/x", "/shop/*"], after_s: 2.5, again_after_s: null, texts: { en: "b", de: 5 }, opens: "yes" },
    { name: "three", pages: ["/*"], texts: {} },
  ]);
  const at = (href: string) => ruleFor(rules, new URL(href))?.name;
  assert.equal(at("https://acme.example/shop/1?q#x"), "two");
  assert.equal(at("https://other.example/shop/1"), "one");
  assert.equal(at("https://acme.example/about"), "three");
  const [, two] = rules;
  assert.deepEqual([two?.after, two?.againAfter, two?.opens, two?.texts], [2_500, null, false, { en: "b", de: "" }]);
  assert.deepEqual(readRules("nonsense"), []);
});

test("what was shown does not come again before its time", () => {
  const shown = new Shown(new SessionStore(memoryShelf(), "https://chat.example", "acme"));
  const [once, weekly] = readRules([{ name: "once" }, { name: "weekly", again_after_s: (7 * DAY) / 1_000 }]);
  assert.ok(once && weekly);
  assert.equal(shown.mayShow(once, 0), true);
  shown.add(once, 0);
  shown.add(weekly, 0);
  assert.equal(shown.mayShow(once, 1_000 * DAY), false);
  assert.equal(shown.mayShow(weekly, 6 * DAY), false);
  assert.equal(shown.mayShow(weekly, 7 * DAY), true);
});
