/** Search, approvals and the wall: areas beside the inbox, each fetched when it is needed. */
import { html, nothing } from "lit/html.js";
import { ApprovalInbox } from "./approvals/approval_inbox.ts";
import type { Approval } from "./approvals/approval_inbox.ts";
import type { Desk } from "./desk.ts";
import type { OnDemand } from "./on_demand.ts";
import type { Drawn } from "./registry.ts";
import { SearchResults } from "./search/search_results.ts";
import type { Shell } from "./shell.ts";
import { talkView } from "./views/talk.ts";
import { WallBoard } from "./wall/wall_board.ts";

export type Parts = OnDemand<typeof import("./desk_parts.ts")>;

export function installWorkPages(shell: Shell, parts: Parts): void {
  shell.desk.registry.command({
    id: "pane.inbox",
    title: shell.words.goInbox,
    run: (desk) => desk.store.set({ pane: "inbox", column: "list" }),
  });
  installSearch(shell, parts);
  installApprovals(shell, parts);
  installWall(shell, parts);
}

function installSearch(shell: Shell, parts: Parts): void {
  const { desk, words } = shell;
  const results = new SearchResults(desk);
  desk.track(results.store);
  const render = (): Drawn => {
    const beside = desk.state.open === null ? nothing : talkView(desk);
    return html`<div class="search-page column-${desk.state.column}">${parts.draw((view) => view.searchView(shell, results))}${beside}</div>`;
  };
  desk.registry.pane({ id: "search", place: "work", order: 20, title: words.search, render });
  desk.registry.command({
    id: "search.open",
    title: words.goSearch,
    run: async () => {
      desk.store.set({ pane: "search", column: "list" });
      await parts.load();
      focusSoon("desk-search");
    },
  });
}

function focusSoon(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const field = document.getElementById(id);
      field?.focus();
      if (field instanceof HTMLInputElement) field.select();
    }),
  );
}

function installApprovals(shell: Shell, parts: Parts): void {
  const { desk, words, notifications } = shell;
  const mayDecide = (approval: Approval) => approval.byRole === desk.state.me?.role || desk.may("decide_approvals");
  const inbox = new ApprovalInbox(desk, (waiting) => notifications.takeApprovals(waiting.filter(mayDecide)));
  desk.track(inbox.store);
  desk.registry.pane({
    ...{ id: "approvals", place: "work" as const, order: 30, title: words.approvals },
    badge: () => inbox.waiting.filter(mayDecide).length,
    render: () => parts.draw((view) => view.approvalsView(shell, inbox)),
  });
  desk.registry.command({
    id: "pane.approvals",
    title: words.goApprovals,
    run: () => desk.store.set({ pane: "approvals", column: "list" }),
  });
  desk.store.subscribe(({ phase, connection }, before) => {
    const isBack = connection === "live" && before.connection === "behind";
    if ((phase === "ready" && before.phase !== "ready") || isBack) void inbox.load();
  });
}

function installWall(shell: Shell, parts: Parts): void {
  const { desk, words } = shell;
  const board = new WallBoard(desk);
  desk.track(board.store);
  const when = (of: Desk) => of.may("supervise");
  desk.registry.pane({
    ...{ id: "wall", place: "work" as const, order: 40, title: words.wall, when },
    render: () => parts.draw((view) => view.wallView(shell, board)),
  });
  desk.registry.command({
    ...{ id: "pane.wall", title: words.goWall, when },
    run: () => desk.store.set({ pane: "wall", column: "list" }),
  });
  desk.store.subscribe(({ pane, connection }, before) => {
    if (pane !== before.pane) board.watch(pane === "wall");
    else if (pane === "wall" && connection === "live" && before.connection !== "live") void board.read();
  });
}
