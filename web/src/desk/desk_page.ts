/** The page at /desk/{tenant}. */
import { bringParts } from "../chat/parts_on_demand.ts";
import { paint } from "../chat/view/brand_colors.ts";
import { sheet } from "../shared/dom.ts";
import { regionOf } from "../shared/language.ts";
import tokens from "../shared/styles/tokens.css";
import { DeskApi } from "./api.ts";
import { Desk } from "./desk.ts";
import { FEATURES } from "./features.ts";
import { chooseLanguage } from "./i18n.ts";
import { KNOWN_LANGUAGES, fetchLanguage } from "./language_packs.ts";
import { followRoute } from "./route.ts";
import { beginSession } from "./session.ts";
import dialogs from "./styles/dialogs.css";
import frame from "./styles/frame.css";
import queue from "./styles/queue.css";
import talk from "./styles/talk.css";
import { entranceView, leadToSignIn, tokenKey } from "./views/entrance.ts";
import { frameView } from "./views/frame.ts";
import { keepFocus } from "./views/kept_focus.ts";
import { closeMenus } from "./views/menus.ts";

const [, path = ""] = /\/desk\/([^/]+)/.exec(location.pathname) ?? [];
const tenant = decodeURIComponent(path);
const asked = new URLSearchParams(location.search).get("lang");
const wanted = asked ? [asked] : navigator.languages;
const language = chooseLanguage(wanted, KNOWN_LANGUAGES);
await fetchLanguage(language);
document.documentElement.lang = language;
document.adoptedStyleSheets = [tokens, frame, queue, talk, dialogs].map(sheet);

bringParts(() => import("../chat/parts.ts"));
const desk = new Desk(tenant, new DeskApi("", tenant), regionOf(language, wanted), language);
desk.api.token = sessionStorage.getItem(tokenKey(tenant));
for (const install of FEATURES) install(desk);
followRoute(desk);
closeMenus(document);
desk.afterRender = (before) => keepFocus(desk, before);
desk.store.subscribe(({ phase }, before) => {
  if (phase === "signed-out" && before.phase !== phase) void leadToSignIn(desk);
});
desk.store.subscribe(({ me }, before) => {
  if (!me || me === before.me) return;
  document.title = `${desk.words.inbox} · ${me.tenant.name}`;
  if (/^#[0-9a-f]{6}$/i.test(me.tenant.color)) paint(document.documentElement, me.tenant.color);
});

const begin = () => beginSession(desk);
const root = document.querySelector<HTMLElement>("#desk");
if (root) desk.mount(root, () => (desk.state.phase === "ready" ? frameView(desk) : entranceView(desk, begin)));
void begin();
