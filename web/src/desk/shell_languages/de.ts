/** Sentences of keyboard, notifications and pickers in German, of which a desk needs some at once. */
import type { ShellWords } from "./en.ts";

export const de: ShellWords = {
  loading: "Wird geladen …",
  loadFailed: "Dieser Teil konnte nicht geladen werden.",
  reload: "Seite neu laden",
  again: "Noch einmal versuchen",
  palette: "Befehle",
  help: "Tastenkürzel",
  notifications: "Benachrichtigungen",
  notificationTitle: ({ reasons }) => {
    const [first] = reasons;
    if (reasons.length !== 1 || !first) return `${reasons.length} Dinge brauchen Aufmerksamkeit`;
    const titles = {
      offer: `Ihnen wird jemand angeboten: ${first.about}`,
      passed: `An Sie weitergegeben: ${first.about}`,
      reply: `${first.about} hat geantwortet`,
      mention: `${first.about} hat Sie erwähnt`,
      late: `Die Frist ist nah oder verpasst: ${first.about}`,
      waiting: `Jemand wartet: ${first.about}`,
      approval: `Wartet auf Freigabe: ${first.about}`,
    };
    return titles[first.kind];
  },
  notificationBody: ({ reasons }) => {
    if (reasons.length === 1) return reasons[0]?.text ?? "";
    const count = (kind: string) => reasons.filter((reason) => reason.kind === kind).length;
    const parts: [number, string, string][] = [
      [count("offer"), "Angebot", "Angebote"],
      [count("passed"), "Weitergabe an Sie", "Weitergaben an Sie"],
      [count("reply"), "Antwort", "Antworten"],
      [count("mention"), "Erwähnung", "Erwähnungen"],
      [count("late"), "Frist", "Fristen"],
      [count("waiting"), "wartende Person", "wartende Personen"],
      [count("approval"), "Freigabe", "Freigaben"],
    ];
    return parts.filter(([many]) => many).map(([many, one, several]) => `${many} ${many === 1 ? one : several}`).join(", ");
  },
  customer: "Kunde",
  timeline: "Verlauf",
  snoozeChoices: {
    in_an_hour: "In einer Stunde",
    this_afternoon: "Heute Nachmittag",
    tomorrow_morning: "Morgen früh",
    next_monday: "Nächsten Montag",
  },
  snoozeOwn: "Zu einem anderen Zeitpunkt",
  snoozeFaults: {
    past: "Dieser Zeitpunkt ist schon vorbei.",
    too_late: "Höchstens ein Jahr im Voraus.",
    none: "Bitte Datum und Uhrzeit angeben.",
  },
  inZone: (zone) => `Zeiten gelten in der Zone ${zone}.`,
  search: "Suche",
  approvals: "Freigaben",
  wall: "Leitstand",
  goInbox: "Zum Posteingang",
  goSearch: "Gespräche durchsuchen",
  goApprovals: "Zu den Freigaben",
  goWall: "Zum Leitstand",
  goCustomer: "Kunden anzeigen",
  goTimeline: "Verlauf anzeigen",
  openPalette: "Befehlspalette öffnen",
};
