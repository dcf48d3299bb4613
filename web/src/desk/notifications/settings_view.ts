/** Where an agent says what they want to be told of. */
import { html, nothing } from "lit/html.js";
import type { Drawn } from "../registry.ts";
import type { PartShell } from "../shell.ts";
import type { Scope } from "./policy.ts";

const SCOPES: readonly Scope[] = ["mine", "all", "none"];

export function notificationSettingsView({ words, notifications }: PartShell): Drawn {
  const { settings, permission } = notifications.store.state;
  return html`<div class="notification-settings">
    <fieldset>
      <legend>${words.notifyOf}</legend>
      ${SCOPES.map(
        (scope) => html`<label>
          <input
            type="radio"
            name="notification-scope"
            .checked=${settings.scope === scope}
            @change=${() => notifications.change({ scope })}
          />
          <span>${words.scopes[scope]}<small>${words.scopeHints[scope]}</small></span>
        </label>`,
      )}
    </fieldset>
    <label>
      <input
        type="checkbox"
        .checked=${settings.sound}
        @change=${(event: Event) => notifications.change({ sound: (event.target as HTMLInputElement).checked })}
      />
      <span>${words.withSound}</span>
    </label>
    <p>${words.permissions[permission]}</p>
    ${permission === "default"
      ? html`<button type="button" class="primary" @click=${() => void notifications.ask()}>${words.allow}</button>`
      : nothing}
  </div>`;
}
