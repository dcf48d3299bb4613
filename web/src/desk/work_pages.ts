/** The areas beside the inbox, the panels and the dialogs: there at once, drawn by what is fetched. */
import type { Desk } from "./desk.ts";
import type { Parts } from "./desk_parts.ts";
import type { OnDemand } from "./on_demand.ts";
import type { Shell } from "./shell.ts";

export function installWorkPages({ desk, words, bindings }: Shell, parts: OnDemand<Parts>): void {
  const isOverseer = (of: Desk) => of.may("supervise");
  const go = (pane: string) => (of: Desk) => of.store.set({ pane, column: "list" });
  const search = async (of: Desk) => {
    go("search")(of);
    // What is typed at once is meant for the field, which is not there yet: it must do nothing.
    bindings.keyboard.isListening = false;
    try {
      (await parts.load()).search.focus();
    } finally {
      bindings.keyboard.isListening = true;
    }
  };
  const work = "work" as const;
  desk.registry.pane({ id: "search", place: work, order: 20, title: words.search, render: () => parts.draw(({ search }) => search.draw()) });
  desk.registry.pane({
    ...{ id: "approvals", place: work, order: 30, title: words.approvals },
    badge: () => parts.now?.approvals.waiting ?? 0,
    render: () => parts.draw(({ approvals }) => approvals.draw()),
  });
  desk.registry.pane({
    ...{ id: "wall", place: work, order: 40, title: words.wall, when: isOverseer },
    render: () => parts.draw(({ wall }) => wall.draw()),
  });
  desk.registry.command(
    { id: "pane.inbox", title: words.goInbox, run: go("inbox") },
    { id: "search.open", title: words.goSearch, run: search },
    { id: "pane.approvals", title: words.goApprovals, run: go("approvals") },
    { id: "pane.wall", title: words.goWall, when: isOverseer, run: go("wall") },
  );
}

export function installPanels({ desk, words }: Shell, parts: OnDemand<Parts>): void {
  const side = "side" as const;
  desk.registry.pane({ id: "customer", place: side, order: 10, title: words.customer, render: () => parts.draw(({ panels }) => panels.customer()) });
  desk.registry.pane({ id: "timeline", place: side, order: 20, title: words.timeline, render: () => parts.draw(({ panels }) => panels.timeline()) });
  const show = (pane: string) => ({
    when: (of: Desk) => of.talk !== null,
    run: (of: Desk) => of.store.set({ pane: "inbox", side: pane, column: side }),
  });
  desk.registry.command(
    { id: "side.customer", title: words.goCustomer, ...show("customer") },
    { id: "side.timeline", title: words.goTimeline, ...show("timeline") },
  );
}
