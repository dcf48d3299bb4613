"""Buttons out of a tool's result: what a step offers, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain import listed_results
from domain.bot import templates
from domain.bot.cards import Buttons
from domain.bot.model import Bot, Slot, Step
from domain.bot.result_fields import ITEM
from domain.dialogue.state import DialogueState
from domain.dialogue.text.formatting import plain
from domain.dialogue.text.rendering import fill, in_locale, render, value_at
from domain.dialogue.text.slot_values import fitted
from domain.understanding.preprocess import match_key

MORE, SKIP = "more_choices", "skip"
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Offer:
    """One button: the words on it, and what they put into the slot."""

    label: str
    value: Any


@dataclass(frozen=True)
class Page:
    """The offers shown at once; `more` where others follow."""

    offers: tuple[Offer, ...]
    more: bool


def offers_of(
    bot: Bot, state: DialogueState, step: Step, slot: Slot | None = None
) -> tuple[Offer, ...]:
    """All that the step has to offer, no two with the same words; only what fits the slot."""
    buttons = step.buttons
    items = value_at(bot, state, buttons.items) if buttons else None
    if buttons is None or not isinstance(items, list):
        return ()
    found: dict[str, Offer] = {}
    for item in items[: listed_results.MOST_ITEMS]:
        offer = _offer(bot, state, buttons, item, slot)
        if offer is not None:
            found.setdefault(match_key(offer.label), offer)
    return tuple(found.values())


def page_of(offers: tuple[Offer, ...], buttons: Buttons, number: int) -> Page:
    """The page of this number, counted from 0; the last one for a number beyond it."""
    last = max((len(offers) - 1) // buttons.most, 0)
    first = min(number, last) * buttons.most
    shown = offers[first : first + buttons.most]
    return Page(shown, more=first + len(shown) < len(offers))


def labels(bot: Bot, state: DialogueState, page: Page) -> tuple[str, ...]:
    """What a page shows; the last may lead to the next page."""
    more = (render(bot, state, MORE).text,) if page.more else ()
    return (*(offer.label for offer in page.offers), *more)


def _offer(
    bot: Bot, state: DialogueState, buttons: Buttons, item: Any, slot: Slot | None
) -> Offer | None:
    def raw(path: str) -> Any:
        root, _, field = path.partition(".")
        return listed_results.at(item, field) if root == ITEM else value_at(bot, state, path)

    template = str(in_locale(bot, state, buttons.label) or "")
    values = {name: raw(name) for name in templates.names_in(template)}
    label = plain(fill(bot, state, template, values))[:_LONGEST_LABEL].strip()
    value = _value(buttons.value, raw)
    if slot is not None:
        value = fitted(slot, value)
    return Offer(label, value) if label and value is not None else None


def _value(template: str, raw: Any) -> Any:
    """As the backend wrote it: not in a customer's language."""
    names = templates.names_in(template)
    if len(names) == 1 and template == f"{{{names[0]}}}":
        return raw(names[0])
    return templates.fill(template, lambda name: _text(raw(name)))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values())
    return "" if value is None else str(value)
