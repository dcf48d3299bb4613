/** Which route does what is pending. */

const OF_CONVERSATIONS = new Set(["note", "take-over", "block"]);

const PATHS: Record<string, string> = { message: "messages", note: "notes" };

export function actionPath(kind: string, handoffId: string, conversationId: string): string {
  const last = PATHS[kind] ?? kind;
  if (OF_CONVERSATIONS.has(kind)) return `desk/conversations/${encodeURIComponent(conversationId)}/${last}`;
  return `handoffs/${encodeURIComponent(handoffId)}/${last}`;
}
