/** What many desks never need, or not at first: a script of its own, fetched by `on_demand.ts`. */
import { sheet } from "../shared/dom.ts";
import { resolveDialog } from "./dialogs/resolve_dialog.ts";
import { snoozeDialog } from "./dialogs/snooze_dialog.ts";
import { transferDialog } from "./dialogs/transfer_dialog.ts";
import pageSheet from "./styles/work_pages.css";

export { approvalsView } from "./approvals/approvals_view.ts";
export { HelpView } from "./keyboard/help_view.ts";
export { PaletteView } from "./palette/palette_view.ts";
export { searchView } from "./search/search_view.ts";
export { wallView } from "./wall/wall_view.ts";

export const dialogs = { snooze: snoozeDialog, transfer: transferDialog, resolve: resolveDialog };

document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(pageSheet)];
