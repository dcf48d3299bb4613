/** Addresses in plain text and in citations, made clickable where that is safe. */
import { h } from "./dom.ts";

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

/** The address if it is one of the web, else null: no `javascript:`, no `data:`. */
export function webAddress(url: string | null, base: string): string | null {
  if (!url) return null;
  try {
    const address = new URL(url, base);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

export interface Piece {
  text: string;
  url: string | null;
}

/** The text in pieces, with the addresses in it by themselves and without their full stop. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, "");
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), url: null });
    pieces.push({ text: address, url: address });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), url: null });
  return pieces;
}

export function link(url: string, ...children: (Node | string)[]): HTMLAnchorElement {
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

export function withLinks(text: string): (Node | string)[] {
  return findLinks(text).map((piece) => (piece.url ? link(piece.url, piece.text) : piece.text));
}
