/** The bot of the development server: what it says to which word. */
import { setTimeout as pause } from "node:timers/promises";
import { randomUUID } from "node:crypto";

export const BRANDING = {
  name: "Ava",
  color: "#00bb66",
  greeting: "Hi, I’m Ava from Acme. Ask me about an order, a return, or anything about the shop.",
  locales: ["en", "de"],
  greetings: { de: "Hallo, ich bin Ava von Acme. Wobei kann ich helfen?" },
  starters: {
    en: ["Track my order", "Return an item", "Show me grinders", "Talk to a human"],
    de: ["Bestellung verfolgen", "Etwas zurückgeben", "Mit jemandem sprechen"],
  },
  proactive: [
    {
      name: "help",
      pages: ["/embed*"],
      after_s: 5,
      again_after_s: null,
      opens: false,
      texts: { en: "Looking for the right grinder? I can help.", de: "Suchen Sie die passende Mühle? Ich helfe gern." },
      buttons: { en: "Show me grinders" },
    },
  ],
};

/** With `PRE_CHAT=1` the conversation begins with a form. */
const INTAKE = {
  flow: "intake",
  title: "Before we start",
  fields: [
    { name: "name", label: "What is your name?", kind: "text", options: [], optional: false, value: "" },
    { name: "email", label: "What is your e-mail address?", kind: "email", options: [], optional: false, value: "" },
    { name: "about", label: "What is it about?", kind: "choice", options: ["An order", "A return", "Something else"], optional: false, value: "" },
    { name: "day", label: "When may we call you?", kind: "date", options: [], optional: true, value: "" },
    { name: "note", label: "Anything else we should know?", kind: "long_text", options: [], optional: true, value: "" },
  ],
};
if (process.env.PRE_CHAT) BRANDING.pre_chat = { en: { text: "May I ask a few things first?", form: INTAKE } };

const RETURNS = {
  text: "You can return most items within 30 days of delivery, unused and in the original packaging. Refunds arrive on your original payment method within 5 working days after we receive the parcel.",
  citations: [
    { document_id: "returns", title: "Returns and refunds", heading: "How long do I have?", url: "https://acme.example/help/returns" },
    { document_id: "payments", title: "Payments", heading: "When will I get my money back?", url: null },
  ],
};

const GRINDERS = {
  text: "We have these two in stock:",
  cards: [
    {
      title: "Hand grinder",
      subtitle: "49.00 EUR",
      text: "Steel burrs, for one or two cups.",
      image: { url: "https://images.example/hand.png", alt: "A small grinder of steel and wood" },
      buttons: ["Buy the hand grinder"],
      links: [{ text: "Details", url: "https://acme.example/grinders/hand" }],
    },
    { title: "Electric grinder", subtitle: "129.00 EUR", text: "Forty settings.", buttons: ["Buy the electric grinder"] },
  ],
  quick_replies: ["Something else"],
};

const ROOMS = {
  text: "We have these:",
  cards: ["Small", "Middle", "Large", "Suite"].map((name, index) => ({
    title: `${name} room`,
    subtitle: `${80 + 40 * index}.00 EUR a night`,
    text: "With breakfast, and a desk by the window.",
    buttons: [`Book the ${name.toLowerCase()} room`],
    links: [{ text: "Details", url: "https://acme.example/rooms" }],
  })),
};

const TOPICS = {
  text: "What is it about?",
  lists: [
    {
      title: "Help topics",
      items: [
        { title: "Delivery", description: "Times, costs and where we ship to" },
        { title: "Payment", description: "Cards, invoices and instalments" },
        { title: "Warranty", description: "" },
      ],
    },
  ],
};

const TRICKS = {
  grinders: GRINDERS,
  rooms: ROOMS,
  topics: TOPICS,
  form: { text: "What is your name?", form: INTAKE },
  rate: { text: "How was it, from 1 (poor) to 5 (great)?", quick_replies: ["1", "2", "3", "4", "5"], asks_rating: true },
  return: RETURNS,
  track: { text: "Sure. What is the order number? It begins with an A and has six digits." },
  menu: { text: "What can I do for you?", quick_replies: ["Track my order", "Return an item", "Talk to a human"] },
  hack: { text: "<img src=x onerror=\"document.title='hacked'\"> <b>bold</b> see https://acme.example/a?b=1." },
  long: { text: "A long answer. ".repeat(60) },
};

export async function answer(conversation, id, text) {
  const say = (message) => conversation.emit("message", { message_id: randomUUID(), role: "bot", ...message });
  conversation.emit("message", { message_id: id, role: "customer", text });
  await pause(/slow/i.test(text) ? 5_000 : 700);
  if (/human/i.test(text)) return await handOver(conversation, say);
  if (/outage/i.test(text)) await breakDown(conversation, id);
  if (/^(edit|delete)/i.test(text)) {
    const change = /^edit/i.test(text) ? "edited" : "deleted";
    conversation.emit("message_changed", { message_id: id, change, text: change === "edited" ? `${text} (in other words)` : null });
  }
  const many = /^fill (\d+)$/.exec(text);
  for (let i = 0; i < Number(many?.[1] ?? 0); i += 1) say({ text: `Line ${i + 1}` });
  if (/weather|hello/i.test(text)) text = "menu";
  const trick = Object.keys(TRICKS).find((word) => text.toLowerCase().includes(word));
  say(trick ? TRICKS[trick] : { text: `You said: ${text}`, quick_replies: ["Show me the menu"] });
}

async function breakDown(conversation, id) {
  conversation.note({ status: "holding", text: "One moment, I’m looking into it.", message_id: id });
  await pause(3_000);
  const kept = "I’m sorry, we have a problem on our side right now. Your message is kept, and I’ll answer it here as soon as I can.";
  conversation.note({ status: "kept", text: kept, message_id: id });
  await pause(4_000);
}

async function handOver(conversation, say) {
  say({ text: "Of course. I’ll bring in a colleague, who will see what we’ve talked about." });
  conversation.emit("handoff", { owner: "bot", status: "waiting", agent: null });
  await pause(2_000);
  conversation.emit("handoff", { owner: "human_agent", status: "claimed", agent: "Sam" });
  conversation.emit("typing", { role: "human_agent", active: true });
  await pause(1_500);
  say({ role: "human_agent", sent_by: "Sam", text: "Hello, this is Sam. How can I help?" });
  await pause(4_000);
  conversation.emit("handoff", { owner: "bot", status: "returned", agent: null });
  say({ text: "I’m back. Is there anything else?" });
}
