/** When the chat speaks first: by the page, after a while, and not again soon. */
import { record } from "../shared/json.ts";
import { list, text, texts } from "./reply_parts.ts";
import type { SessionStore } from "./sessions.ts";

export interface Rule {
  name: string;
  pages: string[];
  /** Milliseconds on the page. */
  after: number;
  /** Milliseconds until it may be shown again; null for never. */
  againAfter: number | null;
  /** Whether the chat opens, instead of a bubble beside its button. */
  opens: boolean;
  /** By locale; the buttons are what to say to begin a flow. */
  texts: Record<string, string>;
  buttons: Record<string, string>;
}

export function readRules(value: unknown): Rule[] {
  return list(value).map(record).map((rule) => ({
    name: text(rule["name"]),
    pages: texts(rule["pages"]),
    after: (Number(rule["after_s"]) || 0) * 1_000,
    againAfter: typeof rule["again_after_s"] === "number" ? rule["again_after_s"] * 1_000 : null,
    opens: rule["opens"] === true,
    texts: textsIn(rule["texts"]),
    buttons: textsIn(rule["buttons"]),
  }));
}

function textsIn(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).map(([locale, said]) => [locale, text(said)]));
}

/** The first rule for the page: a path, or a whole address where the pattern is one. */
export function ruleFor(rules: readonly Rule[], { pathname, href }: Pick<Location, "pathname" | "href">): Rule | null {
  return rules.find(({ pages }) => pages.some((page) => isLike(page.startsWith("/") ? pathname : href, page))) ?? null;
}

/** `*` stands for any characters. Each piece is looked for once, behind the one before. */
export function isLike(address: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return address === first;
  if (!address.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = address.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return address.length - last.length >= at && address.endsWith(last);
}

/** What this browser has shown, and when: whether it was closed or not, it does not come twice. */
export class Shown {
  readonly #key: string;

  constructor(private readonly store: SessionStore) {
    this.#key = `${store.key}:proactive`;
  }

  mayShow({ name, againAfter }: Rule, now: number): boolean {
    const at = this.#read()[name];
    return typeof at !== "number" || (againAfter !== null && now - at >= againAfter);
  }

  add({ name }: Rule, now: number): void {
    this.store.shelf.setItem(this.#key, JSON.stringify({ ...this.#read(), [name]: now }));
  }

  #read(): Record<string, unknown> {
    try {
      return record(JSON.parse(this.store.shelf.getItem(this.#key) ?? "null"));
    } catch {
      return {};
    }
  }
}

/** Looks at the address once a second: pages change it without being loaded anew. */
export class Watch {
  #timer: ReturnType<typeof setInterval> | undefined;
  #page = "";
  #since = 0;

  constructor(
    private readonly rules: readonly Rule[],
    private readonly shown: Shown,
    private readonly show: (rule: Rule) => void,
  ) {}

  start(): void {
    if (this.rules.length) this.#timer = setInterval(() => this.#look(), 1_000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = Date.now();
    if (this.#page !== location.pathname) [this.#page, this.#since] = [location.pathname, now];
    const rule = ruleFor(this.rules, location);
    if (rule === null || now - this.#since < rule.after - 1_000 || !this.shown.mayShow(rule, now)) return;
    this.stop();
    this.shown.add(rule, now);
    this.show(rule);
  }
}
