/** Values out of JSON from outside, whatever they are. */
type Json = Record<string, unknown>;

export function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
