/** What the palette, the keyboard, notifications, panels and pickers share. */
import type { Desk } from "./desk.ts";
import type { KeyBindings } from "./keyboard/key_bindings.ts";
import type { NotificationCenter } from "./notifications/notification_center.ts";
import type { PartWords } from "./part_languages/index.ts";
import type { CannedReplies } from "./replies/canned_replies.ts";
import type { ShellWords } from "./shell_languages/index.ts";

/** What is there from the start. */
export interface Shell {
  desk: Desk;
  words: ShellWords;
  bindings: KeyBindings;
  notifications: NotificationCenter;
}

/** And what comes with the parts that are fetched. */
export interface PartShell extends Shell {
  words: ShellWords & PartWords;
  replies: CannedReplies;
}
