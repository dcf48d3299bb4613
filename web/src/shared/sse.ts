/** Server-sent events out of a fetch body (EventSource cannot send an Authorization header). */

export interface ServerEvent {
  /** Null for what passes by unnumbered, a typing sign for example. */
  id: string | null;
  kind: string;
  data: string;
}

/** Takes text in pieces of any size and gives back the events that are complete. */
export class EventStreamParser {
  #rest = "";
  #id: string | null = null;
  #kind = "";
  #data: string[] = [];

  push(piece: string): ServerEvent[] {
    this.#rest += piece;
    const events: ServerEvent[] = [];
    for (;;) {
      const line = this.#nextLine();
      if (line === null) return events;
      const event = this.#read(line);
      if (event) events.push(event);
    }
  }

  #nextLine(): string | null {
    const end = this.#rest.search(/[\r\n]/);
    if (end < 0) return null;
    // A "\r" at the very end may be half of a "\r\n" whose other half is still on its way.
    if (this.#rest[end] === "\r" && end === this.#rest.length - 1) return null;
    const line = this.#rest.slice(0, end);
    const width = this.#rest.startsWith("\r\n", end) ? 2 : 1;
    this.#rest = this.#rest.slice(end + width);
    return line;
  }

  #read(line: string): ServerEvent | null {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#kind = value;
    else if (field === "id" && !value.includes("\0")) this.#id = value;
    return null;
  }

  #dispatch(): ServerEvent | null {
    const event = { id: this.#id, kind: this.#kind || "message", data: this.#data.join("\n") };
    const complete = this.#data.length > 0;
    this.#id = null;
    this.#kind = "";
    this.#data = [];
    return complete ? event : null;
  }
}
