/** The second column: one conversation, who has it, and where to answer. */
import { html, nothing } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { Handoff } from "../model.ts";
import { customerOfTalk } from "../people.ts";
import { titleOf } from "../registry.ts";
import type { Drawn } from "../registry.ts";
import { becauseOf, isCall, isMine, isSnoozed, urgencyOf } from "../selectors.ts";
import type { Talk } from "../state.ts";
import { bannerView } from "./banner.ts";
import { composerView } from "./composer.ts";
import { slotView } from "./frame.ts";
import { heldView } from "./held_view.ts";
import { mergedStrip } from "./merged_strip.ts";
import { dueView } from "./row.ts";
import "./transcript.ts";

export function talkView(desk: Desk): Drawn {
  const { talk, words } = desk;
  if (!talk) return html`<section class="column talk" aria-label=${words.conversation}><p class="empty">${words.pickOne}</p></section>`;
  const { handoff } = desk;
  return html`<section class="column talk" aria-label=${words.conversation}>
    ${headView(desk, talk, handoff)} ${mergedStrip(desk, handoff)} ${heldView(desk, talk)} ${bannerView(desk, talk, handoff)}
    ${talk.problem ? problemView(desk, talk) : nothing}
    <desk-transcript .desk=${desk} .shown=${shownOf(desk, talk)}></desk-transcript>
    ${presenceView(desk, talk)} ${desk.may("take_handoffs") ? composerView(desk, talk) : nothing}
  </section>`;
}

/** A new one only when something of it has changed. */
function shownOf({ state }: Desk, talk: Talk): { talk: Talk; pending: readonly unknown[] } {
  return { talk, pending: state.pending };
}

function headView(desk: Desk, talk: Talk, handoff: Handoff | null): Drawn {
  const { words } = desk;
  const channel = handoff?.channel || talk.info?.channel || "";
  const facts = [words.channels[channel] ?? channel, handoff?.queue ?? "", handoff?.locale ?? ""].filter(Boolean);
  return html`<header class="talk-head">
    <button type="button" class="plain back" aria-label=${words.back} @click=${() => desk.store.set({ column: "list" })}>‹</button>
    <h2><bdi>${customerOfTalk(talk, handoff, words)}</bdi></h2>
    <div class="talk-acts">${handoff && isMine(desk.state, handoff) ? ownActs(desk, handoff) : nothing} ${menuView(desk)}</div>
    <p class="talk-facts faint">${facts.join(" · ")}${handoff ? html` ${dueView(handoff, words)} ${reasonView(desk, handoff)}` : nothing}</p>
  </header>`;
}

/** How business time came to the moment by which it is due. */
function reasonView({ language }: Desk, handoff: Handoff): Drawn {
  const reason = becauseOf(handoff, language);
  return reason && urgencyOf(handoff, Date.now()) !== "none" ? html`<span class="due-reason">${reason}</span>` : nothing;
}

function ownActs(desk: Desk, handoff: Handoff): Drawn {
  const { words } = desk;
  if (isCall(handoff)) return act(desk, "conversation.return", words.called);
  const wakes = isSnoozed(handoff, Date.now());
  return html`
    ${act(desk, "conversation.transfer", words.transfer, "wide")} ${act(desk, "conversation.snooze", wakes ? words.wake : words.snooze, "wide")}
    ${act(desk, "conversation.resolve", words.resolve)}
  `;
}

/** `width`: "wide" or "narrow", where it is shown on such a screen alone. */
function act(desk: Desk, command: string, label: string, width = ""): Drawn {
  return html`<button type="button" class=${width || nothing} @click=${() => void desk.run(command)}>${label}</button>`;
}

/** Buttons of the owner's, too, for which a phone has no room. */
const ON_BUTTONS = ["conversation.transfer", "conversation.snooze"];
const IN_MENU = [...ON_BUTTONS, "conversation.hold", "conversation.return", "conversation.merge", "conversation.separate", "conversation.block"];

function menuView(desk: Desk): Drawn {
  const { registry, state, words } = desk;
  const commands = IN_MENU.map((id) => registry.findCommand(id)).filter((one) => one?.when?.(desk) ?? false);
  const width = (id: string) => (isMine(state, desk.handoff) && !isCall(desk.handoff) && ON_BUTTONS.includes(id) ? "narrow" : "");
  const close = (event: Event) => (event.currentTarget as HTMLElement).closest("details")?.removeAttribute("open");
  return html`<details class="menu">
    <summary aria-label=${words.moreActions} title=${words.moreActions}>⋯</summary>
    <div class="menu-list" @click=${close}>
      ${commands.map((one) => one && act(desk, one.id, titleOf(one.title, state), width(one.id)))}
      ${slotView(desk, "talk")}
      <button type="button" class="to-side" @click=${() => desk.store.set({ column: "side" })}>${words.details}</button>
    </div>
  </details>`;
}

function problemView(desk: Desk, talk: Talk): Drawn {
  const again = () => void desk.session?.sync.readTalk(talk.id);
  return html`<p class="problem" role="alert">
    ${talk.problem} <button type="button" class="plain" @click=${again}>${desk.words.again}</button>
  </p>`;
}

/** Who else is there, in one line that has its place whether or not there is anything to say. */
function presenceView({ state, words }: Desk, talk: Talk): Drawn {
  const others = (state.looking.get(talk.id) ?? []).filter(({ agent }) => agent !== state.me?.name);
  const typing = others.find((one) => one.typing);
  const said: string[] = [];
  if (talk.typingUntil > Date.now()) said.push(words.customerTyping);
  if (typing) said.push(words.typingToo(typing.agent));
  else if (others.length) said.push(words.lookingToo(others.map(({ agent }) => agent).join(", ")));
  return html`<p class="there" role="status">${said.join(" · ")}</p>`;
}

