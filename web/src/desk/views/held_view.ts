/** What was not done since somebody has written meanwhile: shown, and to be decided. */
import { html } from "lit/html.js";
import type { Desk } from "../desk.ts";
import { customerOfTalk } from "../people.ts";
import type { Drawn } from "../registry.ts";
import type { Pending, Talk } from "../state.ts";

/** Held messages stand in the transcript. */
export function isHeldAct({ step, kind }: Pending): boolean {
  return step === "held" && kind !== "message" && kind !== "note";
}

export function heldView(desk: Desk, talk: Talk): Drawn[] {
  return desk.state.pending.filter((one) => isHeldAct(one) && one.conversationId === talk.id).map((one) => oneView(desk, talk, one));
}

function oneView(desk: Desk, talk: Talk, pending: Pending): Drawn {
  const { words, registry, state } = desk;
  const last = pending.newer.at(-1);
  const who = last?.sent_by ?? customerOfTalk(talk, desk.handoff, words);
  const title = registry.findCommand(`conversation.${pending.kind}`)?.title;
  const what = typeof title === "function" ? title(state) : (title ?? pending.kind);
  return html`<div class="banner held" role="alert">
    <p>${words.heldAct(who)} ${pending.newer.map(({ text }) => html`<q>${text}</q> `)}</p>
    <button type="button" @click=${() => desk.session?.pending.again(pending.id, { anyway: true })}>${words.anyway(what)}</button>
    <button type="button" class="plain" @click=${() => desk.session?.pending.undo(pending.id)}>${words.leaveOpen}</button>
  </div>`;
}
