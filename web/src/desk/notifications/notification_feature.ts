/** Notifications: their settings, the tabs that agree on them, and when to look. */
import { html } from "lit/html.js";
import type { ShellPart } from "../shell.ts";
import { browserSurroundings } from "./browser_surroundings.ts";
import { FocusedTabs } from "./focused_tabs.ts";
import { NotificationCenter } from "./notification_center.ts";
import { notificationSettingsView } from "./settings_view.ts";

export function installNotifications(part: ShellPart): NotificationCenter {
  const { desk, words } = part;
  const browser = browserSurroundings();
  const tabs = new FocusedTabs(new BroadcastChannel(`duralogue.desk.focus.${desk.tenant}`), () => center.soon());
  const center = new NotificationCenter(desk, words, { ...browser, isFocused: () => browser.isFocused() || tabs.isAny });
  const told = () => {
    tabs.tell(browser.isFocused());
    center.soon();
  };
  for (const kind of ["focus", "blur", "pagehide"]) addEventListener(kind, told);
  document.addEventListener("visibilitychange", told);
  addEventListener("storage", () => center.reread());
  told();
  const open = () => desk.openDialog("notifications");
  desk.registry.dialog({
    id: "notifications",
    title: () => words.notifications,
    render: () => notificationSettingsView(words, center),
  });
  desk.registry.command({ id: "notifications.open", title: words.notifications, run: open });
  desk.registry.slot({
    slot: "account",
    order: 50,
    render: () => html`<button type="button" class="item" @click=${open}>${words.notifications}</button>`,
  });
  return center;
}
