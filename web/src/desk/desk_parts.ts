/** What many desks never need, or not at first: a script of its own, fetched by `on_demand.ts`. */
import { sheet } from "../shared/dom.ts";
import { ApprovalsPage } from "./approvals/approvals_page.ts";
import { CustomerPanels } from "./customer/customer_panels.ts";
import { HelpView } from "./keyboard/help_view.ts";
import { notificationSettingsView } from "./notifications/settings_view.ts";
import { PaletteView } from "./palette/palette_view.ts";
import { partWordsIn } from "./part_languages/index.ts";
import type { Drawn } from "./registry.ts";
import { CannedReplies } from "./replies/canned_replies.ts";
import { ReplyPicker } from "./replies/reply_picker.ts";
import { SearchPage } from "./search/search_page.ts";
import type { PartShell, Shell } from "./shell.ts";
import help from "./styles/help.css";
import panels from "./styles/panels.css";
import pickers from "./styles/pickers.css";
import pages from "./styles/work_pages.css";
import { WallPage } from "./wall/wall_page.ts";

export interface Parts {
  palette: PaletteView;
  help: HelpView;
  panels: CustomerPanels;
  replies: ReplyPicker;
  search: SearchPage;
  approvals: ApprovalsPage;
  wall: WallPage;
  notificationSettings(): Drawn;
}

export function makeParts(shell: Shell): Parts {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...[help, panels, pickers, pages].map(sheet)];
  const { desk } = shell;
  const words = { ...shell.words, ...partWordsIn(desk.language) };
  const part: PartShell = { ...shell, words, replies: new CannedReplies(desk) };
  const replies = new ReplyPicker(part);
  replies.listen(document);
  return {
    palette: new PaletteView(part),
    help: new HelpView(part),
    panels: new CustomerPanels(part),
    replies,
    search: new SearchPage(part),
    approvals: new ApprovalsPage(part),
    wall: new WallPage(part),
    notificationSettings: () => notificationSettingsView(part),
  };
}
