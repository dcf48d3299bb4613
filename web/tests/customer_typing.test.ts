import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatApi } from "../src/chat/api.ts";
import type { Conversation } from "../src/chat/conversation.ts";
import { CustomerTyping, tellTyping } from "../src/chat/customer_typing.ts";

test("that the customer is writing is told at once, then seldom, and so is that they no longer are", () => {
  const told: boolean[] = [];
  const typing = new CustomerTyping((isOn) => told.push(isOn));
  typing.wrote("", 0);
  for (let second = 0; second < 30; second++) typing.wrote("Hello", second * 1000);
  assert.deepEqual(told, [true, true]);
  typing.wrote(" ", 31_000);
  typing.wrote("", 32_000);
  typing.wrote("And", 33_000);
  assert.deepEqual(told, [true, true, false, true]);
});

test("what comes of telling is nobody's concern", async () => {
  const calls: number[] = [];
  const conversation = { call: () => (calls.push(1), Promise.reject(new Error("offline"))) } as unknown as Conversation;
  for (const text of ["H", "He", ""]) tellTyping(conversation, {} as ChatApi, text);
  await Promise.resolve();
  assert.equal(calls.length, 2);
});
