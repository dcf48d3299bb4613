/** Palette, keyboard, help, notifications and what else stands around the conversations. */
import { html } from "lit/html.js";
import { sheet } from "../shared/dom.ts";
import { installPanels } from "./customer/customer_feature.ts";
import type { Desk } from "./desk.ts";
import type { Feature } from "./features.ts";
import type { HelpView } from "./keyboard/help_view.ts";
import { installNotifications } from "./notifications/notification_feature.ts";
import { OnDemand } from "./on_demand.ts";
import type { PaletteView } from "./palette/palette_view.ts";
import { ReplyPicker } from "./replies/reply_picker.ts";
import { shellPart } from "./shell.ts";
import type { Shell, ShellPart } from "./shell.ts";
import panelSheet from "./styles/panels.css";
import pickerSheet from "./styles/pickers.css";
import shellSheet from "./styles/shell.css";
import { installWorkPages } from "./work_pages.ts";
import type { Parts } from "./work_pages.ts";

type PartsModule = typeof import("./desk_parts.ts");

export const SHELL: readonly Feature[] = [installShell];

function installShell(desk: Desk): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...[shellSheet, pickerSheet, panelSheet].map(sheet)];
  const part = shellPart(desk);
  const shell: Shell = { ...part, notifications: installNotifications(part) };
  part.bindings.keyboard.listen(window);
  installReplies(part);
  const parts: Parts = new OnDemand(desk, () => import("./desk_parts.ts"), part.words);
  installPanels(part, parts);
  installPalette(shell, parts);
  installWorkPages(shell, parts);
  const stop = desk.store.subscribe(({ phase }) => {
    if (phase !== "ready") return;
    stop();
    parts.fetchQuietly();
  });
}

function installReplies(part: ShellPart): void {
  const picker = new ReplyPicker(part);
  picker.listen(document);
  part.desk.registry.slot({ slot: "composer", order: 0, render: () => picker.draw() });
}

/** The palette and the help with the agent's own keys. */
function installPalette(shell: Shell, parts: Parts): void {
  const { desk, words } = shell;
  let made: { palette: PaletteView; help: HelpView } | null = null;
  const views = (part: PartsModule) => (made ??= { palette: new part.PaletteView(shell), help: new part.HelpView(shell) });
  const draw = (name: "palette" | "help") => () => parts.draw((part) => views(part)[name].draw());
  desk.registry.dialog({ id: "palette", title: () => words.palette, render: draw("palette") });
  desk.registry.dialog({ id: "help", title: () => words.help, render: draw("help") });
  const open = () => {
    desk.openDialog("palette");
    void desk.attempt(async () => views(await parts.load()).palette.opened());
  };
  desk.registry.command(
    { id: "palette.open", title: words.openPalette, run: open },
    { id: "help.open", title: words.help, run: () => desk.openDialog("help") },
  );
  desk.registry.slot({
    slot: "bar",
    order: 90,
    render: () => html`<button type="button" class="plain" aria-label=${words.openPalette} title=${words.openPalette} @click=${open}>⌘</button>
      <button type="button" class="plain" aria-label=${words.help} title=${words.help} @click=${() => desk.openDialog("help")}>?</button>`,
  });
}
