"""Schema of cards beside `say`: the author's own, or one for each item of a list."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.bot.local_texts import LocalLists, LocalTexts
from domain.bot.short_forms import OrShort
from domain.messages import MAX_CARDS
from domain.values import Strict


class ImageSource(Strict):
    """A card's picture, as it is written."""

    url: str = Field(min_length=1, max_length=2_048)
    alt: LocalTexts


class LinkSource(Strict):
    """A card's link, as it is written."""

    text: LocalTexts
    url: str = Field(min_length=1, max_length=2_048)


class CardSource(Strict):
    """One card, as it is written."""

    title: LocalTexts
    subtitle: LocalTexts = Field(default_factory=dict)
    text: LocalTexts = Field(default_factory=dict)
    image: ImageSource | None = None
    buttons: LocalLists = Field(default_factory=dict)
    links: tuple[LinkSource, ...] = Field(default=(), max_length=4)


class CardsSource(Strict):
    """Cards written one by one, or one for each item of a list."""

    items: str | None = Field(default=None, alias="from", min_length=1, max_length=200)
    most: int = Field(default=5, ge=1, le=MAX_CARDS)
    cards: tuple[CardSource, ...] = Field(min_length=1, max_length=MAX_CARDS)


def as_cards(value: Any) -> Any:
    """Read a list of cards, one card alone, and `{from: rooms, title: "{item.name}"}`."""
    if isinstance(value, list):
        return {"cards": value}
    if not isinstance(value, Mapping) or "cards" in value:
        return value
    own = {key: value[key] for key in ("from", "most") if key in value}
    return {**own, "cards": [{key: value[key] for key in value if key not in own}]}


_CARD: dict[str, Any] = {"type": "object", "required": ["title"]}
Cards = Annotated[
    CardsSource,
    BeforeValidator(as_cards),
    OrShort(({"type": "array", "items": _CARD}, _CARD)),
]
