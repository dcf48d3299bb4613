/** The files of a message: pictures are drawn, all else is named, with its size. */
import { isPicture, sizeOf } from "../attachments.ts";
import type { Attachment } from "../attachments.ts";
import type { Words } from "../i18n.ts";
import { FILE, h, icon } from "../../shared/dom.ts";
import { link } from "../../shared/links.ts";

export function attachmentsOf(
  files: readonly Attachment[],
  locale: string,
  words: Words,
  addressOf: (link: string) => string | null,
): HTMLElement {
  const items = files.map((file) => h("li", {}, drawn(file, addressOf(file.link), locale, words)));
  return h("ul", { class: "files", "aria-label": words.files }, ...items);
}

function drawn(file: Attachment, address: string | null, locale: string, words: Words): HTMLElement {
  const name = h("bdi", { class: "file-name" }, file.name);
  const chip = [icon(...FILE), name, h("span", { class: "file-size" }, sizeOf(file.size, locale))];
  if (address === null) return h("span", { class: "file" }, ...chip);
  const anchor = link(address, h("span", { class: "unseen" }, ` (${words.opensInNewTab})`));
  anchor.className = "file";
  if (!isPicture(file)) {
    anchor.prepend(...chip);
    return anchor;
  }
  const fetched = { loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" };
  // A link that has expired leaves the name.
  const onerror = () => (picture.replaceWith(...chip), anchor.classList.remove("drawn"));
  const picture = h("img", { ...fetched, alt: file.name, onerror });
  picture.src = address;
  anchor.classList.add("drawn");
  anchor.prepend(picture);
  return anchor;
}
