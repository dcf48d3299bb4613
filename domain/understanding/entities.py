"""What a message names: the tenant's own patterns, e-mail, money, dates, numbers, yes and no."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice

from domain.bot.model import Bot, Slot, SlotType
from domain.messages import MAX_TEXT
from domain.understanding.dates import find_dates
from domain.understanding.model import Entity, Scalar
from domain.understanding.money import find_money
from domain.understanding.numbers import find_numbers, find_ordinals
from domain.understanding.patterns import search_all
from domain.understanding.preprocess import match_key
from domain.understanding.yes_no import yes_or_no

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@-])", re.ASCII
)
MAX_OF_A_KIND = 50
"""Entities of one kind that are read in one message. Who names more is not understood by them."""
MAX_ENTITIES = 100
Span = tuple[int, int, Scalar]


def find_entities(
    bot: Bot, text: str, today: date, *, locale: str = "en", phones: Iterable[Entity] = ()
) -> tuple[Entity, ...]:
    """In the order of the text. Where two overlap, the more particular kind wins.

    A value that a customer's slot would take bears the slot's name, and the tenant's entity its
    own; the same words may therefore give two entities, but never two of unrelated kinds.
    """
    text = text[:MAX_TEXT]
    found = list(_by_tenant(bot, text))
    found += _unless_taken(found, _as_entities("email", text, _emails(text)))
    found += _unless_taken(found, phones)
    found += _unless_taken(found, _as_entities("money", text, find_money(text)))
    month_first = locale.casefold() == "en-us"
    dates = ((start, end, day.isoformat()) for start, end, day in
             find_dates(text, today, month_first=month_first))  # fmt: skip
    found += _unless_taken(found, _as_entities("date", text, dates))
    found += _unless_taken(found, _as_entities("ordinal", text, find_ordinals(text)))
    found += _unless_taken(found, _as_entities("number", text, _tidy_numbers(text)))
    if (meaning := yes_or_no(text)) is not None:
        found.append(Entity(kind="yes_no", value=meaning, text=text, start=0, end=len(text)))
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.end))[:MAX_ENTITIES])


def tenant_patterns(bot: Bot) -> dict[str, str]:
    """Name to pattern: the tenant's entities, and the slots that a customer fills by pattern."""
    slots = {
        slot.name: slot.pattern
        for slot in bot.slots.values()
        if slot.pattern is not None and slot.source == "customer"
    }
    return slots | bot.entities


def _by_tenant(bot: Bot, text: str) -> Iterator[Entity]:
    for kind, pattern in tenant_patterns(bot).items():
        yield from _as_entities(kind, text, search_all(pattern, text))
    padded = f" {match_key(text)} "
    for slot in bot.slots.values():
        if slot.type is SlotType.ENUM and slot.source == "customer":
            yield from _named_values(slot, text, padded)


def _named_values(slot: Slot, text: str, padded: str) -> Iterator[Entity]:
    """Each value of an enum that the text names in so many words, by itself or a synonym."""
    for value in slot.values:
        for word in words_for(slot, value):
            if f" {word} " in padded:
                yield Entity(kind=slot.name, value=value, text=word, start=0, end=len(text))
                break


def words_for(slot: Slot, value: str) -> tuple[str, ...]:
    """The value and its synonyms as `match_key` writes them, longest first."""
    return _as_keys((value.replace("_", " "), value, *slot.synonyms.get(value, ())))


@lru_cache(maxsize=4_096)
def _as_keys(names: tuple[str, ...]) -> tuple[str, ...]:
    """Kept, because they are the bot's own words, and the same for every message."""
    return tuple(sorted({match_key(name) for name in names}, key=len, reverse=True))


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), match.group().lower()


def _tidy_numbers(text: str) -> Iterator[Span]:
    for start, end, value in find_numbers(text):
        yield start, end, int(value) if value.is_integer() else value


def _as_entities(kind: str, text: str, spans: Iterable[Span]) -> Iterator[Entity]:
    for start, end, value in spans:
        yield Entity(kind=kind, value=value, text=text[start:end], start=start, end=end)


def _unless_taken(found: list[Entity], candidates: Iterable[Entity]) -> list[Entity]:
    """The first that overlap nothing found so far (enum words claim no place of their own)."""
    taken = bytearray(max((entity.end for entity in found), default=0))
    for entity in found:
        if entity.text and _placed(entity):
            taken[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
    free = (one for one in candidates if not any(taken[one.start : one.end]))
    return list(islice(free, MAX_OF_A_KIND))


def _placed(entity: Entity) -> bool:
    return entity.end - entity.start == len(entity.text)
