/** What stands there before anybody is signed in. */
import { html } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Drawn } from "../registry.ts";

export function entranceView(desk: Desk, begin: () => Promise<void>): Drawn {
  const { words, state, tenant } = desk;
  if (state.phase === "starting") return html`<p class="empty" role="status">${words.connecting}</p>`;
  if (state.phase === "refused") return html`<p class="empty" role="alert">${words.refused} ${state.problem}</p>`;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const token = String(new FormData(event.target as HTMLFormElement).get("token") ?? "").trim();
    sessionStorage.setItem(tokenKey(tenant), token);
    desk.api.token = token;
    void begin();
  };
  return html`<main class="entrance">
    <h1>${words.signIn}</h1>
    <form class="form" @submit=${submit}>
      <label>${words.staffToken}<input name="token" type="password" required autocomplete="off" autofocus /></label>
      ${state.problem ? html`<p class="problem" role="alert">${state.problem}</p>` : ""}
      <div class="form-acts"><button type="submit" class="primary">${words.signIn}</button></div>
    </form>
    <p><a href=${`/desk/${encodeURIComponent(tenant)}/sign-in`}>${words.signInPage}</a></p>
  </main>`;
}

/** To the sign-in page, where the gateway has one; a token signs in without it. */
export async function leadToSignIn(desk: Desk): Promise<void> {
  if (desk.api.token !== null) return;
  const page = `/desk/${encodeURIComponent(desk.tenant)}/sign-in`;
  try {
    const { ok, type } = await fetch(page, { cache: "no-store", redirect: "manual" });
    // It leads on where somebody is signed in and only a second factor is missing.
    if (ok || type === "opaqueredirect") location.assign(page);
  } catch {
    // It is as down as the rest: the form stays.
  }
}

/** Of this tab alone, until it is closed. */
export function tokenKey(tenant: string): string {
  return `duralogue-desk:${tenant}:token`;
}
