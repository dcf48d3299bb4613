/** The dialogs about conversations: a script of its own, fetched when one is first opened. */
export { blockDialog } from "./block_dialog.ts";
export { mergeDialog } from "./merge_dialog.ts";
export { outcomeDialog } from "./outcome_dialog.ts";
export { snoozeDialog } from "./snooze_dialog.ts";
export { transferDialog } from "./transfer_dialog.ts";
