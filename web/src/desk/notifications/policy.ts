/** What is worth telling an agent now, as a pure function of what is true now. */

export type Scope = "all" | "mine" | "none";

export interface NotificationSettings {
  scope: Scope;
  sound: boolean;
}

export const DEFAULTS: NotificationSettings = { scope: "mine", sound: false };

export type ReasonKind = "offer" | "passed" | "reply" | "mention" | "late" | "waiting" | "approval";

/** Something that is true now and concerns the agent. */
export interface Reason {
  kind: ReasonKind;
  /** The handoff, note or approval: one notification at most for each. */
  id: string;
  conversationId: string | null;
  /** What makes it news again: when the customer last wrote, for example. */
  version: string;
  /** Who or what it is about, and the first words. */
  about: string;
  text: string;
}

export interface Sight {
  now: number;
  /** This tab speaks for all of the browser's. */
  isLeader: boolean;
  isPermitted: boolean;
  /** Some tab of the desk has the focus: the agent sees it without being told. */
  isFocused: boolean;
  /** The conversation in front of them, in any tab. */
  openConversation: string | null;
  settings: NotificationSettings;
}

/** What has been dealt with: shown, or seen on the desk itself. */
export interface Dealt {
  version: string;
  at: number;
  isShown: boolean;
}

export type Memory = ReadonlyMap<string, Dealt>;

export interface Shown {
  tag: string;
  reasons: readonly Reason[];
  isRepeat: boolean;
  withSound: boolean;
}

export interface Decision {
  show: readonly Shown[];
  /** Tags of notifications that are no longer true. */
  close: readonly string[];
  memory: Memory;
  /** When to look again even if nothing happens; null for never. */
  nextAt: number | null;
}

export const SUMMARY = "summary";
export const REPEAT_MS = 10_000;
/** More than this at once are told as one. */
const MOST_AT_ONCE = 3;
const OWN: ReadonlySet<ReasonKind> = new Set(["offer", "passed", "reply", "mention", "late"]);

export function tagOf(reason: Reason): string {
  return `${reason.kind}:${reason.id}`;
}

/** Those that the agent wants to hear of at all. */
export function wanted(reasons: readonly Reason[], scope: Scope): Reason[] {
  if (scope === "none") return [];
  return reasons.filter((reason) => scope === "all" || OWN.has(reason.kind));
}

/** The number in the title of the tab: what waits for this agent, told or not. */
export function badge(reasons: readonly Reason[]): number {
  const own = reasons.filter((reason) => OWN.has(reason.kind) && reason.kind !== "late");
  return new Set(own.map((reason) => reason.conversationId ?? tagOf(reason))).size;
}

export function decide(reasons: readonly Reason[], memory: Memory, sight: Sight): Decision {
  const now = wanted(reasons, sight.settings.scope);
  const held = kept(memory, reasons);
  const due = now.filter((reason) => isDue(reason, held.get(tagOf(reason)), sight));
  const mayShow = sight.isLeader && sight.isPermitted && !sight.isFocused;
  const told = mayShow ? due.filter((reason) => reason.conversationId === null || !isInSight(reason, sight)) : [];
  for (const reason of due) {
    held.set(tagOf(reason), { version: reason.version, at: sight.now, isShown: told.includes(reason) });
  }
  return {
    show: asNotifications(told, memory, sight.settings.sound),
    close: closed(memory, now, held, sight, told.length > MOST_AT_ONCE),
    memory: withSummary(held, memory, told, now, sight),
    nextAt: nextRepeat(now, sight),
  };
}

function isInSight(reason: Reason, sight: Sight): boolean {
  return sight.isFocused && reason.conversationId === sight.openConversation;
}

/** What is no longer true is forgotten, so that it is news when it becomes true again. */
function kept(memory: Memory, reasons: readonly Reason[]): Map<string, Dealt> {
  const tags = new Set(reasons.map(tagOf));
  return new Map([...memory].filter(([tag]) => tags.has(tag)));
}

function isDue(reason: Reason, dealt: Dealt | undefined, sight: Sight): boolean {
  if (!dealt || dealt.version !== reason.version) return true;
  // Only an offer is repeated: a customer waits for exactly this person until it expires.
  return reason.kind === "offer" && sight.now - dealt.at >= REPEAT_MS;
}

function asNotifications(told: readonly Reason[], memory: Memory, sound: boolean): Shown[] {
  if (!told.length) return [];
  if (told.length > MOST_AT_ONCE) {
    return [{ tag: SUMMARY, reasons: told, isRepeat: memory.has(SUMMARY), withSound: sound }];
  }
  return told.map((reason) => {
    const before = memory.get(tagOf(reason));
    return { tag: tagOf(reason), reasons: [reason], isRepeat: before !== undefined, withSound: sound };
  });
}

/** Shown, and over, seen or told with the others: a notification never outlives its reason. */
function closed(
  memory: Memory,
  now: readonly Reason[],
  held: Memory,
  sight: Sight,
  isSummed: boolean,
): string[] {
  const tags = new Set(now.map(tagOf));
  return [...memory].flatMap(([tag, dealt]) => {
    if (!dealt.isShown) return [];
    if (tag === SUMMARY) return sight.isFocused || !now.length ? [tag] : [];
    const isOver = !tags.has(tag) || sight.isFocused || (isSummed && held.get(tag)?.at === sight.now);
    return isOver ? [tag] : [];
  });
}

function withSummary(
  held: Map<string, Dealt>,
  memory: Memory,
  told: readonly Reason[],
  now: readonly Reason[],
  sight: Sight,
): Memory {
  const before = memory.get(SUMMARY);
  const isNew = told.length > MOST_AT_ONCE;
  if (sight.isFocused) {
    for (const [tag, dealt] of held) held.set(tag, { ...dealt, isShown: false });
  } else if (isNew) {
    for (const reason of told) held.set(tagOf(reason), { version: reason.version, at: sight.now, isShown: false });
    held.set(SUMMARY, { version: "", at: sight.now, isShown: true });
  } else if (before && now.length) held.set(SUMMARY, before);
  return held;
}

function nextRepeat(now: readonly Reason[], sight: Sight): number | null {
  return now.some((reason) => reason.kind === "offer") ? sight.now + REPEAT_MS : null;
}
