/** What the development server's desk begins with: customers, what they said, who has them. */

const minutes = (count) => new Date(Date.now() - count * 60_000).toISOString();
const inMinutes = (count) => minutes(-count);

const CUSTOMERS = [
  ["Anna Berger", "web", "returns", "My refund was 12 euros short, can somebody look?", 14, -3, "de"],
  ["Jonas Weil", "whatsapp", "support", "The grinder stopped after two days", 11, 1.5, "de"],
  ["Priya Nair", "web", "support", "Is the warranty valid in Portugal?", 9, 6, "en"],
  ["Tom Okafor", "sms", "orders", "Parcel says delivered but it is not here", 8, 12, "en"],
  ["Lena Fuchs", "slack", "support", "Können Sie die Rechnung auf die Firma umschreiben?", 7, 15, "de"],
  ["", "web", "support", "I want to speak to a human please", 6, 20, "en"],
  ["Marta Silva", "web", "orders", "Can I change the address of A123456?", 5, 25, "en"],
  ["David Cohen", "whatsapp", "returns", "Two items arrived broken, photos attached", 4, 26, "en"],
  ["Sofie Lindqvist", "web", "support", "How do I descale the machine?", 3, 27, "en"],
  ["Karl Maier", "sms", "returns", "Rücksendeetikett fehlt im Paket", 2, 28, "de"],
  ["Tom Okafor", "web", "orders", "And can I still return the lamp?", 1, 29, "en"],
  ["Elif Demir", "web", "support", "Payment was taken twice", 0.4, 30, "de"],
];

const MORE = Number(process.env.WAITING ?? 0);

export const ME = {
  name: "Sam",
  role: "supervisor",
  queues: [],
  skills: [],
  languages: ["en", "de"],
  capacity: 4,
  presence: "available",
  assignment: "pull",
  may: ["read_conversations", "take_handoffs", "decide_approvals", "supervise", "manage_desk", "read_reports"],
  tenant: { name: "Acme", color: "#00bb66", locales: ["en", "de"] },
  known_queues: ["support", "returns", "orders"],
  dispositions: { solved: { label: "Solved", note_required: false }, refund: { label: "Refund given", note_required: true } },
  disposition_required: true,
  ui_url: "http://127.0.0.1:8080",
  csrf: null,
};

function handoff(index, [customer, channel, queue, preview, age, due, locale]) {
  const unset = { assigned_agent: null, claimed_at: null, ended_at: null, first_replied_at: null, preferred_agent: null, disposition: "" };
  const clocks = { on_hold_since: null, snoozed_until: null, offered_to: null, offer_expires_at: null, first_reply_due: null };
  return {
    handoff_id: `h-${index}`,
    conversation_id: `web-c0ffee${index}`,
    queue,
    channel,
    locale,
    preview,
    skills: [],
    priority: 3,
    status: "waiting",
    reason: "asked for a person",
    escalated: index === 0,
    customer_ref: customer || null,
    opened_at: minutes(age),
    last_message_at: minutes(age),
    last_message_by: "customer",
    awaiting_since: minutes(age),
    due_at: inMinutes(due),
    due_for: "first_reply",
    warned_at: due < 2 ? minutes(1) : null,
    breached_at: due < 0 ? inMinutes(due) : null,
    ...unset,
    ...clocks,
  };
}

export function handoffs() {
  const many = Array.from({ length: MORE }, (_, index) => [`Customer ${index}`, "web", "support", `Question ${index}`, index / 60, 60, "en"]);
  const all = [...CUSTOMERS, ...many].map((one, index) => handoff(index, one));
  const claimed = (index, agent) => Object.assign(all[index], { status: "claimed", assigned_agent: agent, claimed_at: minutes(3), due_for: "next_reply" });
  claimed(3, "Sam");
  claimed(8, "Kim");
  Object.assign(all[9], { status: "claimed", assigned_agent: "Sam", snoozed_until: inMinutes(200) });
  return all;
}

/** What was said before anybody took over. */
export function messages({ preview, customer_ref: customer, opened_at: opened }, number) {
  const at = (seconds) => new Date(Date.parse(opened) + seconds * 1000).toISOString();
  const sources = [{ document_id: "returns", title: "Returns and refunds", heading: "How long do I have?", url: "https://acme.example/help/returns" }];
  return [
    { message_id: `m-${number}-1`, role: "customer", text: "Hello, I need some help with an order.", at: at(-90) },
    { message_id: `m-${number}-2`, role: "bot", text: "Hi! What is it about?", quick_replies: ["An order", "A return", "Something else"], at: at(-80) },
    { message_id: `m-${number}-3`, role: "customer", text: "A return", at: at(-60) },
    { message_id: `m-${number}-4`, role: "bot", text: "You can return most items within 30 days of delivery, unused and in the original packaging.", citations: sources, at: at(-50) },
    { message_id: `m-${number}-5`, role: "customer", text: preview, at: at(-10) },
    { message_id: `m-${number}-6`, role: "bot", text: `Of course${customer ? `, ${customer.split(" ")[0]}` : ""}. I’ll bring in a colleague, who will see what we’ve talked about.`, at: at(0) },
  ].map((message, index) => ({ seq: index + 1, sent_by: null, ...message }));
}

export const CONTEXT = {
  summary: "Wants to know why the refund for order A123456 was 12 EUR less than expected. The bot explained the return policy; the customer was not satisfied.",
  intent: "refund_status",
  slots: { order_id: "A123456", amount: "37.00 EUR" },
  flow: { name: "refund", step: "check_amount" },
};
