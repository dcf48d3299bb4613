/** Words of an answer on their way, and whether the answer is what they said. */
import type { Draft } from "./state.ts";
import { text } from "./reply_parts.ts";

const NO_LETTERS = /[^\p{L}\p{N}]/gu;

/** The words since they last began anew; null where they were withdrawn, "" where there are none. */
export function textOf(draft: Draft): string | null {
  const from = draft.map((words) => words["start"] === 0).lastIndexOf(true);
  if (from < 0) return ""; // their beginning was missed
  const words = draft.slice(from);
  if (words.at(-1)?.["status"] === "withdrawn") return null;
  return words.map((more) => text(more["text"])).join("");
}

/** Whether an answer goes on from what was shown of it, whatever became of marks and spaces. */
export function goesOn(answer: string, shown: string): boolean {
  return answer.replace(NO_LETTERS, "").startsWith(shown.replace(NO_LETTERS, ""));
}
