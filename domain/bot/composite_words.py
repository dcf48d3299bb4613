"""Composite values in words: "2 blue mug, 1 white plate"."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.bot import templates
from domain.bot.model import Slot
from domain.bot.parts import Composite

Words = Callable[[str, Any], str]
"""How a part's value is written, by the name of its slot."""


def in_words(
    slot: Slot, value: Any, locale: str, words: Words = lambda _, value: str(value), last: str = ","
) -> str:
    """All things of a value in one line; `last` joins the last two, such as " and"."""
    composite = slot.composite
    things = value if isinstance(value, list) else [value]
    if composite is None:
        return str(value)
    written = [_thing(composite, thing, locale, words) for thing in things]
    *before, end = written or [""]
    return f"{', '.join(before)}{last} {end}" if before else end


def _thing(composite: Composite, thing: Any, locale: str, words: Words) -> str:
    """By the tenant's own label, in this language or the first; parts that are missing leave no
    gap. Without a label, its parts in their order."""
    if not isinstance(thing, Mapping):
        return str(thing)
    shown = {
        name: words(part.slot, thing[name])
        for name, part in composite.parts.items()
        if thing.get(name) is not None
    }
    labels = composite.label
    label = labels.get(locale) or labels.get(locale.partition("-")[0])
    label = label or next(iter(labels.values()), "")
    text = templates.fill(label, lambda name: shown.get(name, "")) if label else ""
    return " ".join(text.split()) or " ".join(shown.values())
