/** Whether the agent writes to the customer right now: colleagues and the customer see it. */
import type { Desk } from "./desk.ts";
import type { TabActivity } from "./heartbeat.ts";

const STOPS_AFTER = 6_000;

/** Told when it begins and when it ends, not with each letter. */
export function trackTyping(desk: Desk, act: (change: Partial<TabActivity>) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: string | null = null;
  const tell = (typing: string | null) => {
    if (typing !== told) act({ typing: (told = typing) });
  };
  desk.onTyping = (conversation) => {
    clearTimeout(timer);
    tell(conversation);
    if (conversation !== null) timer = setTimeout(() => tell(null), STOPS_AFTER);
  };
}
