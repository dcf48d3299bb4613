/** Cards side by side: scrolled by touch, by keys, or by two buttons where they do not fit. */
import type { Words } from "../i18n.ts";
import { FOLD, h, icon } from "../../shared/dom.ts";

export function carousel(cards: readonly HTMLElement[], words: Words): HTMLElement {
  const strip = h("ul", { class: "cards strip", tabindex: "0", "aria-label": words.cards(cards.length) }, ...cards);
  const turn = (label: string, by: 1 | -1) => {
    const properties = { type: "button", class: `turn ${by > 0 ? "next" : "previous"}`, "aria-label": label, title: label };
    return h("button", { ...properties, onclick: () => scroll(strip, by) }, icon(...FOLD));
  };
  const [previous, next] = [turn(words.previousCards, -1), turn(words.nextCards, 1)];
  const controls = h("div", { class: "turns", hidden: true }, previous, next);
  const update = () => {
    const [at, end] = [Math.abs(strip.scrollLeft), strip.scrollWidth - strip.clientWidth];
    controls.hidden = end <= 1;
    // A disabled button would lose the focus of whoever has just pressed it.
    previous.setAttribute("aria-disabled", String(at <= 1));
    next.setAttribute("aria-disabled", String(at >= end - 1));
  };
  strip.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(strip);
  return h("div", { class: "carousel" }, strip, controls);
}

/** By one card; where one reads from right to left, forward is to the left. */
function scroll(strip: HTMLElement, by: 1 | -1): void {
  const { direction } = getComputedStyle(strip);
  const card = strip.firstElementChild?.getBoundingClientRect().width ?? strip.clientWidth;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  strip.scrollBy({ left: (direction === "rtl" ? -by : by) * card, behavior: isCalm ? "instant" : "smooth" });
}
