/** What goes beside the messages: files, the transcript, and that the customer is writing. */
import type { ChatApi } from "./api.ts";
import type { Conversation } from "./conversation.ts";
import { agentOf } from "./conversation_status.ts";
import type { Words } from "./i18n.ts";
import { fetchParts, withParts } from "./parts_on_demand.ts";
import type { Branding } from "./protocol.ts";
import { succeeds } from "../shared/retry.ts";
import type { TranscriptFormat } from "./transcript_download.ts";
import type { ComposerView } from "./view/composer.ts";

/** Where the tenant takes files, what is dropped anywhere on the chat comes with the next message. */
export function takeFiles(
  { attachments: rules }: Branding,
  { locale, words }: { locale: string; words: Words },
  conversation: Conversation,
  api: ChatApi,
  { chat, composer }: { chat: HTMLElement; composer: ComposerView },
): void {
  // Only a person sees it. What the composer itself changes does not bubble.
  const wrote = () => agentOf(conversation.standing) !== null && withParts((parts) => parts.tellTyping(conversation, api, composer.draft));
  chat.addEventListener("input", wrote, true);
  if (!rules) return;
  withParts(({ AttachmentTray, upload }) => {
    const tray = new AttachmentTray(rules, words, locale, {
      send: (file, progress, signal) =>
        conversation.call((session) => upload(`${api.addressOf(session)}/files`, session.token, file, progress, signal)),
      changed: () => composer.filesChanged(),
    });
    tray.listen(chat);
    composer.tray = tray;
  });
}

/** Whether it could be had. */
export function savesTranscript(conversation: Conversation, api: ChatApi, format: TranscriptFormat): Promise<boolean> {
  return succeeds(async () => {
    const { saveTranscript } = await fetchParts();
    await conversation.call((session) => saveTranscript(api, session, format));
  });
}
