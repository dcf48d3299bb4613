/** What the desk's panels and areas show in development: customers, approvals, the wall, search. */

const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const ahead = (minutes) => ago(-minutes);

export const CANNED = [
  { name: "greeting", locale: "en", title: "Greeting", text: "Hello {customer}, this is {agent}. {cursor}", filled: "Hello Kim, this is Sam. {cursor}", unknown: ["cursor"] },
  { name: "refund", locale: "en", title: "Refund is on its way", text: "Your refund for {order_id} over {amount} is on its way.", filled: "Your refund for A-1042 over {amount} is on its way.", unknown: ["amount"] },
  { name: "gruss", locale: "de", title: "Begrüßung", text: "Guten Tag!", filled: "Guten Tag!", unknown: [] },
];

/** `others` are the customer's other handoffs that are open. */
export function customer(handoff, others = []) {
  const earlier = [
    { conversation_id: "web-old1", channel: "web", status: "closed", queue: "returns", opened_at: ago(4_400), last_at: ago(4_320), last_text: "Thanks, that helped a lot." },
    ...others.map((one) => ({ conversation_id: one.conversation_id, channel: one.channel, status: "active", queue: one.queue, opened_at: one.opened_at, last_at: one.last_message_at, last_text: one.preview })),
    { conversation_id: "sms-old2", channel: "sms", status: "closed", queue: null, opened_at: ago(43_500), last_at: null, last_text: "Do you ship to Austria?" },
  ];
  return { conversation_id: handoff?.conversation_id ?? "", channel: handoff?.channel ?? "web", customer_ref: handoff?.customer_ref ?? null, locale: "en", is_opted_out: false, first_seen_at: ago(90_000), earlier };
}

const WHY = {
  role: "customer",
  language: "en",
  signs: { en: 2, de: 0 },
  "need 1": {
    need: "wheres my ordr A-1042",
    intent: "order_status",
    why: "the likeliest",
    reason_code: "likeliest",
    sure: 0.99,
    threshold: 0.4,
    scores: { order_status: 0.97, refund_status: 0.02 },
    nearest: { "where is my order": 0.94, "status of my order": 0.79 },
    respelled: { wheres: "where", ordr: "order" },
  },
};

export function timeline() {
  const entries = [
    { kind: "turn", id: "t1", title: "order_status", outcome: "", at: ago(30), ms: 12, detail: WHY },
    { kind: "tool_call", id: "c1", title: "find_order", outcome: "succeeded", at: ago(29), ms: 132, detail: { order_id: "A-1042" } },
    { kind: "tool_call", id: "c2", title: "refund", outcome: "failed", at: ago(28), ms: 2_140, detail: { code: "timeout" } },
    { kind: "handoff", id: "h1", title: "support", outcome: "claimed", at: ago(27), ms: null, detail: {} },
  ];
  return { entries, ui_url: "http://127.0.0.1:8233/namespaces/default/workflows/conversation" };
}

export class Approvals {
  all = [
    { approval_id: "ap1", conversation_id: "web-c0ffee0", name: "Refund an order", by_role: "supervisor", shown: { order_id: "A-1042", amount: "49.90 EUR", customer: { since: "2021" } }, digest: "d1", status: "waiting", decided_by: null, note: "", requested_at: ago(12), remind_at: null, expires_at: ahead(100), requested_by: [], escalated_to: "role:admin", customer_ref: "kim@example.org", channel: "web", flow: "return", step: "approve" },
    { approval_id: "ap2", conversation_id: "web-c0ffee1", name: "Change an address", by_role: "admin", shown: { address: "Hauptstr. 1" }, digest: "d2", status: "waiting", decided_by: null, note: "", requested_at: ago(2), remind_at: null, expires_at: null, requested_by: ["Sam"], customer_ref: null, channel: "sms", flow: "", step: "" },
  ];

  /** The status and the body of the answer. */
  answer(method, id, body) {
    if (!id) return [200, { approvals: this.all.filter(({ status }) => status === "waiting") }];
    const found = this.all.find(({ approval_id: one }) => one === id);
    if (!found) return [404, { title: "Not found", detail: "There is no such approval." }];
    if (method === "GET") return [200, found];
    if (found.digest !== body.digest) return [409, { title: "Conflict", detail: "The arguments have changed." }];
    Object.assign(found, { status: body.approve ? "approved" : "rejected", decided_by: "Sam", note: body.note });
    return [204, undefined];
  }
}

export function wall(rows, agents) {
  const open = rows.filter(({ ended_at: ended }) => ended === null);
  const names = [...new Set(open.map(({ queue }) => queue))];
  const queues = names.map((queue) => {
    const waiting = open.filter((one) => one.queue === queue && one.status === "waiting");
    const oldest = waiting.map(({ opened_at: at }) => at).sort()[0] ?? null;
    return { queue, waiting: waiting.length, oldest_at: oldest, with_people: open.length - waiting.length, breached: waiting.filter((one) => one.breached_at).length, met: 18 };
  });
  return { seq: 0, agents, queues, conversations: open.filter(({ status }) => status === "claimed") };
}

export function search(rows, query) {
  const found = rows.filter((one) => `${one.customer_ref} ${one.preview}`.toLowerCase().includes(query.toLowerCase()));
  const shown = found.slice(0, 20).map((one) => ({ conversation_id: one.conversation_id, channel: one.channel, status: "open", handoff_id: one.handoff_id, customer_ref: one.customer_ref, snippet: one.preview, matched: "words", at: one.opened_at }));
  return { found: shown, next: null };
}
