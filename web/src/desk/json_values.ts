/** Values out of the gateway's JSON, of the shape that is asked for, whatever they are. */
import { record } from "../shared/json.ts";

export { record };

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Null for what is no text, or an empty one. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value ? value : null;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/** Milliseconds since 1970, or null for what is no moment. */
export function moment(value: unknown): number | null {
  const read = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(read) ? null : read;
}
