/** The keys that the desk's commands have until an agent chooses others. */

export const DEFAULT_KEYS: Readonly<Record<string, readonly string[]>> = {
  "palette.open": ["Mod+k"],
  "help.open": ["?"],
  "search.open": ["/", "g f"],
  "queue.next": ["j"],
  "queue.previous": ["k"],
  "queue.mark": ["x"],
  "queue.accept": ["a"],
  "queue.decline": ["d"],
  "composer.focus": ["r"],
  "composer.note": ["n"],
  "composer.suggest": ["i"],
  "conversation.claim": ["c"],
  "conversation.resolve": ["e"],
  "conversation.snooze": ["s"],
  "conversation.transfer": ["t"],
  "conversation.hold": ["h"],
  "conversation.return": ["b"],
  "conversation.take-over": ["o"],
  "pending.undo": ["z"],
  "pane.inbox": ["g q"],
  "pane.approvals": ["g p"],
  "pane.wall": ["g l"],
  "side.customer": ["g u"],
  "side.timeline": ["g h"],
  "view.waiting": ["g w"],
  "view.mine": ["g m"],
  "view.team": ["g t"],
  "view.snoozed": ["g s"],
  "view.breached": ["g b"],
  "view.closed": ["g c"],
  "view.all": ["g a"],
};

/** What may go on while its key is held. */
export const REPEATING: ReadonlySet<string> = new Set(["queue.next", "queue.previous"]);

/** What every text field needs for itself. */
const EDITING = new Set(["a", "c", "v", "x", "y", "z"].map((letter) => `Mod+${letter}`));

export function isReserved(keys: string): boolean {
  return keys.split(" ").some((chord) => EDITING.has(chord) || chord === "Tab" || chord === "Shift+Tab");
}
