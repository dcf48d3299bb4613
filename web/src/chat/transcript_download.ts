/** Saves the conversation as a file of the customer's own. */
export type TranscriptFormat = "html" | "text";

export function saveTranscript(content: Blob, format: TranscriptFormat): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = `chat-${new Date().toISOString().slice(0, 10)}.${format === "html" ? "html" : "txt"}`;
  anchor.click();
  // Browsers read it a little later.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}
