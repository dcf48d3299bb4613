/** The page at /desk/{tenant}. */
import { sheet } from "../shared/dom.ts";
import { regionOf } from "../shared/language.ts";
import tokens from "../shared/styles/tokens.css";
import { DeskApi } from "./api.ts";
import { Desk } from "./desk.ts";
import { FEATURES } from "./features.ts";
import { chooseLanguage } from "./i18n.ts";
import frame from "./styles/frame.css";
import { frameView } from "./views/frame.ts";

const [, tenant = ""] = /\/desk\/([^/]+)/.exec(location.pathname) ?? [];
const asked = new URLSearchParams(location.search).get("lang");
const wanted = asked ? [asked] : navigator.languages;
const language = chooseLanguage(wanted);
document.documentElement.lang = language;
document.adoptedStyleSheets = [tokens, frame].map(sheet);

const name = decodeURIComponent(tenant);
const desk = new Desk(name, new DeskApi("", name), regionOf(language, wanted), language);
for (const install of FEATURES) install(desk);
const root = document.querySelector<HTMLElement>("#desk");
if (root) desk.mount(root, () => frameView(desk));
