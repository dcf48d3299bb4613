import assert from "node:assert/strict";
import { test } from "node:test";
import { isPicture, readAttachment, readAttachmentRules, sizeOf } from "../src/chat/attachments.ts";
import { readMessage } from "../src/chat/protocol.ts";
import { Timeline } from "../src/chat/timeline.ts";

const PHOTO = { name: "parcel.png", media_type: "image/png", size: 2_400_000, link: "/v1/tenants/acme/files/f" };

test("a file is known by its id, as it was sent and as a message names it", () => {
  assert.equal(readAttachment({ ...PHOTO, file_id: "f" }).id, "f");
  assert.equal(readAttachment({ ...PHOTO, reference: "file/f" }).id, "f");
  assert.equal(readAttachment({ ...PHOTO, reference: "F0123" }).id, "");
});

test("what is no file at all is an empty one, and no part of a message", () => {
  const nothing = { id: "", name: "", mediaType: "", size: 0, link: "" };
  for (const wrong of [null, 7, "x", [], { name: 7, size: "x" }]) assert.deepEqual(readAttachment(wrong), nothing);
  const message = readMessage({ message_id: "m", role: "bot", attachments: [null, PHOTO, {}] }, 0);
  assert.deepEqual(message?.attachments.map(({ name }) => name), ["parcel.png"]);
});

test("only pictures that can run nothing are drawn", () => {
  assert.equal(isPicture(readAttachment(PHOTO)), true);
  for (const media_type of ["image/svg+xml", "image/heic", "text/html", "image/png+x"]) {
    assert.equal(isPicture(readAttachment({ ...PHOTO, media_type })), false);
  }
  assert.equal(isPicture(readAttachment({ ...PHOTO, link: "" })), false);
});

test("sizes are written as the reader is used to", () => {
  assert.equal(sizeOf(2_500_000, "en"), "2.4 MB");
  assert.equal(sizeOf(2_500_000, "de"), "2,4 MB");
  assert.equal(sizeOf(10 * 1024 * 1024, "en"), "10 MB");
  assert.equal(sizeOf(81_920, "en"), "80 kB");
  assert.equal(sizeOf(1, "en"), "0.1 kB");
});

test("a gateway that says nothing of files takes none", () => {
  for (const rules of [undefined, null, {}, { max_size: 0, extensions: [] }]) {
    assert.equal(readAttachmentRules(rules), null);
  }
  assert.deepEqual(readAttachmentRules({ max_size: 5, extensions: [".png"] }), { maxSize: 5, extensions: [".png"] });
});

test("a message of files alone is shown at once, and again after it was confirmed", () => {
  const timeline = new Timeline();
  timeline.echo({ id: "mine", text: "", at: 1, attachments: [readAttachment(PHOTO)] });
  assert.equal(timeline.entries[0]?.attachments[0]?.name, "parcel.png");
});
