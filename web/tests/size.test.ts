import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const MOST = 25 * 1_024;

test("the whole chat is small, as it was built last", () => {
  for (const name of ["chat", "widget"]) {
    const size = gzipSync(readFileSync(`dist/${name}.js`), { level: 9 }).length;
    assert.ok(size <= MOST, `${name}.js has ${size} bytes, compressed; ${MOST} are allowed`);
  }
});
