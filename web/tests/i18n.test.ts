/** The language of the chat: every one has all the sentences. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { chooseLanguage, wordsIn } from "../src/chat/i18n.ts";

const FILES = readdirSync("src/chat/languages").map((name) => name.replace(".ts", ""));

test("every file of a language is in the list", () => {
  for (const language of FILES) {
    assert.equal(chooseLanguage([language], [language]), language);
    assert.deepEqual(Object.keys(wordsIn(language)).sort(), Object.keys(wordsIn("en")).sort());
  }
});

test("a language that there is no file for is English", () => {
  assert.equal(chooseLanguage(["xx"], ["xx"]), "en");
  assert.equal(wordsIn("xx"), wordsIn("en"));
});
