/** Who came and left, and the end of a chat: lines between the messages. */
import type { Happening } from "./protocol.ts";
import { readHandoff } from "./protocol.ts";

export interface Line {
  kind: "joined" | "left" | "ended";
  /** The human agent's name; null where nobody told it. */
  name: string | null;
}

export interface Told extends Happening {
  line: Line;
}

export class Happenings {
  readonly #known = new Map<number, Happening>();

  add(happening: Happening): void {
    if (happening.kind === "handoff" || happening.kind === "status") this.#known.set(happening.seq, happening);
  }

  clear(): void {
    this.#known.clear();
  }

  /** In order. Who has left follows from who came: the event of leaving names nobody. */
  get told(): Told[] {
    const told: Told[] = [];
    let agent: string | null = null;
    let isWithAgent = false;
    for (const happening of [...this.#known.values()].sort((one, other) => one.seq - other.seq)) {
      const { status, agent: named } = readHandoff(happening.data);
      const tell = (kind: Line["kind"], name: string | null) => told.push({ ...happening, line: { kind, name } });
      if (happening.kind === "status") {
        if (status === "closed") tell("ended", null);
        isWithAgent = false;
      } else if (status === "claimed") {
        if (!isWithAgent || named !== agent) tell("joined", named);
        [agent, isWithAgent] = [named, true];
      } else if (status === "returned") {
        tell("left", isWithAgent ? agent : null);
        isWithAgent = false;
      }
    }
    return told;
  }
}
