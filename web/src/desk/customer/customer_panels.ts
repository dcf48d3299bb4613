/** The tabs of the third column: the customer, and what the bot did. */
import type { DeskEvent, Passing } from "../model.ts";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { LoadedByConversation, readCustomer, readTimeline } from "./customer_info.ts";
import type { CustomerInfo, ShownTimeline } from "./customer_info.ts";
import { customerView } from "./customer_view.ts";
import { EarlierConversations } from "./earlier_conversations.ts";
import { timelineView } from "./timeline_view.ts";

/** What an event tells of has to be written down before it can be read. */
const SETTLE_MS = 500;

export class CustomerPanels {
  readonly #customers: LoadedByConversation<CustomerInfo>;
  readonly #timelines: LoadedByConversation<ShownTimeline>;
  readonly #earlier: EarlierConversations;

  constructor(private readonly shell: PartShell) {
    const { desk, words } = shell;
    this.#customers = new LoadedByConversation(desk, "customer", readCustomer);
    this.#timelines = new LoadedByConversation(desk, "timeline", readTimeline);
    this.#earlier = new EarlierConversations(desk, words);
    desk.store.subscribe(({ open }, before) => open !== before.open && this.#earlier.close());
    desk.listen((event) => this.#hear(event));
  }

  customer(): Drawn {
    if (this.#earlier.store.state.open !== null) return this.#earlier.draw();
    return customerView(this.shell, this.#customers, this.#earlier);
  }

  timeline(): Drawn {
    return timelineView(this.shell, this.#timelines);
  }

  /** While somebody looks at the timeline it goes on. */
  #hear(event: DeskEvent | Passing): void {
    const { state } = this.shell.desk;
    const { open } = state;
    const isLookedAt = () => this.shell.desk.state.open === open && this.shell.desk.state.side === "timeline";
    if (event.kind !== "conversation" || event.conversation_id !== open || !open || !isLookedAt()) return;
    setTimeout(() => isLookedAt() && void this.#timelines.load(open), SETTLE_MS);
  }
}
