import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { reasons } from "../src/desk/actions_feature.ts";
import { de } from "../src/desk/languages/de.ts";
import { en } from "../src/desk/languages/en.ts";

const refused = (code: string, agent = "") => ({ handoff_id: "h", done: false, detail: "English only", code, agent });

test("what many were refused for is said once each, in the agent's language", () => {
  const failed = [refused("taken", "Kim"), refused("newer-messages"), refused("taken", "Kim"), refused("taken", "Sue")];

  assert.deepEqual(reasons(failed, de.bulkRefusals), ["Schon bei Kim: 2.", "Inzwischen geschrieben, bitte zuerst lesen: 1.", "Schon bei Sue: 1."]);
  assert.deepEqual(reasons([refused("over")], en.bulkRefusals), ["Over already: 1."]);
  assert.deepEqual(reasons([refused("a code of a later release")], de.bulkRefusals), ["Jemand war schneller: 1."]);
});

test("each code of the API has words in both languages", () => {
  const source = readFileSync("../api/bulk_refusals.py", "utf8");
  const codes = [...(source.split("RefusalCode = Literal[")[1]?.split("]")[0] ?? "").matchAll(/"([a-z-]+)"/g)].map(([, code]) => code);

  assert.ok(codes.length > 5);
  for (const { bulkRefusals } of [de, en]) assert.deepEqual(Object.keys(bulkRefusals).sort(), codes.sort());
});
