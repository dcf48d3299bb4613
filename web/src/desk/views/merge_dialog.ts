/** The customer's other open conversations, one of which is to be served with this one. */
import { html, nothing } from "lit/html.js";
import { actLater } from "../actions_feature.ts";
import type { Target } from "../actions_feature.ts";
import { LoadedByConversation, readCustomer } from "../customer/customer_info.ts";
import type { CustomerInfo, Earlier } from "../customer/customer_info.ts";
import type { Desk } from "../desk.ts";
import { groupOf } from "../merges.ts";
import type { Dialog, Drawn } from "../registry.ts";

let known: { argument: unknown; customers: LoadedByConversation<CustomerInfo> } | null = null;

export const mergeDialog: Dialog = {
  id: "merge",
  title: ({ words }) => words.merge,
  render(desk, argument) {
    // Read anew each time it is opened: what was open before may be over.
    const now = known && known.argument === argument ? known : { argument, customers: new LoadedByConversation(desk, "customer", readCustomer) };
    known = now;
    return listView(desk, argument as Target, now.customers);
  },
};

function listView(desk: Desk, target: Target, customers: LoadedByConversation<CustomerInfo>): Drawn {
  const { words } = desk;
  const [handoff] = target.handoffs;
  if (!handoff) return nothing;
  const loaded = customers.of(handoff.conversation_id);
  if (loaded.step === "loading") return html`<p role="status">${words.loading}</p>`;
  if (loaded.step === "failed") return html`<p role="alert" class="problem">${words.loadFailed}</p>`;
  const served = new Set(groupOf(desk.state, handoff).map(({ conversation_id }) => conversation_id));
  const others = loaded.value.earlier.filter(({ conversationId, status }) => status !== "closed" && !served.has(conversationId));
  return html`<p class="hint">${words.mergeHint}</p>
    ${others.length ? html`<ul class="choices">${others.map((one) => otherView(desk, target, one))}</ul>` : html`<p class="empty">${words.nothingToMerge}</p>`}`;
}

function otherView(desk: Desk, target: Target, one: Earlier): Drawn {
  const { words } = desk;
  const channel = words.channels[one.channel] ?? one.channel;
  const merge = () => actLater(desk, "merge", target, { conversation: one.conversationId }, words.merging(channel));
  return html`<li>
    <button type="button" @click=${merge}><span>${[channel, one.queue].filter(Boolean).join(" · ")}</span> <span class="faint">${one.text}</span></button>
  </li>`;
}
