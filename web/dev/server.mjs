/**
 * For work on the chat alone: serves dist/ and speaks the gateway's API, with a bot that knows a
 * few tricks (see script.mjs). Everything is forgotten when it ends.
 *
 *   npm run dev            http://127.0.0.1:8787/chat/acme, /embed for the widget, /desk/acme
 *   WAITING=2000 …         with a long queue on the desk
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { DeskGateway } from "./desk_gateway.mjs";
import { BRANDING, answer } from "./script.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const DESK_CSP = `${CSP}; trusted-types lit-html`;

const conversations = new Map();
const desk = new DeskGateway();

class Conversation {
  id = randomUUID();
  token = randomUUID();
  events = [];
  streams = new Set();
  seen = new Set();

  emit(kind, data) {
    const event = { seq: this.events.length + 1, kind, data, at: new Date().toISOString() };
    this.events.push(event);
    for (const stream of this.streams) write(stream, event);
  }

  note(data) {
    const notice = JSON.stringify({ seq: null, kind: "notice", data, at: new Date().toISOString() });
    for (const stream of this.streams) stream.write(`event: notice\ndata: ${notice}\n\n`);
  }

  messages(before, limit) {
    const all = this.events.filter((event) => event.kind === "message" && event.seq < before);
    const page = all.slice(-limit).map(({ seq, at, data }) => ({ seq, at, ...data }));
    const happenings = this.events.filter(({ kind }) => ["handoff", "status", "message_changed"].includes(kind));
    return { messages: page, happenings, next_before: all.length > limit ? page[0].seq : null };
  }
}

function write(stream, event) {
  stream.write(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
}

function json(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function body(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString() || "{}");
}

async function file(response, name) {
  try {
    const content = await readFile(new URL(`../dist/${name}`, import.meta.url));
    const headers = { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" };
    if (name.endsWith(".html")) headers["Content-Security-Policy"] = name === "desk.html" ? DESK_CSP : CSP;
    response.writeHead(200, headers).end(content);
  } catch {
    json(response, 404, { title: "Not found" });
  }
}

function events(request, response, conversation) {
  const last = Number(request.headers["last-event-id"] ?? 0);
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write(": hello\n\n");
  for (const event of conversation.events) if (event.seq > last) write(response, event);
  conversation.streams.add(response);
  request.on("close", () => conversation.streams.delete(response));
}

async function accept(request, response, conversation) {
  const { message_id: id, text: written, form } = await body(request);
  const text = written ?? Object.values(form.values).join("\n");
  json(response, 202, { message_id: id });
  if (conversation.seen.has(id)) return;
  conversation.seen.add(id);
  await answer(conversation, id, text);
}

function session(response, made) {
  const expires_at = new Date(Date.now() + 7 * 86_400_000).toISOString();
  json(response, 201, { session_token: made.token, conversation_id: made.id, expires_at });
}

/** All there are: here is only one visitor. */
function listed(url) {
  const seen = new Map(url.searchParams.getAll("seen").map((one) => one.split(":")));
  const lines = [...conversations.values()].map((conversation) => {
    const said = conversation.events.filter(({ kind }) => kind === "message");
    const last = said.at(-1);
    const after = Number(seen.get(conversation.id) ?? Infinity);
    const unread = said.filter(({ seq, data }) => seq > after && data.role !== "customer").length;
    const open = !conversation.events.some(({ kind, data }) => kind === "status" && data.status === "closed");
    return last && { conversation_id: conversation.id, last_text: last.data.text, last_role: last.data.role, last_at: last.at, open, unread };
  });
  return { conversations: lines.filter(Boolean).reverse() };
}

async function conversationRoute(request, response, url, [, id, what]) {
  const conversation = conversations.get(id);
  const token = request.headers.authorization?.replace("Bearer ", "");
  if (!conversation || conversation.token !== token) return json(response, 401, { title: "Unauthorized" });
  if (what === "events") return events(request, response, conversation);
  if (what === "end") {
    conversation.emit("status", { status: "closed" });
    return response.writeHead(204).end();
  }
  if (request.method === "POST") return await accept(request, response, conversation);
  const before = Number(url.searchParams.get("before") ?? Infinity);
  return json(response, 200, conversation.messages(before, Number(url.searchParams.get("limit") ?? 50)));
}

/**
 * For work on the page: `/desk-says?c=web-c0ffee0&text=Hello` lets the customer say something, with
 * `role=bot` the bot, and `words=Hel` shows what the bot has written so far.
 */
function deskSays(response, url) {
  const [conversation, text] = [url.searchParams.get("c") ?? "web-c0ffee3", url.searchParams.get("text")];
  const [role, words] = [url.searchParams.get("role") ?? "customer", url.searchParams.get("words")];
  if (text) desk.say(conversation, { message_id: randomUUID(), role, text });
  else if (words !== null) desk.pass("words", { conversation_id: conversation, text: words });
  else desk.pass("customer_typing", { conversation_id: conversation, typing: true });
  const offered = url.searchParams.get("offer");
  if (offered) desk.put({ ...desk.rows.get(offered), offered_to: "Sam", offer_expires_at: new Date(Date.now() + 30_000).toISOString() });
  json(response, 200, { events: desk.events.length, heard: desk.heard });
}

async function route(request, response) {
  const url = new URL(request.url, "http://127.0.0.1");
  if (url.pathname === "/desk-says") return deskSays(response, url);
  if (await desk.handle(request, response, url, body)) return;
  if (url.pathname.startsWith("/desk/")) return await file(response, "desk.html");
  if (url.pathname.endsWith("/conversations") && request.method === "GET") return json(response, 200, listed(url));
  const opened = /\/conversations\/([^/]+)\/session$/.exec(url.pathname);
  if (opened) return session(response, conversations.get(opened[1]));
  const inside = /^\/v1\/tenants\/[^/]+\/conversations\/([^/]+)\/(messages|events|end)$/.exec(url.pathname);
  if (inside) return await conversationRoute(request, response, url, inside);
  if (url.pathname.endsWith("/branding")) return json(response, 200, BRANDING);
  if (/\/(sessions|conversations)$/.test(url.pathname)) {
    const made = new Conversation();
    conversations.set(made.id, made);
    return session(response, made);
  }
  if (url.pathname.startsWith("/chat/")) return await file(response, "chat.html");
  if (url.pathname === "/embed") {
    const page = '<!doctype html><title>A shop</title><h1>A shop</h1><script src="/widget/widget.js" data-tenant="acme" async></script>';
    return response.writeHead(200, { "Content-Type": "text/html" }).end(page);
  }
  return await file(response, url.pathname.replace(/^\/widget\//, "").replaceAll("/", ""));
}

const server = createServer((request, response) => void route(request, response));
server.listen(Number(process.env.PORT ?? 8787), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/chat/acme`);
});
