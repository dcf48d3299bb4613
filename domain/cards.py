"""Cards of a reply: made from values that may be unfit, and said in text where nothing is drawn."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from domain.messages import MAX_CARDS, Card, CardLink, Image, is_visible

_TITLE, _SUBTITLE, _TEXT, _ALT, _LABEL = 120, 200, 600, 300, 80
_BUTTONS = _LINKS = 4


def card_of(values: Mapping[str, Any]) -> Card | None:
    """A card from values of a backend, in the shape of `Card`'s fields. Never raises.

    What is too long is cut, an image or link whose address is not https is left out; without a
    title there is no card.
    """
    title = _cut(values.get("title"), _TITLE)
    if not title:
        return None
    labels = (_cut(button, _LABEL) for button in _listed(values.get("buttons")))
    links = (_link(link) for link in _listed(values.get("links")))
    return Card(
        title=title,
        subtitle=_cut(values.get("subtitle"), _SUBTITLE),
        text=_cut(values.get("text"), _TEXT),
        image=_image(values.get("image"), title),
        buttons=tuple(label for label in labels if label)[:_BUTTONS],
        links=tuple(link for link in links if link is not None)[:_LINKS],
    )


def cards_of(values: Iterable[Mapping[str, Any]]) -> tuple[Card, ...]:
    """The first `MAX_CARDS` that are cards."""
    made = (card_of(one) for one, _ in zip(values, range(MAX_CARDS), strict=False))
    return tuple(card for card in made if card is not None)


def in_words(text: str, cards: Iterable[Card]) -> str:
    """A reply for a channel that shows text alone: each card as a paragraph after the text.

    Links stand with their address, an image as what it shows; buttons are left to the channel,
    which shows them as it shows quick replies (`Reply.choices`).
    """
    return "\n\n".join(
        part for part in (text, *("\n".join(_lines(card)) for card in cards)) if part
    )


def _lines(card: Card) -> Iterator[str]:
    yield card.title
    yield from (line for line in (card.subtitle, card.text) if line)
    if card.image is not None and card.image.alt not in {card.title, card.subtitle}:
        yield f"[{card.image.alt}]"
    yield from (f"{link.text}: {link.url}" for link in card.links)


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value[:MAX_CARDS]) if isinstance(value, list | tuple) else ()


def _cut(value: Any, most: int) -> str:
    text = value.encode("utf-8", "replace").decode().strip() if isinstance(value, str) else ""
    text = text if is_visible(text) else ""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _image(value: Any, otherwise: str) -> Image | None:
    if not isinstance(value, Mapping):
        return None
    try:
        return Image(url=value.get("url"), alt=_cut(value.get("alt"), _ALT) or otherwise)
    except ValidationError:
        return None


def _link(value: Any) -> CardLink | None:
    if not isinstance(value, Mapping):
        return None
    try:
        return CardLink(text=_cut(value.get("text"), _LABEL), url=value.get("url"))
    except ValidationError:
        return None
