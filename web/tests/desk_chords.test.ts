/** Key presses as browsers of all systems and layouts report them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { chordsOf, keycaps } from "../src/desk/keyboard/chords.ts";
import { press } from "./desk_presses.ts";

const chords = (like: Parameters<typeof press>[0], isMac = false, isForeign = false) =>
  chordsOf(press(like), isMac, isForeign);

test("letters are named without Shift, signs by what they write", () => {
  assert.deepEqual(chords({ key: "j", code: "KeyJ" }), ["j"]);
  assert.deepEqual(chords({ key: "E", code: "KeyE", shiftKey: true }), ["Shift+E"]);
  assert.deepEqual(chords({ key: "J", code: "KeyJ" }), ["j"], "Caps Lock");
  assert.deepEqual(chords({ key: "?", code: "Slash", shiftKey: true }), ["?"], "United States");
  assert.deepEqual(chords({ key: "?", code: "Minus", shiftKey: true }), ["?"], "Germany");
  assert.deepEqual(chords({ key: "/", code: "Digit7", shiftKey: true }), ["/"], "Germany");
  assert.deepEqual(chords({ key: "Enter", code: "Enter" }), ["Enter"]);
});

test("Mod is Ctrl, and on a Mac it is Command and nothing else", () => {
  assert.deepEqual(chords({ key: "k", code: "KeyK", ctrlKey: true }), ["Mod+k"]);
  assert.deepEqual(chords({ key: "k", code: "KeyK", metaKey: true }), []);
  assert.deepEqual(chords({ key: "k", code: "KeyK", metaKey: true }, true), ["Mod+k"]);
  assert.deepEqual(chords({ key: "k", code: "KeyK", ctrlKey: true }, true), [], "deletes to the end of the line");
});

test("what AltGr and Option write is never a shortcut", () => {
  const windows = { ctrlKey: true, altKey: true };
  const written = [
    { key: "@", code: "KeyQ", ...windows },
    { key: "\\", code: "Minus", ...windows },
    { key: "{", code: "Digit7", ...windows },
    { key: "€", code: "KeyE", ...windows },
    { key: "ś", code: "KeyS", ...windows, held: ["AltGraph"] },
    { key: "ł", code: "KeyL", ...windows, held: ["AltGraph"] },
    { key: "ą", code: "KeyA", held: ["AltGraph"] },
    { key: "@", code: "KeyQ", held: ["AltGraph"] },
    { key: "/", code: "KeyJ", held: ["AltGraph"] },
    { key: "k", code: "KeyK", ctrlKey: true, held: ["AltGraph"] },
    { key: "e", code: "KeyE", ...windows },
  ];
  for (const like of written) assert.deepEqual(chords(like), [], `${like.key} by ${like.code}`);
  for (const key of ["@", "\\", "{", "|", "ł", "e"]) {
    assert.deepEqual(chords({ key, code: "KeyL", altKey: true }, true), [], `Option writes ${key}`);
  }
});

test("dead keys and input methods are writing", () => {
  assert.deepEqual(chords({ key: "Dead", code: "Equal" }), []);
  assert.deepEqual(chords({ key: "j", code: "KeyJ", isComposing: true }), []);
  assert.deepEqual(chords({ key: "Process", code: "KeyJ", keyCode: 229 }), []);
  assert.deepEqual(chords({ key: "j", code: "KeyJ", keyCode: 229 }), [], "Safari, the last key of a word");
  assert.deepEqual(chords({ key: "AltGraph", code: "AltRight" }), []);
});

test("on a layout of another script the key's place counts, elsewhere it does not", () => {
  assert.deepEqual(chords({ key: "о", code: "KeyJ" }, false, true), ["о", "j"], "Russian");
  assert.deepEqual(chords({ key: "О", code: "KeyJ", shiftKey: true }, false, true), ["Shift+О", "Shift+J"]);
  assert.deepEqual(chords({ key: ";", code: "KeyQ" }, false, true), [";", "q"], "Greek");
  assert.deepEqual(chords({ key: "л", code: "KeyK", ctrlKey: true }, false, true), ["Mod+л", "Mod+k"]);
  assert.deepEqual(chords({ key: "h", code: "KeyJ" }), ["h"], "Dvorak");
  assert.deepEqual(chords({ key: "z", code: "KeyY" }), ["z"], "German");
});

test("keys are shown as they stand on the keyboard", () => {
  assert.deepEqual(keycaps("Mod+k", false), [["Ctrl", "K"]]);
  assert.deepEqual(keycaps("Mod+k", true), [["⌘", "K"]]);
  assert.deepEqual(keycaps("g q", false), [["G"], ["Q"]]);
  assert.deepEqual(keycaps("Mod++", false), [["Ctrl", "+"]]);
  assert.deepEqual(keycaps("Shift+Enter", false), [["Shift", "↵"]]);
});
