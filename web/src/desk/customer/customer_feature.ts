/** The tabs of the third column: the customer, and what the bot did. */
import { html } from "lit/html.js";
import type { Desk } from "../desk.ts";
import type { DeskEvent, Passing } from "../model.ts";
import type { ShellPart } from "../shell.ts";
import type { Parts } from "../work_pages.ts";
import { LoadedByConversation, readCustomer, readTimeline } from "./customer_info.ts";
import { EarlierConversations } from "./earlier_conversations.ts";

export function installPanels(part: ShellPart, parts: Parts): void {
  const { desk, words } = part;
  const customers = new LoadedByConversation(desk, "customer", readCustomer);
  const timelines = new LoadedByConversation(desk, "timeline", readTimeline);
  const earlier = new EarlierConversations(desk, words);
  desk.registry.pane({
    ...{ id: "customer", place: "side" as const, order: 10, title: words.customer },
    render: () =>
      earlier.store.state.open === null ? parts.draw((view) => view.customerView(part, customers, earlier)) : html`${earlier.draw()}`,
  });
  desk.registry.pane({
    ...{ id: "timeline", place: "side" as const, order: 20, title: words.timeline },
    render: () => parts.draw((view) => view.timelineView(part, timelines)),
  });
  const show = (side: string) => ({
    when: (of: Desk) => of.talk !== null,
    run: (of: Desk) => of.store.set({ pane: "inbox", side, column: "side" as const }),
  });
  desk.registry.command(
    { id: "side.customer", title: words.goCustomer, ...show("customer") },
    { id: "side.timeline", title: words.goTimeline, ...show("timeline") },
  );
  desk.store.subscribe(({ open }, before) => open !== before.open && earlier.close());
  desk.listen((event) => refresh(desk, event, timelines));
}

/** While somebody looks at the timeline it goes on. */
function refresh(desk: Desk, event: DeskEvent | Passing, timelines: { load(conversationId: string): Promise<void> }): void {
  const { open, side } = desk.state;
  if (event.kind !== "conversation" || side !== "timeline" || event.conversation_id !== open || !open) return;
  setTimeout(() => desk.state.open === open && desk.state.side === "timeline" && void timelines.load(open), 500);
}
