/** Moments of zones, also on the days on which clocks are set. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, span, when } from "../src/desk/time/spans.ts";
import { snoozeFault, snoozeMoments } from "../src/desk/time/snooze_moments.ts";
import { fromInput, knownZone, momentOf, toInput, wallTime } from "../src/desk/time/zoned_time.ts";

const ZONE = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
const offered = (now: string, zone = ZONE) =>
  snoozeMoments(at(now), zone).map(({ choice, at: moment }) => `${choice} ${new Date(moment).toISOString()}`);

test("tomorrow at nine is nine on the wall, before and after clocks are set", () => {
  assert.ok(offered("2026-03-28T12:00:00Z").includes("tomorrow_morning 2026-03-29T07:00:00.000Z"), "summer begins");
  assert.ok(offered("2026-03-27T12:00:00Z").includes("tomorrow_morning 2026-03-28T08:00:00.000Z"));
  assert.ok(offered("2026-10-24T12:00:00Z").includes("tomorrow_morning 2026-10-25T08:00:00.000Z"), "summer ends");
});

test("next Monday is never today, and on a Sunday it is tomorrow", () => {
  assert.ok(offered("2026-11-30T08:00:00Z").includes("next_monday 2026-12-07T08:00:00.000Z"), "a Monday");
  assert.ok(offered("2026-12-04T08:00:00Z").includes("next_monday 2026-12-07T08:00:00.000Z"), "a Friday");
  const sunday = offered("2026-11-29T08:00:00Z");
  assert.ok(sunday.includes("tomorrow_morning 2026-11-30T08:00:00.000Z"));
  assert.ok(!sunday.some((line) => line.startsWith("next_monday")));
});

test("this afternoon is offered while it lies well ahead, in the tenant's zone", () => {
  assert.ok(offered("2026-11-30T08:00:00Z").includes("this_afternoon 2026-11-30T14:00:00.000Z"));
  assert.ok(!offered("2026-11-30T13:30:00Z").some((line) => line.startsWith("this_afternoon")));
  assert.ok(offered("2026-11-30T13:30:00Z", "America/New_York").includes("this_afternoon 2026-11-30T20:00:00.000Z"));
});

test("an hour that is left out is later, one that comes twice is its first", () => {
  const wall = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };
  assert.equal(momentOf(wall, ZONE), at("2026-03-29T01:30:00Z"));
  assert.deepEqual(wallTime(momentOf(wall, ZONE), ZONE), { ...wall, hour: 3 });
  const twice = { year: 2026, month: 10, day: 25, hour: 2, minute: 30 };
  assert.equal(momentOf(twice, ZONE), at("2026-10-25T00:30:00Z"));
});

test("every hour of two years is the moment it came from", () => {
  for (const zone of [ZONE, "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata"]) {
    for (let moment = at("2026-01-01T00:00:00Z"); moment < at("2028-01-01T00:00:00Z"); moment += 7 * 3_600_000) {
      const wall = wallTime(moment, zone);
      assert.deepEqual(wallTime(momentOf(wall, zone), zone), wall);
    }
  }
});

test("fields of forms are read and written", () => {
  assert.equal(toInput({ year: 2026, month: 3, day: 9, hour: 7, minute: 5 }), "2026-03-09T07:05");
  assert.deepEqual(fromInput("2026-03-09T07:05"), { year: 2026, month: 3, day: 9, hour: 7, minute: 5 });
  assert.equal(fromInput("soon"), null);
  assert.equal(knownZone("Europe/Berlin"), "Europe/Berlin");
  assert.equal(knownZone("Not/AZone"), knownZone(null));
});

test("own moments lie ahead and within a year", () => {
  assert.equal(snoozeFault(at("2026-01-01"), at("2026-01-02")), "past");
  assert.equal(snoozeFault(at("2028-01-01"), at("2026-01-02")), "too_late");
  assert.equal(snoozeFault(at("2026-01-03"), at("2026-01-02")), null);
});

test("spans are short and in the reader's language", () => {
  assert.equal(span(45_900, "en"), "45 sec");
  assert.equal(span(185_000, "de"), "3 Min.");
  assert.equal(span(185_000, "de", "long"), "3 Minuten");
  assert.equal(span(-5, "en"), "0 sec");
  assert.equal(span(2 * 86_400_000, "en"), "2 days");
  assert.equal(duration(430, "en"), "430 ms");
  assert.equal(duration(2_140, "en"), "2.1 sec");
  assert.match(when(at("2026-01-01T10:00:00Z"), at("2026-01-01T12:00:00Z"), "de", ZONE), /^11:00/);
  assert.match(when(at("2026-01-01T10:00:00Z"), at("2026-01-03T12:00:00Z"), "en-GB", ZONE), /Thu.*1 Jan.*11:00/);
});
