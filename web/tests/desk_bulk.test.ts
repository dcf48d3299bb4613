import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { reasons } from "../src/desk/actions_feature.ts";
import { DeskApi, DeskProblem, holderIn } from "../src/desk/api.ts";
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
  const source = readFileSync("../domain/refusals.py", "utf8");
  const codes = [...(source.split("DeskRefusal = Literal[")[1]?.split("]")[0] ?? "").matchAll(/"([a-z-]+)"/g)].map(([, code]) => code ?? "");
  const general = ["newer-messages", "not-found", "not-allowed", "conflict"];

  assert.ok(codes.length > 20);
  for (const { bulkRefusals, refusals } of [de, en]) {
    assert.deepEqual(codes.filter((code) => !(code in { ...bulkRefusals, ...refusals })), []);
    assert.deepEqual(codes.filter((code) => !(code in refusals) && !general.includes(code)), []);
    assert.deepEqual(Object.keys(bulkRefusals).filter((code) => !codes.includes(code)), []);
  }
});

test("a single refusal is said in the agent's language, with who has it", async () => {
  const api = new DeskApi("", "acme");
  api.said = de.refusals;
  const answers = [
    { type: "urn:duralogue:problem:conflict", detail: "already claimed by Kim", code: "taken", agent: "Kim" },
    { type: "urn:duralogue:problem:conflict", detail: "of a later release", code: "a-new-one" },
    { type: "urn:duralogue:problem:no-room", detail: "You have 4 of 4 points.", code: "" },
  ];
  const said: unknown[] = [];
  for (const answer of answers) {
    globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify(answer), { status: 409 }));
    await api.post("handoffs/h-1/claim").catch((error: unknown) => said.push([(error as DeskProblem).detail, holderIn(error)]));
  }

  assert.deepEqual(said, [
    ["Kim führt dieses Gespräch.", "Kim"],
    [de.refusals["conflict"], ""],
    [de.refusals["no-room"], ""],
  ]);
});
