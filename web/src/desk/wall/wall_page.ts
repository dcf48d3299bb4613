/** The wall, read only while somebody looks at it. */
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import { WallBoard } from "./wall_board.ts";
import { wallView } from "./wall_view.ts";

export class WallPage {
  readonly #board: WallBoard;

  constructor(private readonly shell: PartShell) {
    const { desk } = shell;
    this.#board = new WallBoard(desk);
    desk.track(this.#board.store);
    this.#board.watch(desk.state.pane === "wall");
    desk.store.subscribe(({ pane, connection }, before) => {
      if (pane !== before.pane) this.#board.watch(pane === "wall");
      else if (pane === "wall" && connection === "live" && before.connection !== "live") void this.#board.read();
    });
  }

  draw(): Drawn {
    return wallView(this.shell, this.#board);
  }
}
