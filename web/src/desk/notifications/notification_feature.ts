/** Notifications: their settings, the tabs that agree on them, and when to look. */
import { html } from "lit/html.js";
import { icon } from "../../shared/dom.ts";
import type { ShellPart } from "../shell.ts";
import { browserSurroundings } from "./browser_surroundings.ts";
import { FocusedTabs } from "./focused_tabs.ts";
import { NotificationCenter } from "./notification_center.ts";
import { notificationSettingsView } from "./settings_view.ts";

const BELL = ["M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z", "M10 20.5a2 2 0 0 0 4 0"];

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
  const bell = icon(...BELL);
  desk.registry.dialog({
    id: "notifications",
    title: () => words.notifications,
    render: () => notificationSettingsView(words, center),
  });
  desk.registry.command({ id: "notifications.open", title: words.notifications, run: open });
  desk.registry.slot({
    slot: "bar",
    order: 80,
    render: () => html`<button type="button" class="plain" aria-label=${words.notifications} title=${words.notifications} @click=${open}>
      ${bell}
    </button>`,
  });
  return center;
}
