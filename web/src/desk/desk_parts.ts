/** What many desks never need, or not at first: a script of its own, fetched by `on_demand.ts`. */
export { approvalsView } from "./approvals/approvals_view.ts";
export { HelpView } from "./keyboard/help_view.ts";
export { PaletteView } from "./palette/palette_view.ts";
export { searchView } from "./search/search_view.ts";
export { wallView } from "./wall/wall_view.ts";
