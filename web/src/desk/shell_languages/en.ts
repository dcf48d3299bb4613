/** Sentences of keyboard, notifications and pickers in English, of which a desk needs some at once. */
import type { Shown } from "../notifications/policy.ts";

export const en = {
  loading: "Loading …",
  loadFailed: "This part could not be loaded.",
  reload: "Reload the page",
  again: "Try again",
  palette: "Commands",
  help: "Keyboard shortcuts",
  notifications: "Notifications",
  notificationTitle: ({ reasons }: Shown) => {
    const [first] = reasons;
    if (reasons.length !== 1 || !first) return `${reasons.length} things need attention`;
    const titles = {
      offer: `A customer is offered to you: ${first.about}`,
      passed: `Passed on to you: ${first.about}`,
      reply: `${first.about} replied`,
      mention: `${first.about} mentioned you`,
      late: `The deadline is close or missed: ${first.about}`,
      waiting: `A customer is waiting: ${first.about}`,
      approval: `Waiting for approval: ${first.about}`,
    };
    return titles[first.kind];
  },
  notificationBody: ({ reasons }: Shown) => {
    if (reasons.length === 1) return reasons[0]?.text ?? "";
    const count = (kind: string) => reasons.filter((reason) => reason.kind === kind).length;
    const parts: [number, string, string][] = [
      [count("offer"), "offer", "offers"],
      [count("passed"), "customer passed on", "customers passed on"],
      [count("reply"), "reply", "replies"],
      [count("mention"), "mention", "mentions"],
      [count("late"), "deadline", "deadlines"],
      [count("waiting"), "waiting customer", "waiting customers"],
      [count("approval"), "approval", "approvals"],
    ];
    return parts.filter(([many]) => many).map(([many, one, several]) => `${many} ${many === 1 ? one : several}`).join(", ");
  },
  customer: "Customer",
  timeline: "Timeline",
  snoozeChoices: {
    in_an_hour: "In an hour",
    this_afternoon: "This afternoon",
    tomorrow_morning: "Tomorrow morning",
    next_monday: "Next Monday",
  },
  snoozeOwn: "At another time",
  snoozeFaults: { past: "This moment has passed.", too_late: "At most a year ahead.", none: "Please enter a date and a time." },
  inZone: (zone: string) => `Times are in the zone ${zone}.`,
  search: "Search",
  approvals: "Approvals",
  wall: "Wall",
  goInbox: "Go to the inbox",
  goSearch: "Search conversations",
  goApprovals: "Go to the approvals",
  goWall: "Go to the wall",
  goCustomer: "Show the customer",
  goTimeline: "Show the timeline",
  openPalette: "Open the palette",
};

export type ShellWords = typeof en;
