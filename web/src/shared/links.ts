/** Addresses in plain text and in citations, made clickable where that is safe. */
import { h } from "./dom.ts";

// An address ends where something invisible begins: zero-width and bidirectional characters can
// make it read as another.
const ADDRESS = /https?:\/\/[^\s<>"'\p{Cc}\p{Cf}]+/gu;
const TRAILING = ".,;:!?)]}";
const INVISIBLE = /[\p{Cc}\p{Cf}]/u;

/** The address if it is one of the web, else null: no `javascript:`, no `data:`. */
export function webAddress(url: string | null, base: string): string | null {
  if (!url || INVISIBLE.test(url)) return null;
  try {
    const address = new URL(url, base);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** The address at a heading of its page: where its anchor is called so, or its words stand. */
export function atHeading(address: string, heading: string): string {
  if (!heading || address.includes("#")) return address;
  const text = encodeURIComponent(heading).replaceAll("-", "%2D");
  return `${address}#${anchorOf(heading)}:~:text=${text}`;
}

/** As the gateway names the headings of its own pages. */
export function anchorOf(heading: string): string {
  return (heading.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join("-");
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
    const address = withoutTrailing(match[0]);
    if (address.endsWith("//")) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), url: null });
    pieces.push({ text: address, url: address });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), url: null });
  return pieces;
}

/** From the end, because a pattern that ends in `$` would be tried from every character. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while (TRAILING.includes(address.charAt(end - 1)) && end > 0) end -= 1;
  return address.slice(0, end);
}

export function link(url: string, ...children: (Node | string)[]): HTMLAnchorElement {
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

export function withLinks(text: string): (Node | string)[] {
  return findLinks(text).map((piece) => (piece.url ? spelled(piece.url) : piece.text));
}

/** An address reads from left to right, whatever characters before it say of direction. */
function spelled(url: string): HTMLAnchorElement {
  const anchor = link(url, url);
  anchor.dir = "ltr";
  return anchor;
}
