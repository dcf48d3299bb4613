/** Every language of the palette, panels and pickers has all the sentences. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { conflictsAmong } from "../src/desk/keyboard/bindings.ts";
import { DEFAULT_KEYS } from "../src/desk/keyboard/default_keys.ts";
import { de as partDe } from "../src/desk/part_languages/de.ts";
import { en as partEn } from "../src/desk/part_languages/en.ts";
import { de as shellDe } from "../src/desk/shell_languages/de.ts";
import { en as shellEn } from "../src/desk/shell_languages/en.ts";

const LANGUAGES: [string, Record<string, object>][] = [
  ["shell_languages", { en: shellEn, de: shellDe }],
  ["part_languages", { en: partEn, de: partDe }],
];

/** Each sentence with the way to it, of all that has words in it. */
function sentences(words: object, before = ""): Map<string, unknown> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, unknown][] =>
      typeof value === "object" && value !== null ? [...sentences(value as object, `${before}${key} `)] : [[`${before}${key}`, value]],
    ),
  );
}

test("every file of a language is tested here and has every sentence, none of them empty", () => {
  for (const [folder, languages] of LANGUAGES) {
    const files = readdirSync(`src/desk/${folder}`).map((name) => name.replace(".ts", "")).filter((name) => name !== "index");
    assert.deepEqual(files.sort(), Object.keys(languages).sort());
    const english = sentences(languages["en"] ?? {});
    for (const words of Object.values(languages)) {
      assert.deepEqual([...sentences(words).keys()].sort(), [...english.keys()].sort());
      for (const [key, sentence] of sentences(words)) assert.notEqual(sentence, "", key);
    }
  }
});

test("a summary counts in the reader's language", () => {
  const shown = { tag: "summary", isRepeat: false, withSound: false };
  const reasons = ["offer", "waiting", "waiting"].map((kind, index) => ({
    ...{ kind: kind as "offer" | "waiting", id: String(index), conversationId: null, version: "", about: "", text: "" },
  }));
  assert.equal(shellEn.notificationBody({ ...shown, reasons }), "1 offer, 2 waiting customers");
  assert.equal(shellDe.notificationBody({ ...shown, reasons }), "1 Angebot, 2 wartende Personen");
});

test("the desk's own keys are free of conflicts", () => {
  const commands = Object.entries(DEFAULT_KEYS).map(([id, keys]) => ({ id, keys }));
  assert.deepEqual(conflictsAmong(commands, {}), []);
});

test("the reference names every key that the desk has", () => {
  const page = readFileSync("../docs/reference/desk-shortcuts.md", "utf8");
  const named = new Set(
    [...page.matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].flatMap(([, keys]) => (keys ?? "").split(", ").map((one) => one.replace(/ \(.*/, ""))),
  );
  for (const keys of Object.values(DEFAULT_KEYS).flat()) {
    const shown = keys.replace("Mod+", "Ctrl ").toUpperCase().replace("CTRL", "Ctrl");
    assert.ok(named.has(shown), shown);
  }
});
