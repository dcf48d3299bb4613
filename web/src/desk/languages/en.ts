/** Every sentence of the desk's core in English: the measure for the other languages. */
export const en = {
  skip: "Skip to the conversations",
  navigation: "Areas",
  connecting: "Connecting …",
  catchingUp: "Catching up …",
  cut: "No connection. Reconnecting …",
  dismiss: "Dismiss",
  close: "Close",
};

export type Words = typeof en;
