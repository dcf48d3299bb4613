/** Which command a key runs, and when none may. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Keyboard } from "../src/desk/keyboard/keyboard.ts";
import type { KeyCommand } from "../src/desk/keyboard/keyboard.ts";
import { press } from "./desk_presses.ts";
import type { Like } from "./desk_presses.ts";

function desk(isMac = false) {
  const ran: string[] = [];
  const clock = { now: 0, isEnabled: true };
  const command = (id: string, keys: string[], more: Partial<KeyCommand> = {}): KeyCommand => ({
    ...{ id, keys, run: () => void ran.push(id) },
    ...more,
  });
  const commands = [
    command("next", ["j"], { repeats: true }),
    command("resolve", ["e"], { isEnabled: () => clock.isEnabled }),
    command("open", ["Enter"]),
    command("queue", ["g q"]),
    command("canned", ["/"]),
    command("palette", ["Mod+k"], { whileTyping: true }),
    command("letter", ["x"], { whileTyping: true }),
  ];
  const keyboard = new Keyboard(() => commands, isMac, () => clock.now);
  const type = (...keys: (string | Like)[]) =>
    keys.map((key) => keyboard.press(press(typeof key === "string" ? { key } : key)));
  return { keyboard, ran, clock, type };
}

test("a key runs its command, a sequence its own, and a broken sequence nothing", () => {
  const { ran, type, clock } = desk();
  type("j", "g", "q");
  assert.deepEqual(ran, ["next", "queue"]);
  type("g", "e");
  assert.deepEqual(ran, ["next", "queue"], "E after G resolves nothing");
  type("g");
  clock.now = 2_000;
  type("q");
  assert.deepEqual(ran, ["next", "queue"], "too late for G Q");
});

test("nothing runs while somebody writes, but chords that write nothing", () => {
  const places = [
    { localName: "input" },
    { localName: "input", type: "search" },
    { localName: "textarea" },
    { localName: "select" },
    { localName: "div", isContentEditable: true },
    { localName: "div", getAttribute: (name: string) => (name === "role" ? "combobox" : null) },
  ];
  for (const target of places) {
    const { ran, type } = desk();
    type({ key: "j", target }, { key: "e", target }, { key: "x", target }, { key: "/", target });
    assert.deepEqual(ran, []);
    type({ key: "k", ctrlKey: true, target });
    assert.deepEqual(ran, ["palette"]);
  }
  const { ran, type } = desk();
  type({ key: "e", target: { localName: "input", type: "checkbox" } });
  assert.deepEqual(ran, ["resolve"]);
});

test("AltGr that only its own key tells of is heard until it is let go", () => {
  const { ran, type, keyboard } = desk();
  type({ key: "AltGraph", code: "AltRight" }, { key: "/", code: "KeyJ" }, "e");
  assert.deepEqual(ran, []);
  keyboard.release(press({ key: "AltGraph" }));
  type("e");
  assert.deepEqual(ran, ["resolve"]);
});

test("the letter after a dead key belongs to it", () => {
  const { ran, type } = desk();
  type({ key: "Dead", code: "Equal" }, "e");
  assert.deepEqual(ran, []);
  type("e");
  assert.deepEqual(ran, ["resolve"]);
});

test("a Russian keyboard reaches commands by place once it has shown itself", () => {
  const { ran, type } = desk();
  type({ key: "о", code: "KeyJ" }, { key: "л", code: "KeyK", ctrlKey: true });
  assert.deepEqual(ran, ["next", "palette"]);
  type({ key: "h", code: "KeyJ" });
  assert.deepEqual(ran, ["next", "palette"], "back on a Latin layout, places count no more");
});

test("a key that is held repeats only what may be repeated", () => {
  const { ran, type } = desk();
  type({ key: "j", repeat: true }, { key: "e", repeat: true });
  assert.deepEqual(ran, ["next"]);
});

test("Enter presses the button it stands on, not the command", () => {
  const { ran, type } = desk();
  type({ key: "Enter", target: { localName: "button" } });
  type({ key: "Enter", target: { localName: "a" } });
  assert.deepEqual(ran, []);
  type("Enter");
  assert.deepEqual(ran, ["open"]);
});

test("disabled commands, handled presses and a paused keyboard run nothing", () => {
  const { ran, keyboard, clock } = desk();
  clock.isEnabled = false;
  keyboard.press(press({ key: "e" }));
  keyboard.press({ ...press({ key: "j" }), defaultPrevented: true });
  keyboard.isListening = false;
  keyboard.press(press({ key: "j" }));
  assert.deepEqual(ran, []);
});

test("own keys replace those of the desk", () => {
  const { ran, type, keyboard } = desk();
  keyboard.own = { resolve: ["Shift+E"], next: [] };
  type("e", "j", { key: "E", shiftKey: true });
  assert.deepEqual(ran, ["resolve"]);
});
