"""Buttons, cards, lists and files of a compiled step, or templates of them."""

from pydantic import Field

from domain.values import Strict


class Buttons(Strict):
    """Quick replies out of a list in a tool's result, one for each item."""

    items: str
    """The dotted path of the list: "free_times.times"."""
    label: dict[str, str]
    """Per locale, a template that reads {item} or {item.field}: the words on the button."""
    value: str = ""
    """The same for what goes into the slot; what the label reads unless said."""
    most: int = Field(default=5, ge=1, le=10)
    """How many are shown at once, beside "more"."""
    only: bool = False
    """Whether nothing else is accepted."""


class CardLinkText(Strict):
    """A link of a card, with its words by locale."""

    text: dict[str, str]
    url: str


class CardText(Strict):
    """A card as a template: texts by locale, with the placeholders of a sentence and of buttons."""

    title: dict[str, str]
    subtitle: dict[str, str] = Field(default_factory=dict)
    text: dict[str, str] = Field(default_factory=dict)
    image: str = ""
    alt: dict[str, str] = Field(default_factory=dict)
    buttons: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    links: tuple[CardLinkText, ...] = ()


class Cards(Strict):
    """Cards of a `say`: these, or the one of them for each item of a list."""

    cards: tuple[CardText, ...]
    items: str = ""
    """The dotted path of the list, where there is one."""
    most: int = Field(default=5, ge=1)


class ChoiceText(Strict):
    """One thing to choose, as a template."""

    title: dict[str, str]
    description: dict[str, str] = Field(default_factory=dict)


class ListText(Strict):
    """A list of choices of a `say`: these, or the one of them for each item of a list."""

    title: dict[str, str] = Field(default_factory=dict)
    choices: tuple[ChoiceText, ...]
    items: str = ""
    """The dotted path of the list, where there is one."""
    most: int = Field(default=5, ge=1)


class AttachmentText(Strict):
    """A file of a `say`: its name by locale, and an address that may hold placeholders."""

    name: dict[str, str]
    url: str
    media_type: str
    size: int = 0
    """In bytes; 0 where the author does not say."""
