/** What is open stands in the address: a reload, a link and the back button lead there. */
import type { Desk } from "./desk.ts";
import type { DeskState } from "./state.ts";

/** "#inbox", "#inbox/web-1", "#inbox/web-1/side". */
export function routeOf({ pane, open, column }: Pick<DeskState, "pane" | "open" | "column">): string {
  if (pane !== "inbox" || open === null || column === "list") return `#${encodeURIComponent(pane)}`;
  return `#inbox/${encodeURIComponent(open)}${column === "side" ? "/side" : ""}`;
}

export function readRoute(hash: string): Pick<DeskState, "pane" | "open" | "column"> {
  const [pane = "", open, side] = hash.replace(/^#/, "").split("/").map(decoded);
  if (!open) return { pane: pane || "inbox", open: null, column: "list" };
  return { pane, open, column: side === "side" ? "side" : "talk" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export function followRoute(desk: Desk): void {
  const follow = () => {
    const { pane, open, column } = readRoute(location.hash);
    const known = desk.registry.findPane(pane) ? pane : "inbox";
    // Back to the list leaves open what a wide screen still shows beside it.
    desk.store.set(open === null ? { pane: known, column } : { pane: known, open, column });
  };
  desk.store.subscribe((state, before) => {
    const route = routeOf(state);
    if (route === routeOf(before) || route === location.hash) return;
    history.pushState(null, "", route);
  });
  addEventListener("popstate", follow);
  desk.whenBegun(follow);
}
