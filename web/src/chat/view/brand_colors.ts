/** The tenant's colour, and what can be read on it and on ours. */
import { readableOn, surfaceOf } from "../../shared/color.ts";

const LIGHT_BACKGROUND = "#f4f6f8";
const DARK_BACKGROUND = "#1b212a";

export function paint({ style }: HTMLElement, color: string): void {
  const { surface, ink } = surfaceOf(color);
  style.setProperty("--brand", surface);
  style.setProperty("--brand-ink", ink);
  style.setProperty("--accent-by-day", readableOn(LIGHT_BACKGROUND, color));
  style.setProperty("--accent-by-night", readableOn(DARK_BACKGROUND, color));
}
