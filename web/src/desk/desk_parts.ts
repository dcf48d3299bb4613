/** What many desks never need, or not at first: a script of its own, fetched by `on_demand.ts`. */
import { sheet } from "../shared/dom.ts";
import pageSheet from "./styles/work_pages.css";

export { approvalsView } from "./approvals/approvals_view.ts";
export { customerView } from "./customer/customer_view.ts";
export { timelineView } from "./customer/timeline_view.ts";
export { HelpView } from "./keyboard/help_view.ts";
export { PaletteView } from "./palette/palette_view.ts";
export { searchView } from "./search/search_view.ts";
export { wallView } from "./wall/wall_view.ts";

document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(pageSheet)];
