/** What is written, made fit to be sent: the gateway takes plain text of a certain length. */

export const MAX_TEXT = 4_000;

// Form feeds, vertical tabs and other old line ends come with text out of documents.
const LINE_ENDS = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]|\p{Cs}/gu;
const SEEN = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Without what cannot be sent; nothing that can be read is lost. */
export function cleaned(text: string): string {
  return text.replace(LINE_ENDS, "\n").replace(CONTROLS, "").trim();
}

/** Whether there is anything to read in it. */
export function isVisible(text: string): boolean {
  return SEEN.test(text);
}

/** In characters as the gateway counts them: an emoji of one code point is one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
