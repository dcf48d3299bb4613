/** Saves the conversation as a file of the customer's own. */
import type { ChatApi } from "./api.ts";
import type { Session } from "./protocol.ts";

export type TranscriptFormat = "html" | "text";

const TIME_LIMIT = 15_000;

export async function saveTranscript(api: ChatApi, session: Session, format: TranscriptFormat): Promise<void> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const query = new URLSearchParams(zone ? { format, zone } : { format });
  const headers: Record<string, string> = { Authorization: `Bearer ${session.token}` };
  if (api.language !== null) headers["Accept-Language"] = api.language;
  const url = `${api.addressOf(session)}/transcript/download?${query}`;
  const response = await api.fetch(url, { headers, signal: AbortSignal.timeout(TIME_LIMIT) });
  save(await response.blob(), format);
}

function save(content: Blob, format: TranscriptFormat): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = `chat-${new Date().toISOString().slice(0, 10)}.${format === "html" ? "html" : "txt"}`;
  anchor.click();
  // Browsers read it a little later.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}
