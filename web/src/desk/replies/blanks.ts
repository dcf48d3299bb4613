/** `{customer}` and the like that a canned reply left open: nothing that a customer should read. */

const BLANK = /\{[\p{L}_][\p{L}\p{N}_.]{0,39}\}/u;

export interface Blank {
  name: string;
  from: number;
  to: number;
}

export function firstBlank(text: string): Blank | null {
  const found = BLANK.exec(text);
  return found && { name: found[0], from: found.index, to: found.index + found[0].length };
}
