/** The keys that an agent presses for a command to have. */
import { isReserved } from "./default_keys.ts";
import { chordsOf } from "./chords.ts";
import type { Press } from "./chords.ts";

export type Recorded = "going" | "cancelled" | "removed" | "reserved" | "done";

const MOST_CHORDS = 3;

export class KeyRecorder {
  #chords: string[] = [];

  constructor(private readonly isMac: boolean) {}

  get keys(): string {
    return this.#chords.join(" ");
  }

  /** Escape gives up, Backspace takes the keys away, Enter ends what has begun. */
  press(press: Press): Recorded {
    const chord = chordsOf(press, this.isMac, false)[0];
    if (!chord) return "going";
    if (chord === "Escape") return "cancelled";
    if (chord === "Backspace" && !this.#chords.length) return "removed";
    if (chord === "Enter" && this.#chords.length) return "done";
    if (isReserved(chord)) return "reserved";
    this.#chords.push(chord);
    return this.#chords.length === MOST_CHORDS || chord.startsWith("Mod+") ? "done" : "going";
  }
}
