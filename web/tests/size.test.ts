import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

/** Of what is loaded at once, and of what is fetched when it is needed. */
const MOST = { chat: 25_000, widget: 25_000, parts: 8_000 };

test("the chat is small, as it was built last", () => {
  for (const [name, most] of Object.entries(MOST)) {
    const size = gzipSync(readFileSync(`dist/${name}.js`), { level: 9 }).length;
    assert.ok(size <= most, `${name}.js has ${size} bytes, compressed; ${most} are allowed`);
  }
});

test("the desk is there at once: what is loaded first, with all that it imports", () => {
  const needed = new Set(["desk.js"]);
  for (const name of needed) {
    const code = readFileSync(`dist/${name}`, "utf8");
    for (const [, found] of code.matchAll(/(?:from|import)"\.\/(desk-[\w-]+\.js)"/g)) needed.add(found ?? "");
  }
  const sizes = [...needed].map((name) => gzipSync(readFileSync(`dist/${name}`), { level: 9 }).length);
  const size = sizes.reduce((sum, one) => sum + one);
  assert.ok(needed.size > 1 && size <= 60_000, `${[...needed].join(", ")}: ${size} bytes, compressed; 60000 are allowed`);
});
