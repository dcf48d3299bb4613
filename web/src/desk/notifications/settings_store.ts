/** An agent's wishes for notifications, kept in their browser. */
import { record } from "../../shared/json.ts";
import { DEFAULTS } from "./policy.ts";
import type { NotificationSettings, Scope } from "./policy.ts";

const SCOPES: readonly Scope[] = ["all", "mine", "none"];

export function readSettings(value: unknown): NotificationSettings {
  const kept = record(value);
  const scope = SCOPES.find((one) => one === kept["scope"]) ?? DEFAULTS.scope;
  return { scope, sound: kept["sound"] === true };
}

export class NotificationSettingsStore {
  readonly #name: string;

  constructor(tenant: string, agent: string, private readonly storage: Pick<Storage, "getItem" | "setItem">) {
    this.#name = `duralogue.desk.notifications.${tenant}.${agent}`;
  }

  read(): NotificationSettings {
    try {
      return readSettings(JSON.parse(this.storage.getItem(this.#name) ?? "{}"));
    } catch {
      return DEFAULTS;
    }
  }

  write(settings: NotificationSettings): void {
    try {
      this.storage.setItem(this.#name, JSON.stringify(settings));
    } catch {
      // Without storage they last as long as the page.
    }
  }
}
