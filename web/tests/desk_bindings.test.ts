/** Keys that agents choose for themselves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { KeyStore, conflictsAmong, keysOf, readOwnKeys } from "../src/desk/keyboard/bindings.ts";

const COMMANDS = [
  { id: "next", keys: ["j"] },
  { id: "queue", keys: ["g q"] },
  { id: "help", keys: ["?"] },
];

test("the desk's own keys are free of conflicts, and conflicts of own ones are told", () => {
  assert.deepEqual(conflictsAmong(COMMANDS, {}), []);
  assert.deepEqual(conflictsAmong(COMMANDS, { help: ["j"] }), [{ keys: "j", commands: ["help", "next"] }]);
  assert.deepEqual(conflictsAmong(COMMANDS, { help: ["g"] }), [{ keys: "g", commands: ["help", "queue"] }]);
  assert.deepEqual(conflictsAmong(COMMANDS, { help: ["j"], next: [] }), []);
});

test("a command without own keys has the desk's", () => {
  assert.deepEqual(keysOf({ id: "next", keys: ["j"] }, {}), ["j"]);
  assert.deepEqual(keysOf({ id: "next", keys: ["j"] }, { next: ["n"] }), ["n"]);
  assert.deepEqual(keysOf({ id: "next", keys: ["j"] }, { next: [] }), []);
});

test("what the browser keeps is read with suspicion", () => {
  assert.deepEqual(readOwnKeys([1]), {});
  assert.deepEqual(readOwnKeys({ next: "j", help: [1, "", " x", "a  b", "x".repeat(50), "h"] }), { help: ["h"] });
});

test("keys are kept for each agent", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  new KeyStore("acme", "Sam", storage).write({ next: ["n"] });
  assert.deepEqual(new KeyStore("acme", "Sam", storage).read(), { next: ["n"] });
  assert.deepEqual(new KeyStore("acme", "Kim", storage).read(), {});
  kept.set("duralogue.desk.keys.acme.Sam", "{broken");
  assert.deepEqual(new KeyStore("acme", "Sam", storage).read(), {});
});
