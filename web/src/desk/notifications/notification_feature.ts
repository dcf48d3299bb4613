/** Notifications of one tab, in step with the browser's others. */
import type { Desk } from "../desk.ts";
import type { ShellWords } from "../shell_languages/index.ts";
import { browserSurroundings } from "./browser_surroundings.ts";
import { FocusedTabs } from "./focused_tabs.ts";
import { NotificationCenter } from "./notification_center.ts";

export function beginNotifications(desk: Desk, words: ShellWords): NotificationCenter {
  const browser = browserSurroundings();
  const tabs = new FocusedTabs(new BroadcastChannel(`duralogue.desk.focus.${desk.tenant}`), () => center.soon());
  const center = new NotificationCenter(desk, words, { ...browser, isFocused: () => browser.isFocused() || tabs.isAny });
  const tell = () => {
    tabs.tell(browser.isFocused());
    center.soon();
  };
  for (const kind of ["focus", "blur", "pagehide"]) addEventListener(kind, tell);
  document.addEventListener("visibilitychange", tell);
  addEventListener("storage", () => center.reread());
  tell();
  return center;
}
