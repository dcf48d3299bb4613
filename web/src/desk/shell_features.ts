/** Palette, keyboard, help, notifications and what else stands around the conversations. */
import { html, nothing } from "lit/html.js";
import { icon, sheet } from "../shared/dom.ts";
import type { Desk } from "./desk.ts";
import type { Parts } from "./desk_parts.ts";
import type { Feature } from "./features.ts";
import { KeyBindings } from "./keyboard/key_bindings.ts";
import { beginNotifications } from "./notifications/notification_feature.ts";
import { OnDemand } from "./on_demand.ts";
import type { Shell } from "./shell.ts";
import { shellWordsIn } from "./shell_languages/index.ts";
import shellSheet from "./styles/shell.css";
import { settleDialog } from "./views/dialog.ts";
import { installPanels, installWorkPages } from "./work_pages.ts";

export const SHELL: readonly Feature[] = [installShell];

const BELL = ["M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z", "M10 20.5a2 2 0 0 0 4 0"];

function installShell(desk: Desk): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet(shellSheet)];
  const words = shellWordsIn(desk.language);
  const bindings = new KeyBindings(desk, /Mac|iPhone|iPad/.test(navigator.platform));
  const shell: Shell = { desk, words, bindings, notifications: beginNotifications(desk, words) };
  const parts = new OnDemand(desk, async () => (await import("./desk_parts.ts")).makeParts(shell), words);
  window.addEventListener("keydown", () => (settleDialog(desk), desk.drawNow()), { capture: true });
  bindings.keyboard.listen(window);
  installPanels(shell, parts);
  installDialogs(shell, parts);
  installWorkPages(shell, parts);
  desk.registry.slot({ slot: "composer", order: 0, render: () => parts.now?.replies.draw() ?? nothing });
  desk.whenBegun(() => parts.fetchQuietly());
}

function installDialogs({ desk, words }: Shell, parts: OnDemand<Parts>): void {
  const { registry } = desk;
  registry.dialog({ id: "palette", title: () => words.palette, render: () => parts.draw(({ palette }) => palette.draw()) });
  registry.dialog({ id: "help", title: () => words.help, render: () => parts.draw(({ help }) => help.draw()) });
  registry.dialog({ id: "notifications", title: () => words.notifications, render: () => parts.draw((part) => part.notificationSettings()) });
  const palette = async () => {
    desk.openDialog("palette");
    (await parts.load()).palette.opened();
  };
  registry.command(
    { id: "palette.open", title: words.openPalette, run: palette },
    { id: "help.open", title: words.help, run: () => desk.openDialog("help") },
    { id: "notifications.open", title: words.notifications, run: () => desk.openDialog("notifications") },
  );
  const bell = icon(...BELL);
  const button = (command: string, title: string, sign: string | Node) =>
    html`<button type="button" class="plain sign-button" data-command=${command} aria-label=${title} title=${title} @click=${() => void desk.run(command)}>${sign}</button>`;
  registry.slot({
    slot: "bar",
    order: 80,
    render: () => html`${button("notifications.open", words.notifications, bell)} ${button("palette.open", words.openPalette, "\u2318")} ${button("help.open", words.help, "?")}`,
  });
}
