/** Files of messages: what the gateway says of one, and sending one to it. */
import { record } from "../shared/json.ts";
import { Problem } from "../shared/problem.ts";

export interface Attachment {
  /** By which a message names it; "" for one that is kept elsewhere. */
  id: string;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  /** An address, or a path from the gateway's root on; "" where it cannot be had here. */
  link: string;
}

/** Which files the tenant takes. */
export interface AttachmentRules {
  maxSize: number;
  /** Such as ".png". */
  extensions: string[];
}

export const MOST_ATTACHMENTS = 10;
const TIME_LIMIT = 300_000;
const DRAWN = /^image\/(png|jpeg|gif|webp)$/;

export function readAttachment(value: unknown): Attachment {
  const file = record(value);
  const text = (name: string) => (typeof file[name] === "string" ? file[name] : "");
  const size = Number(file["size"]) || 0;
  const id = text("file_id") || (/^file\/(.+)/.exec(text("reference"))?.[1] ?? "");
  return { id, name: text("name"), mediaType: text("media_type"), size, link: text("link") || text("url") };
}

export function readAttachmentRules(value: unknown): AttachmentRules | null {
  const rules = record(value);
  const [maxSize, extensions] = [Number(rules["max_size"]), rules["extensions"]];
  return maxSize > 0 && Array.isArray(extensions) ? { maxSize, extensions: extensions.map(String) } : null;
}

/** Whether a page may draw it: what could run is never drawn. */
export function isPicture({ mediaType, link }: Attachment): boolean {
  return DRAWN.test(mediaType) && link !== "";
}

export function sizeOf(bytes: number, locale: string): string {
  const [unit, size] = bytes < 1_000_000 ? ["kilobyte", bytes / 1024] : ["megabyte", bytes / 1_048_576];
  const format = { style: "unit", unit, maximumFractionDigits: size < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, format).format(Math.max(0.1, size));
}

/** Send one; `progress` hears which share has gone out. Fails with a `Problem`. */
export function upload(
  url: string,
  token: string,
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    // fetch cannot say how far an upload has come.
    const request = new XMLHttpRequest();
    const fail = () => reject(new Problem(0, "no answer"));
    request.open("POST", `${url}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.timeout = TIME_LIMIT;
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onerror = request.ontimeout = request.onabort = fail;
    request.onload = () => {
      const { status, response } = request;
      if (status === 201) resolve(readAttachment(response));
      else reject(new Problem(status, String(record(response)["detail"] ?? "")));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
