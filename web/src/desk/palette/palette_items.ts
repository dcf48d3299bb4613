/** What the palette offers: commands, views, canned replies, conversations. */
import type { Desk } from "../desk.ts";
import { commandTitle, namedCommands } from "../command_titles.ts";
import { customerOf } from "../people.ts";
import type { PartWords } from "../part_languages/index.ts";
import type { CannedReply } from "../replies/canned_replies.ts";
import { withCursor } from "../replies/begun_word.ts";
import { rank } from "./fuzzy.ts";
import type { Ranked } from "./fuzzy.ts";

export type ItemKind = "command" | "view" | "reply" | "conversation";

export interface PaletteItem {
  kind: ItemKind;
  id: string;
  title: string;
  detail: string;
  /** The command whose keys are shown. */
  command?: string;
  run(): void;
}

const MOST = 40;

export function paletteItems(desk: Desk, replies: readonly CannedReply[], words: PartWords): PaletteItem[] {
  return [...commands(desk, words), ...views(desk, words.ownView), ...conversations(desk), ...cannedReplies(desk, replies)];
}

export function findItems(query: string, items: readonly PaletteItem[]): Ranked<PaletteItem>[] {
  return rank(query, items, ({ title }) => title, MOST);
}

function commands(desk: Desk, words: PartWords): PaletteItem[] {
  const there = namedCommands(desk).filter(({ when }) => when?.(desk) ?? true);
  return there.map((command) => ({
    kind: "command" as const,
    id: command.id,
    title: commandTitle(desk, words, command),
    detail: command.group ?? "",
    command: command.id,
    run: () => void desk.run(command.id),
  }));
}

function views(desk: Desk, ownView: (name: string) => string): PaletteItem[] {
  return desk.state.views.map((view) => ({
    kind: "view" as const,
    id: `view:${view.shared ? "team" : "own"}:${view.name}`,
    title: ownView(view.name),
    detail: "",
    run: () => void desk.run("view.saved", view.name),
  }));
}

function conversations(desk: Desk): PaletteItem[] {
  const rows = [...desk.state.rows.values()].map(({ handoff }) => handoff);
  const open = rows.filter(({ ended_at }) => ended_at === null);
  const mine = (agent: string | null) => Number(agent === desk.state.me?.name);
  open.sort((one, other) => mine(other.assigned_agent) - mine(one.assigned_agent));
  return open.slice(0, 500).map((handoff) => ({
    kind: "conversation" as const,
    id: handoff.conversation_id,
    title: customerOf(handoff, desk.words),
    detail: handoff.preview,
    run: () => desk.open(handoff.conversation_id),
  }));
}

function cannedReplies(desk: Desk, replies: readonly CannedReply[]): PaletteItem[] {
  if (!desk.talk || !desk.registry.findCommand("composer.insert")) return [];
  return replies.map((reply) => ({
    kind: "reply" as const,
    id: `${reply.name}:${reply.locale}`,
    title: reply.title,
    detail: (reply.filled ?? reply.text).slice(0, 80),
    run: () => void desk.run("composer.insert", withCursor(reply.filled ?? reply.text).text),
  }));
}
