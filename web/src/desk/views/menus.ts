/** Menus that are a `<details>`: a press elsewhere, Escape, and the focus that leaves close them. */

export function closeMenus(page: Document): void {
  const leave = (event: Event) => {
    const [target] = event.composedPath();
    for (const menu of openIn(page)) if (!(target instanceof Node) || !menu.contains(target)) menu.open = false;
  };
  page.addEventListener("pointerdown", leave);
  page.addEventListener("focusin", leave);
  page.addEventListener("keydown", (event) => {
    const [menu] = openIn(page);
    if (event.key !== "Escape" || !menu) return;
    event.preventDefault();
    const hadFocus = menu.contains(page.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary")?.focus();
  });
}

function openIn(page: Document): HTMLDetailsElement[] {
  return [...page.querySelectorAll<HTMLDetailsElement>("details.menu[open]")];
}
