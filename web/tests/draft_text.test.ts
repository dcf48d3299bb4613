import assert from "node:assert/strict";
import { test } from "node:test";
import { goesOn, textOf } from "../src/chat/draft_text.ts";
import { LANGUAGES, wordsIn } from "../src/chat/draft_words.ts";
import { chooseLanguage } from "../src/chat/i18n.ts";
import { Typing } from "../src/chat/typing.ts";

const writing = (start: number, text: string, draft_id = "s1t1.1.1") => ({ draft_id, status: "writing", start, text });

test("a draft is what has come since it last began anew", () => {
  assert.equal(textOf([]), "");
  assert.equal(textOf([writing(0, "You "), writing(4, "can")]), "You can");
  const second = [writing(0, "Within", "s1t1.2.1"), writing(6, " 30 days", "s1t1.2.1")];
  assert.equal(textOf([writing(0, "You "), ...second]), "Within 30 days");
});

test("words whose beginning was missed are not shown", () => {
  assert.equal(textOf([writing(17, " 30 days")]), "");
  assert.equal(textOf([writing(17, " 30 days"), writing(0, "Within"), writing(6, " 30")]), "Within 30");
});

test("what was withdrawn is not shown, and another text may follow", () => {
  const withdrawn = { draft_id: "s1t1.1.1", status: "withdrawn", start: 0, text: "" };
  assert.equal(textOf([writing(0, "It is free"), withdrawn]), null);
  assert.equal(textOf([writing(0, "It is free"), withdrawn, writing(0, "It costs", "s1t1.1.2")]), "It costs");
});

test("what is not as it should be is no text", () => {
  assert.equal(textOf([{ start: 0, text: 7 }, { start: "0", text: "x" }, {}]), "x");
});

test("an answer goes on from its draft whatever became of marks and spaces", () => {
  assert.ok(goesOn("You can return it within 30 days.", "You can  return it"));
  assert.ok(goesOn("Sie können es zurückgeben.", "**Sie können** es zurück"));
  assert.ok(!goesOn("You cannot return it.", "You can return"));
  assert.ok(!goesOn("Yes.", "Yes, within 30 days"));
});

test("a draft is over with the answer, and not with a note that it takes longer", () => {
  const typing = new Typing(() => {});
  typing.set(true);
  typing.draft = [writing(0, "You")];
  typing.end(false);
  assert.equal(typing.isOn, false);
  assert.equal(typing.draft.length, 1);
  typing.end();
  assert.equal(typing.draft.length, 0);
});

test("every language of the chat has words for drafts", () => {
  for (const language of ["en", "de", "fr"]) {
    const chosen = chooseLanguage([language], [language]);
    assert.ok(LANGUAGES[chosen], chosen);
    assert.equal(wordsIn(`${chosen}-AT`), LANGUAGES[chosen]);
  }
  assert.equal(wordsIn("fr-FR"), LANGUAGES["en"]);
});
