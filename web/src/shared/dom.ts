/** Elements made from code: text only ever becomes text, so there is nothing to sanitise. */

type Properties = Record<string, string | boolean | EventListener>;
type Child = Node | string | null;

/** `on…` properties are listeners, booleans set or leave out an attribute, the rest are attributes. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line icon in a box of 24 by 24, hidden from screen readers. */
export function icon(...paths: string[]): SVGSVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  for (const path of paths) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    drawing.append(line);
  }
  return drawing;
}

export const SEND = ["M12 19V5", "M5.5 11.5 12 5l6.5 6.5"];
export const CLOSE = ["M6 6l12 12", "M18 6 6 18"];
export const MORE = ["M12 5.5v.01", "M12 12v.01", "M12 18.5v.01"];
export const DOWN = ["M12 5v14", "M5.5 12.5 12 19l6.5-6.5"];
export const FOLD = ["M5.5 9.5 12 16l6.5-6.5"];
export const CHAT = ["M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z"];
export const CLIP = ["M19 11.5 12 18.5a4.2 4.2 0 0 1-6-6L13.5 5a2.8 2.8 0 0 1 4 4L10 16.5a1.4 1.4 0 0 1-2-2l6.5-6.5"];
export const FILE = ["M13.5 4H7v16h10V7.5z", "M13.5 4v3.5h3.5"];
export const PERSON = ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.5 20c1-3.6 4-5 7.5-5s6.5 1.4 7.5 5"];

/** One sheet for all copies of an element; unlike a style element, no CSP stands in its way. */
export function sheet(css: string): CSSStyleSheet {
  const styles = new CSSStyleSheet();
  styles.replaceSync(css);
  return styles;
}

/** Change the text only if it differs: a live region reads out what is set again. */
export function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
