/** What the gateway says by itself while it cannot read or store anything: gone with the next event. */
import { record } from "../shared/json.ts";

export interface Notice {
  /** A sentence of the tenant's; "" where there is nothing to read out. */
  text: string;
  /** Whether an answer is still a matter of moments. */
  isBrief: boolean;
}

export interface Outage {
  notice: Notice | null;
  /** The connection stands, but nothing can be read through it. */
  isInterrupted: boolean;
}

export const NO_OUTAGE: Outage = { notice: null, isInterrupted: false };

/** Whether nobody can answer at the moment, however well the connection is. */
export function isCutOff({ notice, isInterrupted }: Outage): boolean {
  return isInterrupted || notice?.isBrief === false;
}

export function outageAfter(outage: Outage, data: unknown): Outage {
  const { status, text } = record(data);
  if (status === "interrupted") return { ...outage, isInterrupted: true };
  if (status === "resumed") return { ...outage, isInterrupted: false };
  if (typeof text !== "string" || text === "") return outage;
  return { ...outage, notice: { text, isBrief: status === "holding" } };
}
