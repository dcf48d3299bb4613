import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { Desk } from "../src/desk/desk.ts";
import { leadToSignIn } from "../src/desk/views/entrance.ts";

const desk = { tenant: "acme", api: { token: null } } as unknown as Desk;

for (const [answer, leads] of [
  [{ ok: true, type: "basic" }, ["/desk/acme/sign-in"]],
  [{ ok: false, type: "opaqueredirect" }, ["/desk/acme/sign-in"]],
  [{ ok: false, type: "basic" }, []],
] as const) {
  test(`the sign-in page answers ${answer.type}, ok ${answer.ok}: ${leads.length ? "led there" : "the form stays"}`, async () => {
    const assigned: string[] = [];
    mock.method(globalThis, "fetch", async () => answer);
    Object.defineProperty(globalThis, "location", { value: { assign: (page: string) => assigned.push(page) }, configurable: true });

    await leadToSignIn(desk);

    assert.deepEqual(assigned, leads);
    mock.restoreAll();
  });
}
