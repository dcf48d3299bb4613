/** The desk's API for work on the page alone: one agent, a few customers, everything in memory. */
import { randomUUID } from "node:crypto";
import { Approvals, CANNED, customer, search, timeline, wall } from "./desk_areas.mjs";
import { CONTEXT, ME, handoffs, messages } from "./desk_script.mjs";

const IN_VIEW = {
  merged: (one) => isOpen(one) && Boolean(one.merged_into),
  waiting: (one) => isOpen(one) && one.status === "waiting" && !one.snoozed_until,
  mine: (one) => isOpen(one) && one.assigned_agent === ME.name && !one.snoozed_until,
  team: (one) => isOpen(one) && one.status === "claimed" && !one.snoozed_until,
  snoozed: (one) => isOpen(one) && one.snoozed_until !== null,
  breached: (one) => isOpen(one) && one.breached_at !== null,
  closed: (one) => !isOpen(one),
  all: () => true,
};

const NEWER = "https://duralogue.example/problems/newer-messages";
const isOpen = ({ ended_at: ended }) => ended === null;
const now = () => new Date().toISOString();

export class DeskGateway {
  rows = new Map(handoffs().map((one) => [one.handoff_id, one]));
  talks = new Map();
  events = [];
  streams = new Set();
  /** Requests by method and path, for tests. */
  heard = [];
  done = new Set();
  drafts = new Map();
  views = [];
  canned = CANNED;
  approvals = new Approvals();
  presence = new Map([["Sam", "available"], ["Kim", "available"], ["Lee", "away"]]);

  constructor() {
    let number = 0;
    for (const one of this.rows.values()) {
      this.talks.set(one.conversation_id, { handoffId: one.handoff_id, messages: messages(one, (number += 1)), notes: [], seq: 6, owner: one.status === "claimed" ? "human_agent" : "bot", agent: one.assigned_agent });
    }
  }

  /** True where it was a request for the desk. */
  async handle(request, response, url, readBody) {
    const [, path] = /^\/v1\/tenants\/[^/]+\/(.+)$/.exec(url.pathname) ?? [];
    if (!path || !/^(desk\/|handoffs\/|approvals)/.test(path)) return false;
    this.heard.push(`${request.method} ${path}`);
    if (path === "desk/events") this.follow(request, response);
    else await this.answer(response, request.method, path.split("/").map(decodeURIComponent), url, request.method === "GET" ? {} : await readBody(request));
    return true;
  }

  async answer(response, method, parts, url, body) {
    const [room, id, what] = parts;
    if (room === "handoffs") return this.act(response, id, what, body);
    if (room === "approvals") return json(response, ...this.approvals.answer(method, id, body));
    if (id === "conversations") return this.conversation(response, method, what, parts[3], body);
    if (id === "handoffs") return json(response, 200, this.page(url.searchParams));
    if (id === "me") return json(response, 200, { ...ME, presence: this.presence.get(ME.name) });
    if (id === "presence") this.choose(body.presence);
    if (id === "views" && method === "PUT") this.views.push({ name: what, ...body });
    if (method !== "GET" && id !== "bulk") return json(response, 204);
    if (id === "bulk") return json(response, 200, { outcomes: body.handoff_ids.map((one) => ({ handoff_id: one, done: this.change(one, body.action, { ...body, ...body.resolve, ...body.transfer }), detail: "" })) });
    const agents = [...this.presence].map(([agent, presence]) => ({ agent, presence, since: now(), queues: [], skills: [], languages: [], capacity: 4, load: 1 }));
    const lists = { views: { views: this.views }, agents: { agents }, "canned-replies": { replies: this.canned }, search: search([...this.rows.values()], url.searchParams.get("q") ?? ""), wall: wall([...this.rows.values()], agents) };
    return lists[id] ? json(response, 200, lists[id]) : refuse(response, 404, "There is no such thing.");
  }

  page(query) {
    const found = [...this.rows.values()].filter(IN_VIEW[query.get("view")] ?? IN_VIEW.all);
    const limit = Number(query.get("limit") ?? 50);
    const from = Number(query.get("cursor") ?? 0);
    const counts = Object.fromEntries(Object.entries(IN_VIEW).map(([name, fits]) => [name, [...this.rows.values()].filter(fits).length]));
    const next = found.length > from + limit ? String(from + limit) : null;
    return { seq: this.events.length, handoffs: found.slice(from, from + limit), next, counts };
  }

  conversation(response, method, id, what, body) {
    const talk = this.talks.get(id);
    if (!talk) return refuse(response, 404, "There is no such conversation.");
    const handoff = this.rows.get(talk.handoffId) ?? null;
    if (what === "draft") {
      this.drafts.set(id, { text: body.text, updated_at: now() });
      this.emit("draft", { ...this.drafts.get(id) }, id);
      return json(response, 204);
    }
    if (what === "notes") {
      const note = { note_id: body.note_id, conversation_id: id, agent: ME.name, text: body.text, mentions: body.mentions, at: now() };
      talk.notes.push(note);
      this.emit("note", note, id);
      return json(response, 201, note);
    }
    if (what === "suggestion") {
      const citations = [{ document_id: "refunds", title: "Refunds", heading: "Fees", url: null }];
      return json(response, 200, { suggestion_id: randomUUID(), text: "I’m sorry about that. The 12 EUR are the return shipping fee; since the item was faulty, I’ll refund them today.", citations });
    }
    if (what === "take-over") return this.change(talk.handoffId, "claim", {}) ? json(response, 200, { handoff_id: talk.handoffId, assigned_agent: ME.name }) : refuse(response, 409, "Somebody has it.");
    if (what === "customer") return json(response, 200, customer(handoff, this.others(handoff)));
    if (what === "timeline") return json(response, 200, timeline());
    if (what === "block") return json(response, 204);
    const { owner, agent, seq } = talk;
    const conversation = { conversation_id: id, channel: handoff?.channel ?? "web", status: "open", owner, agent, customer_ref: handoff?.customer_ref ?? null, opened_at: talk.messages[0].at, last_seq: seq };
    const looking = handoff?.assigned_agent === "Kim" ? [{ agent: "Kim", typing: true }] : [];
    return json(response, 200, { seq: this.events.length, conversation, handoff, messages: talk.messages.slice(-100), notes: talk.notes, context: CONTEXT, looking, draft: this.drafts.get(id) ?? null });
  }

  act(response, id, what, body) {
    const row = this.rows.get(id);
    if (!row) return refuse(response, 404, "There is no such handoff.");
    if (what === "claim" && row.status === "claimed" && row.assigned_agent !== ME.name) return refuse(response, 409, `This handoff is owned by ${row.assigned_agent}.`, { holder: row.assigned_agent });
    if (what === "messages") return this.post(response, row, body);
    if (what === "merge") return this.merge(response, row, body.conversation);
    if (what === "separate") return (this.put({ ...row, merged_into: null }), json(response, 204));
    const newer = this.newer(row, body);
    if (newer.length) return refuse(response, 409, "Somebody has written since.", { type: NEWER, newer });
    this.change(id, what, body);
    return what === "claim" ? json(response, 200, { handoff_id: id, assigned_agent: ME.name }) : json(response, 204);
  }

  post(response, row, body) {
    if (this.done.has(body.message_id)) return json(response, 202, { message_id: body.message_id });
    const newer = this.newer(row, body);
    if (newer.length) return refuse(response, 409, "Somebody has written since.", { type: NEWER, newer });
    this.done.add(body.message_id);
    this.say(row.conversation_id, { message_id: body.message_id, role: "human_agent", sent_by: ME.name, text: body.text });
    return json(response, 202, { message_id: body.message_id });
  }

  /** What is newer than the agent has seen, unless they want it anyway. */
  newer(row, { seen = Infinity, anyway = false }) {
    const { messages } = this.talks.get(row.conversation_id);
    return messages.filter(({ seq, role, sent_by: by }) => !anyway && seq > seen && by !== ME.name && role !== "bot");
  }

  others(handoff) {
    return [...this.rows.values()].filter((one) => isOpen(one) && one !== handoff && one.customer_ref && one.customer_ref === handoff?.customer_ref);
  }

  merge(response, into, conversation) {
    const other = this.rows.get(this.talks.get(conversation)?.handoffId);
    if (!other || other.customer_ref !== into.customer_ref) return refuse(response, 409, "The two conversations are of different customers.");
    if (other.status === "waiting") this.change(other.handoff_id, "claim", {});
    this.put({ ...this.rows.get(other.handoff_id), merged_into: into.handoff_id });
    return json(response, 200, { conversation_id: conversation, handoff_id: other.handoff_id, into: into.handoff_id });
  }

  say(conversation, message) {
    const talk = this.talks.get(conversation);
    const row = this.rows.get(talk.handoffId);
    talk.messages.push({ ...message, seq: (talk.seq += 1), at: now() });
    this.emit("conversation", { seq: talk.seq, kind: "message", data: message, at: now() }, conversation);
    const isCustomer = message.role === "customer";
    this.put({ ...row, preview: message.text, last_message_by: message.role, last_message_at: now(), awaiting_since: isCustomer ? (row.awaiting_since ?? now()) : null, due_at: isCustomer ? row.due_at : null, breached_at: null });
  }

  change(id, action, body) {
    const row = this.rows.get(id);
    if (!row || !isOpen(row)) return false;
    const over = { status: "returned", ended_at: now(), disposition: body.disposition ?? "" };
    const changes = {
      claim: { status: "claimed", assigned_agent: ME.name, claimed_at: now(), offered_to: null, passed_to: null },
      decline: { offered_to: null, offer_expires_at: null },
      hold: { on_hold_since: body.on ? now() : null },
      snooze: { snoozed_until: body.until ?? null },
      resolve: over,
      return: over,
      transfer: body.warm ? { passed_to: body.to_agent, note: body.note ?? "" } : body.to_agent ? { assigned_agent: body.to_agent } : body.to_queue ? { queue: body.to_queue, status: "waiting", assigned_agent: null } : over,
    };
    this.put({ ...row, ...changes[action] });
    const talk = this.talks.get(row.conversation_id);
    const { status, assigned_agent: agent } = this.rows.get(id);
    Object.assign(talk, { owner: status === "claimed" ? "human_agent" : "bot", agent });
    this.emit("conversation", { seq: (talk.seq += 1), kind: "handoff", data: { status, agent, owner: talk.owner }, at: now() }, row.conversation_id);
    return true;
  }

  put(row) {
    this.rows.set(row.handoff_id, row);
    this.emit("handoff", row, row.conversation_id);
  }

  choose(presence) {
    this.presence.set(ME.name, presence);
    this.emit("presence", { agent: ME.name, chosen: presence, since: now(), idle_since: now() });
  }

  emit(kind, data, conversation = null) {
    const event = { seq: this.events.length + 1, kind, queue: null, agent: null, conversation_id: conversation, data, at: now() };
    this.events.push(event);
    for (const stream of this.streams) write(stream, event);
  }

  pass(kind, data) {
    for (const stream of this.streams) stream.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  follow(request, response) {
    const last = request.headers["last-event-id"];
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(`event: hello\ndata: {"seq": ${this.events.length}}\n\n`);
    const isUnknown = Number(last ?? 0) > this.events.length;
    if (isUnknown) response.write(`event: reset\ndata: {"seq": ${this.events.length}}\n\n`);
    for (const event of this.events.slice(last === undefined ? this.events.length : Number(last))) write(response, event);
    this.streams.add(response);
    const beat = setInterval(() => response.write(": still here\n\n"), 15_000);
    request.on("close", () => (this.streams.delete(response), clearInterval(beat)));
  }
}

function write(stream, event) {
  stream.write(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
}

function json(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" }).end(body === undefined ? undefined : JSON.stringify(body));
}

function refuse(response, status, detail, more = {}) {
  json(response, status, { type: "about:blank", title: "Refused", status, detail, ...more });
}
