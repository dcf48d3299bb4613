/** The way to the pages that are not live: one's account, settings, reports, the log, signing out. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "./desk.ts";
import type { Drawn } from "./registry.ts";

export function installAccount(desk: Desk): void {
  desk.registry.slot({ slot: "bar", order: 90, render: accountView });
}

function accountView({ state, tenant, words }: Desk): Drawn {
  if (!state.me) return html`${nothing}`;
  const address = `/desk/${encodeURIComponent(tenant)}/account`;
  return html`<a class="account" href=${address} title=${words.account} aria-label=${`${state.me.name}: ${words.account}`}>${state.me.name}</a>`;
}
