/** A line of the queue: who, what they said last, since when they wait, by when it is due. */
import { html, nothing } from "lit/html.js";
import { dueShort, dueText, waitText } from "../clock.ts";
import type { Desk } from "../desk.ts";
import type { Words } from "../i18n.ts";
import type { Handoff } from "../model.ts";
import { customerOf, momentOf } from "../people.ts";
import type { Drawn } from "../registry.ts";
import { becauseOf, isCall, isOpen, isSnoozed, urgencyOf } from "../selectors.ts";

export interface RowLook {
  isOpen: boolean;
  isMarked: boolean;
  isTouched: boolean;
}

/** Times go on by the clock; here they are as of now. */
export function rowView(desk: Desk, handoff: Handoff, { isOpen, isMarked, isTouched }: RowLook): Drawn {
  const { words } = desk;
  const [who, id] = [customerOf(handoff, words), handoff.handoff_id];
  const toggle = () => void desk.run("queue.mark", id);
  return html`
    <input type="checkbox" class="row-mark" .checked=${isMarked} aria-label=${words.mark(who)} @change=${toggle} />
    <button
      type="button"
      class="row-open"
      data-handoff=${id}
      aria-current=${isOpen ? "true" : nothing}
      @click=${() => desk.openLine(handoff)}
    >
      <span class="row-line">
        <span class="row-who">
          <bdi>${who}</bdi>${isTouched ? html`<span class="row-new" aria-hidden="true"></span>` : nothing}
          <span class="row-place">${placeOf(desk, handoff)}</span>
        </span>
        <span class="row-wait" data-wait=${id} .textContent=${waitText(handoff, Date.now(), words)}></span>
      </span>
      <span class="row-line">
        <span class="row-text" dir="auto">${handoff.preview || handoff.reason}</span>
        <span class="row-signs">${signs(desk, handoff)}</span>
      </span>
    </button>
  `;
}

function placeOf({ words }: Desk, { channel, queue }: Handoff): string {
  return [words.channels[channel] ?? channel, queue].filter(Boolean).join(" · ");
}

function signs({ words, locale, state }: Desk, handoff: Handoff): Drawn {
  const { assigned_agent: agent, snoozed_until: until } = handoff;
  const isOfOthers = agent !== null && agent !== state.me?.name;
  const hasLeft = (name: string | null) => isOpen(handoff) && name !== null && state.presence.get(name)?.chosen === "offline";
  return html`
    ${isCall(handoff) ? html`<span class="sign">${words.callBack}</span>` : nothing}
    ${handoff.abandoned_at && isOpen(handoff) ? html`<span class="sign">${words.customerGone}</span>` : nothing}
    ${handoff.escalated ? html`<span class="sign strong">${words.escalated}</span>` : nothing}
    ${handoff.on_hold_since ? html`<span class="sign">${words.onHold}</span>` : nothing}
    ${until && isSnoozed(handoff, Date.now()) ? html`<span class="sign">${words.until(momentOf(until, locale))}</span>` : nothing}
    ${isOfOthers ? html`<span class="sign owner">${agent}</span>${hasLeft(agent) ? html`<span class="sign">${words.presences.offline}</span>` : nothing}` : nothing}
    <span title=${becauseOf(handoff, locale) || nothing}>${dueView(handoff, words, true)}</span>
  `;
}

/** In words, with a shape and a colour besides. */
export function dueView(handoff: Handoff, words: Words, isShort = false): Drawn {
  const now = Date.now();
  const text = (isShort ? dueShort : dueText)(handoff, now, words);
  return html`<span
    class="sign due"
    data-due=${handoff.handoff_id}
    data-as=${isShort ? "short" : nothing}
    data-urgency=${urgencyOf(handoff, now)}
    .textContent=${text}
  ></span>`;
}
