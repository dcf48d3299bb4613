/**
 * What a tenant's page embeds:
 * `<script src="https://gateway/widget/widget.js" data-tenant="acme" async></script>`
 */
import { defineChat } from "./chat_element.ts";
import { DuralogueLauncher } from "./launcher.ts";

const OPTIONS = { tenant: "tenant", api: "api", locale: "locale", customerToken: "customer-token" };

function embed(script: HTMLScriptElement): void {
  const { dataset } = script;
  if (!dataset["tenant"] || document.querySelector("duralogue-launcher")) return;
  const launcher = document.createElement("duralogue-launcher");
  launcher.setAttribute("api", new URL(script.src).origin);
  for (const [option, attribute] of Object.entries(OPTIONS)) {
    const value = dataset[option];
    if (value !== undefined) launcher.setAttribute(attribute, value);
  }
  document.body.append(launcher);
}

defineChat();
if (!customElements.get("duralogue-launcher")) {
  customElements.define("duralogue-launcher", DuralogueLauncher);
}
const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) embed(script);
  else addEventListener("DOMContentLoaded", () => embed(script), { once: true });
}
