import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

/** Of what is loaded at once, and of what is fetched when it is needed. */
const MOST = { chat: 25_000, widget: 25_000, parts: 8_000, desk: 60_000 };

test("the chat is small, as it was built last", () => {
  for (const [name, most] of Object.entries(MOST)) {
    const size = gzipSync(readFileSync(`dist/${name}.js`), { level: 9 }).length;
    assert.ok(size <= most, `${name}.js has ${size} bytes, compressed; ${most} are allowed`);
  }
});
