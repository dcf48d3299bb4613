/** The page at /chat/{tenant}: nothing but the chat, as large as the window allows. */
import { defineChat } from "./chat_element.ts";
import type { DuralogueChat } from "./chat_element.ts";
import { chooseLanguage, wordsIn } from "./i18n.ts";
import type { Branding } from "./protocol.ts";
import { showInTitle } from "./unread.ts";

defineChat();
const [, tenant = ""] = /\/chat\/([^/]+)/.exec(location.pathname) ?? [];
const chat = document.createElement("duralogue-chat") as DuralogueChat;
chat.setAttribute("tenant", decodeURIComponent(tenant));
const asked = new URLSearchParams(location.search).get("lang");
if (asked) chat.setAttribute("locale", asked);
chat.addEventListener("branded", (event) => {
  const { name, locales } = (event as CustomEvent<Branding>).detail;
  const locale = chooseLanguage(asked ? [asked] : navigator.languages, locales);
  document.documentElement.lang = locale;
  document.title = wordsIn(locale).chatWith(name);
  // Not where the page stands in another: there the reader is somewhere else.
  if (window.top === window.self) chat.focusComposer();
});
chat.addEventListener("unread", (event) => showInTitle((event as CustomEvent<number>).detail));
document.querySelector("main")?.append(chat);
