/** How commands are called where they stand by themselves: in the palette and in the help. */
import { titleOf } from "./registry.ts";
import type { Command } from "./registry.ts";
import type { Desk } from "./desk.ts";
import type { PartWords } from "./part_languages/index.ts";

/** Only buttons run these, with what they are about. */
const INTERNAL = new Set([
  ...["palette.open", "composer.insert", "composer.detach", "composer.attach", "composer.send"],
  ...["queue.filter", "view.saved", "view.more"],
]);

export function namedCommands({ registry }: Desk): Command[] {
  return registry.commands.filter(({ id }) => !INTERNAL.has(id));
}

export function commandTitle(desk: Desk, words: PartWords, command: Command): string {
  const title = words.commands[command.id] ?? titleOf(command.title, desk.state);
  const area = words.prefixes[command.id.split(".")[0] ?? ""];
  return area ? `${area}: ${title}` : title;
}
