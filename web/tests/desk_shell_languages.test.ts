/** Every language of the palette, panels and pickers has all the sentences. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { DEFAULT_KEYS } from "../src/desk/keyboard/default_keys.ts";
import { conflictsAmong } from "../src/desk/keyboard/bindings.ts";
import { KNOWN_LANGUAGES, fetchLanguage } from "../src/desk/language_packs.ts";
import { shellWordsIn } from "../src/desk/shell_languages/index.ts";

await Promise.all(KNOWN_LANGUAGES.map(fetchLanguage));

const FILES = readdirSync("src/desk/shell_languages").map((name) => name.replace(".ts", ""));

/** `kinds.view`, and so on, of all that has words in it. */
function keysOf(words: object, before = ""): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "object" && value !== null ? keysOf(value as object, `${before}${key}.`) : [`${before}${key}`],
  );
}

test("every file of a language is in the list and has every sentence", () => {
  const english = keysOf(shellWordsIn("en")).sort();
  for (const language of FILES.filter((name) => name !== "index")) {
    const words = shellWordsIn(language);
    assert.ok(language === "en" || words !== shellWordsIn("en"), language);
    assert.deepEqual(keysOf(words).sort(), english);
  }
  assert.equal(shellWordsIn("xx"), shellWordsIn("en"));
});

test("no sentence is left empty, and German is not English", () => {
  const [en, de] = [shellWordsIn("en"), shellWordsIn("de")];
  for (const key of keysOf(en)) assert.notEqual(key.split(".").reduce((of: unknown, part) => (of as Record<string, unknown>)[part], de), "");
  assert.notEqual(en.search, de.search);
  const shown = { tag: "summary", isRepeat: false, withSound: false };
  const reasons = ["offer", "waiting", "waiting"].map((kind, index) => ({
    ...{ kind: kind as "offer" | "waiting", id: String(index), conversationId: null, version: "", about: "", text: "" },
  }));
  assert.equal(en.notificationBody({ ...shown, reasons }), "1 offer, 2 waiting customers");
  assert.equal(de.notificationBody({ ...shown, reasons }), "1 Angebot, 2 wartende Personen");
});

test("the desk's own keys are free of conflicts", () => {
  const commands = Object.entries(DEFAULT_KEYS).map(([id, keys]) => ({ id, keys }));
  assert.deepEqual(conflictsAmong(commands, {}), []);
});
