"""Schema of a list of choices and of files beside `say`."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.bot.local_texts import LocalTexts
from domain.bot.short_forms import STRING, OrShort
from domain.messages import MAX_ATTACHMENTS
from domain.values import Strict

MOST_CHOICES = 10


class ChoiceSource(Strict):
    """One thing to choose: choosing it says its title."""

    title: LocalTexts
    description: LocalTexts = Field(default_factory=dict)


def as_choice(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


Choice = Annotated[ChoiceSource, BeforeValidator(as_choice), OrShort((STRING,))]


class ListSource(Strict):
    """Choices written one by one, or one for each item of a list."""

    title: LocalTexts = Field(default_factory=dict)
    items_from: str | None = Field(default=None, alias="from", min_length=1, max_length=200)
    most: int = Field(default=5, ge=1, le=MOST_CHOICES)
    items: tuple[Choice, ...] = Field(min_length=1, max_length=MOST_CHOICES)


def as_list(value: Any) -> Any:
    """Read choices alone, and one choice where `from` makes many of it."""
    if isinstance(value, list):
        return {"items": value}
    if isinstance(value, Mapping) and isinstance(value.get("items"), str | Mapping):
        return {**value, "items": [value["items"]]}
    return value


_CHOICES: dict[str, Any] = {"type": "array", "items": {"anyOf": [STRING, {"type": "object"}]}}
ChoiceList = Annotated[ListSource, BeforeValidator(as_list), OrShort((_CHOICES,))]


class AttachmentSource(Strict):
    """A file that goes with what is said."""

    name: LocalTexts
    url: str = Field(min_length=1, max_length=2_048)
    media_type: str = Field(max_length=127, pattern=r"^[\w.+-]+/[\w.+-]+$")
    size: int = Field(default=0, ge=0, le=2**40)


Attachments = Annotated[tuple[AttachmentSource, ...], Field(max_length=MAX_ATTACHMENTS)]
