/** A few letters find the command that was meant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { match, rank } from "../src/desk/palette/fuzzy.ts";

const TITLES = ["Gespräch abschließen", "Zur Warteschlange", "Später erinnern", "Show keyboard help", "Go to queue", "Übergeben an …"];
const best = (query: string) => rank(query, TITLES, (title) => title, 10)[0]?.item;

test("parts of words, first letters and words in any order find their title", () => {
  assert.equal(best("absch"), "Gespräch abschließen");
  assert.equal(best("gtq"), "Go to queue");
  assert.equal(best("help show"), "Show keyboard help");
  assert.equal(best("warte"), "Zur Warteschlange");
});

test("umlauts and capitals are what one types without them, too", () => {
  assert.equal(best("spater"), "Später erinnern");
  assert.equal(best("SPÄTER"), "Später erinnern");
  assert.equal(best("ubergeben"), "Übergeben an …");
});

test("what is not in a title does not find it", () => {
  assert.equal(match("xyz", "Go to queue"), null);
  assert.equal(match("queue nothing", "Go to queue"), null);
});

test("what was found is marked in the title itself", () => {
  const marked = (query: string, title: string) =>
    match(query, title)?.ranges.map(([from, to]) => title.slice(from, to));
  assert.deepEqual(marked("queue", "Go to queue"), ["queue"]);
  assert.deepEqual(marked("spat", "🙂 Später"), ["Spät"]);
  assert.deepEqual(marked("gtq", "Go to queue"), ["G", "t", "q"]);
});

test("a whole word stands before scattered letters, and all is listed where nothing is asked", () => {
  assert.deepEqual(
    rank("note", ["Not open text entries", "Write a note"], (title) => title, 10).map(({ item }) => item)[0],
    "Write a note",
  );
  assert.deepEqual(rank(" ", TITLES, (title) => title, 2).map(({ item }) => item), TITLES.slice(0, 2));
});

test("long queries and titles take bounded time", () => {
  const begun = process.cpuUsage().user;
  match("ab".repeat(5_000), "ab".repeat(50_000));
  assert.ok(process.cpuUsage().user - begun < 300_000);
});
