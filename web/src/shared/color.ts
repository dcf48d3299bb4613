/** Readable colours out of a tenant's one colour (WCAG 2 contrast). */

type Rgb = [number, number, number];

const INK = "#0f1720";
const PAPER = "#ffffff";
const READABLE = 4.5;

function parse(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function format(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(color: string): number {
  const [red, green, blue] = parse(color).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The tenant's colour as a surface, and what to write on it: at least 4.5:1. */
export function surfaceOf(color: string): { surface: string; ink: string } {
  const ink = contrast(PAPER, color) >= contrast(INK, color) ? PAPER : INK;
  if (contrast(ink, color) >= READABLE) return { surface: color, ink };
  return { surface: readableOn(PAPER, color), ink: PAPER };
}

function mix(color: string, other: string, share: number): string {
  const [from, to] = [parse(color), parse(other)];
  return format(from.map((part, index) => part + ((to[index] ?? 0) - part) * share) as Rgb);
}

/** `color` made darker or lighter only as far as it takes to be read on `background` (4.5:1). */
export function readableOn(background: string, color: string): string {
  const towards = luminance(background) > 0.4 ? "#000000" : "#ffffff";
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, background) >= READABLE) return mixed;
  }
  return towards;
}
