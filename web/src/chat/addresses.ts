/** Where the gateway is, and what it keeps. */
import { webAddress } from "../shared/links.ts";

/** The gateway's address without a slash at its end; nothing means the page's own origin. */
export function baseOf(api: string | null): string {
  return (api ?? "").replace(/\/+$/, "");
}

export function fileAddress(base: string, link: string): string | null {
  return link.startsWith("/v1/") ? base + link : webAddress(link, document.baseURI);
}

/** Pages that the gateway makes of documents stand at the gateway, wherever the chat stands. */
export function sourceAddress(base: string, tenant: string, url: string | null): string | null {
  const isOfGateway = url?.startsWith(`/help/${tenant}/`) === true;
  return webAddress(url, (isOfGateway ? base : "") || document.baseURI);
}
