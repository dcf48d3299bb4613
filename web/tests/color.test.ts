import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, readableOn, surfaceOf } from "../src/shared/color.ts";

const READABLE = 4.5;
const STEPS = ["00", "33", "66", "99", "cc", "ff"];
const COLORS = STEPS.flatMap((r) => STEPS.flatMap((g) => STEPS.map((b) => `#${r}${g}${b}`)));

test("contrast is that of WCAG", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
});

test("whatever colour a tenant has, text on it can be read", () => {
  for (const color of [...COLORS, "#00bb66", "#7a7a7a"]) {
    const { surface, ink } = surfaceOf(color);
    assert.ok(contrast(surface, ink) >= READABLE, `${color}: ${contrast(surface, ink)}`);
  }
});

test("whatever colour a tenant has, a link in it can be read by day and by night", () => {
  for (const background of ["#f4f6f8", "#1b212a"]) {
    for (const color of COLORS) {
      const shown = readableOn(background, color);
      assert.ok(contrast(shown, background) >= READABLE, `${color} on ${background}`);
    }
  }
});

test("a colour that can be read is left as it is", () => {
  assert.equal(readableOn("#ffffff", "#2255cc"), "#2255cc");
  assert.deepEqual(surfaceOf("#00bb66"), { surface: "#00bb66", ink: "#0f1720" });
});
