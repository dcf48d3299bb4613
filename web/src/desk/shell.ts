/** What the palette, the keyboard, notifications, panels and pickers share. */
import type { Desk } from "./desk.ts";
import { KeyBindings } from "./keyboard/key_bindings.ts";
import type { NotificationCenter } from "./notifications/notification_center.ts";
import { CannedReplies } from "./replies/canned_replies.ts";
import { shellWordsIn } from "./shell_languages/index.ts";
import type { ShellWords } from "./shell_languages/index.ts";

export interface Shell {
  desk: Desk;
  words: ShellWords;
  bindings: KeyBindings;
  replies: CannedReplies;
  notifications: NotificationCenter;
}

export type ShellPart = Omit<Shell, "notifications">;

export function shellPart(desk: Desk): ShellPart {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  return {
    desk,
    words: shellWordsIn(desk.language),
    bindings: new KeyBindings(desk, isMac),
    replies: new CannedReplies(desk),
  };
}
