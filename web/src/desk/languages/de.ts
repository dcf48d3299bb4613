/** Every sentence of the desk's core in German. */
import type { Words } from "./en.ts";

export const de: Words = {
  skip: "Zu den Gesprächen springen",
  navigation: "Bereiche",
  connecting: "Verbindung wird aufgebaut …",
  catchingUp: "Wird auf den neuesten Stand gebracht …",
  cut: "Keine Verbindung. Es wird weiter versucht …",
  dismiss: "Ausblenden",
  close: "Schließen",
};
