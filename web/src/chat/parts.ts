/** What many chats never need: a script of its own, which `parts_on_demand.ts` fetches. */
import attachments from "./styles/attachments.css";
import carousels from "./styles/carousel.css";
import conversations from "./styles/conversations.css";
import drafts from "./styles/drafts.css";
import forms from "./styles/forms.css";
import { sheet } from "../shared/dom.ts";

export { tellTyping } from "./customer_typing.ts";
export { upload } from "./attachments.ts";
export { saveTranscript } from "./transcript_download.ts";
export { AttachmentTray } from "./view/attachment_tray.ts";
export { attachmentsOf } from "./view/attachments.ts";
export { carousel } from "./view/carousel.ts";
export { ConversationListView } from "./view/conversation_list.ts";
export { DraftView } from "./view/draft.ts";
export { FormView } from "./view/form.ts";
export { RatingView } from "./view/rating.ts";

export const styles = [attachments, carousels, conversations, drafts, forms].map(sheet);
