import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStreamParser } from "../src/shared/sse.ts";

const STREAM = "id: 7\r\nevent: message\r\ndata: one\r\ndata: two\r\n\r\n: ping\n\nevent: typing\ndata: {}\n\n";
const EVENTS = [
  { id: "7", kind: "message", data: "one\ntwo" },
  { id: null, kind: "typing", data: "{}" },
];

test("an event is read whole however the network cuts the stream", () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const parser = new EventStreamParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.push(STREAM.slice(at, at + size)));
    assert.deepEqual(events, EVENTS, `pieces of ${size}`);
  }
});

test("an event that was cut off by a lost connection is not handed out", () => {
  const parser = new EventStreamParser();
  assert.deepEqual(parser.push("id: 8\nevent: message\ndata: half"), []);
});

test("an unnumbered event does not inherit the number of the one before", () => {
  const parser = new EventStreamParser();
  const events = parser.push("id: 9\ndata: a\n\ndata: b\n\n");
  assert.deepEqual(events.map((event) => event.id), ["9", null]);
});
