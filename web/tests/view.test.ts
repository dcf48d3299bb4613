import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, regionOf, wordsIn } from "../src/chat/i18n.ts";
import { dayOf, isSameGroup } from "../src/chat/view/grouping.ts";
import { atHeading, findLinks, webAddress } from "../src/shared/links.ts";

test("the first wanted language that the tenant speaks is chosen", () => {
  assert.equal(chooseLanguage(["fr-FR", "de-AT", "en"], ["en", "de"]), "de");
  assert.equal(chooseLanguage(["de"], ["en"]), "en");
  assert.equal(chooseLanguage(["fr"], ["de"]), "de");
  assert.equal(chooseLanguage(["fr"], ["fr"]), "en");
  assert.equal(chooseLanguage(["de"], []), "de");
  assert.equal(regionOf("de", ["en-GB", "de-AT"]), "de-AT");
});

test("addresses in a text are found without the punctuation after them", () => {
  assert.deepEqual(findLinks("See (https://acme.example/a?b=1). Bye"), [
    { text: "See (", url: null },
    { text: "https://acme.example/a?b=1", url: "https://acme.example/a?b=1" },
    { text: "). Bye", url: null },
  ]);
  assert.deepEqual(findLinks("javascript:alert(1)"), [{ text: "javascript:alert(1)", url: null }]);
});

test("an address ends where something invisible begins", () => {
  for (const hidden of ["\u200b", "\u200d", "\u202e", "\u2066", "\u2060", "\ufeff", "\u00ad", "\0", "\u061c"]) {
    const [before, after] = findLinks(`https://acme.example/${hidden}evil`);
    assert.deepEqual(before, { text: "https://acme.example/", url: "https://acme.example/" });
    assert.equal(after?.url, null);
    assert.equal(webAddress(`https://acme.example/${hidden}evil`, "https://chat.example/"), null);
    assert.deepEqual(findLinks(`https://${hidden}acme.example`), [
      { text: `https://${hidden}acme.example`, url: null },
    ]);
  }
});

test("finding addresses takes time in proportion to the text", () => {
  const units = [".", "http://", "https://a.", "http://a" + ".".repeat(50) + " ", ")", "http://a)]}", "\u200b", "://"];
  const cpu = (text: string) => {
    const once = () => {
      const { user } = process.cpuUsage();
      for (let i = 0; i < 5; i += 1) findLinks(text);
      return process.cpuUsage().user - user;
    };
    return Math.min(once(), once(), once());
  };
  for (const unit of [...units.map((unit) => unit.repeat(50_000 / unit.length)), "http://a" + ".".repeat(50_000) + "x"]) {
    const short = cpu(unit.slice(0, unit.length / 4));
    assert.ok(cpu(unit) <= 12 * Math.max(short, 5_000), unit.slice(0, 20));
  }
});

test("a citation leads to the web or nowhere", () => {
  const page = "https://chat.example/chat/acme";
  assert.equal(webAddress("/help", page), "https://chat.example/help");
  assert.equal(webAddress("javascript:alert(1)", page), null);
  assert.equal(webAddress("data:text/html,x", page), null);
  assert.equal(webAddress(null, page), null);
});

test("a source is opened at its heading, unless its address says where", () => {
  assert.equal(atHeading("https://a.example/help", ""), "https://a.example/help");
  assert.equal(atHeading("https://a.example/help#x", "Fees"), "https://a.example/help#x");
  assert.equal(
    atHeading("https://a.example/help", "How long-lasting, für Größe?"),
    "https://a.example/help#how-long-lasting-für-größe:~:text=How%20long%2Dlasting%2C%20f%C3%BCr%20Gr%C3%B6%C3%9Fe%3F",
  );
});

test("messages of one speaker stand together until a pause or a question with replies", () => {
  const said = { role: "bot" as const, sentBy: null, at: 0, quickReplies: [], cards: [], lists: [], form: null, line: null };
  assert.ok(isSameGroup(said, { ...said, at: 60_000 }));
  assert.ok(!isSameGroup(said, { ...said, at: 600_000 }));
  assert.ok(!isSameGroup({ ...said, quickReplies: ["Yes"] }, said));
  assert.ok(!isSameGroup({ ...said, role: "human_agent", sentBy: "Sam" }, { ...said, role: "human_agent", sentBy: "Kim" }));
});

test("a day is named where it begins, and today's conversation needs none", () => {
  const noon = new Date(2026, 0, 25, 12).getTime();
  const words = wordsIn("en");
  assert.equal(dayOf(noon, null, noon, "en", words), null);
  assert.equal(dayOf(noon, noon - 86_400_000, noon, "en", words), "Today");
  assert.equal(dayOf(noon - 86_400_000, null, noon, "en", words), "Yesterday");
  assert.equal(dayOf(noon - 3 * 86_400_000, null, noon, "en-GB", words), "Thursday 22 January");
});
