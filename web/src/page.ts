/** The page at /chat/{tenant}: nothing but the chat, as large as the window allows. */
import { defineChat } from "./element.ts";
import { chooseLanguage, wordsIn } from "./i18n.ts";
import type { Branding } from "./protocol.ts";

defineChat();
const [, tenant = ""] = /\/chat\/([^/]+)/.exec(location.pathname) ?? [];
const chat = document.createElement("duralogue-chat");
chat.setAttribute("tenant", decodeURIComponent(tenant));
const asked = new URLSearchParams(location.search).get("lang");
if (asked) chat.setAttribute("locale", asked);
chat.addEventListener("branded", (event) => {
  const { name, locales } = (event as CustomEvent<Branding>).detail;
  const locale = chooseLanguage(asked ? [asked] : navigator.languages, locales);
  document.documentElement.lang = locale;
  document.title = wordsIn(locale).chatWith(name);
});
document.querySelector("main")?.append(chat);
