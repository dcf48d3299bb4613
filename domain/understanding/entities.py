"""Entities of a message: the tenant's own patterns, e-mail, money, dates, numbers, yes and no."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice

from domain.bot.model import Bot, SlotType
from domain.messages import MAX_TEXT
from domain.understanding.acts.yes_no import yes_or_no
from domain.understanding.identifier_patterns import tenant_patterns
from domain.understanding.model import Entity, Scalar
from domain.understanding.values.addresses import find_addresses
from domain.understanding.values.checksums import passes
from domain.understanding.values.dates import find_dates
from domain.understanding.values.emails import find_emails
from domain.understanding.values.identifiers import find_identifiers
from domain.understanding.values.listed_values import find_values
from domain.understanding.values.moments.entities import (
    Saying,
    find_moment_entities,
    no_festivals,
    with_longer_days,
    without_open_days,
)
from domain.understanding.values.moments.times import Festivals
from domain.understanding.values.money import find_money, find_money_ranges
from domain.understanding.values.names import corrected_name, find_names
from domain.understanding.values.numbers import find_numbers, find_ordinals
from domain.understanding.values.opening_times import closing_days, opening_times
from domain.understanding.values.regions import country_of, decimal_sign, month_first
from domain.understanding.values.spoken_emails import find_spoken_emails
from domain.understanding.values.times import IsUsual, find_times
from domain.understanding.values.working_days import find_working_days
from domain.understanding.values_put_right import with_values_put_right

MAX_OF_A_KIND = 50
"""Entities of one kind that are read in one message. Who names more is not understood by them."""
MAX_ENTITIES = 100
Span = tuple[int, int, Scalar | None]
UNCLEAR = "unclear"
"""The kind of what is meant as a value of another kind, named by `value`, and is none that could be
used: "next week" (date), "jürgen@example.de" (email). Its words are not read as anything else."""
_BARE_ORDINAL = re.compile(
    r"(?:the\s{1,3})?(?:\d{1,2}(?:st|nd|rd|th)|[a-z]{5,8})\s{0,3}", re.IGNORECASE
)


def find_entities(
    bot: Bot,
    text: str,
    today: date,
    *,
    locale: str = "en",
    phones: Iterable[Entity] = (),
    now: datetime | None = None,
    festivals: Festivals = no_festivals,
) -> tuple[Entity, ...]:
    """In the order of the text, with values that a part puts right ("2 weeks, no, 3").

    What a span was read as, it is not read as again: the more particular kind comes first, so
    "5 December 10 am" is a day and a time, and no year.

    A value that a customer's slot would take bears the slot's name, and the tenant's entity its
    own; the same words may therefore give two entities, but never two of unrelated kinds. Words
    that leave two values open ("12/03") give both, at the same place.
    """

    def read(said: str) -> tuple[Entity, ...]:
        return _read(bot, said, today, locale=locale, now=now, festivals=festivals)

    text = text[:MAX_TEXT]
    found = _read(bot, text, today, locale=locale, phones=phones, now=now, festivals=festivals)
    return with_values_put_right(text, found, read)


def _read(
    bot: Bot,
    text: str,
    today: date,
    *,
    locale: str,
    now: datetime | None,
    festivals: Festivals,
    phones: Iterable[Entity] = (),
) -> tuple[Entity, ...]:
    found = _written(bot, text)
    listed = list(_listed(bot, text))
    usual = opening_times(bot)
    found += _unless_taken(found, _as_entities("time_of_day", text, find_times(text, usual)))
    read_days = partial(find_dates, today=today, month_first=month_first(bot, locale))
    saying = Saying(
        today, now, month_first(bot, locale), country_of(bot, locale) or "", festivals, usual
    )
    working = find_working_days(text, today, closing_days(bot), partial(_all_days, saying=saying))
    found += _unless_taken(found, _as_entities("date", text, _written_days(working)))
    dates = _written_days(read_days(text))
    found += _unless_taken(found, _as_entities("date", text, dates))
    found += _unless_taken(found, phones)
    found = _with_numbers(text, found, locale, usual)
    found, moments = with_longer_days(found, find_moment_entities(text, saying))
    found = without_open_days(text, found)
    listed += without_open_days(text, moments)
    listed += _persons(bot, text, [*found, *listed])
    if (meaning := yes_or_no(text)) is not None:
        listed.append(Entity(kind="yes_no", value=meaning, text=text, start=0, end=len(text)))
    everything = sorted([*found, *listed], key=lambda entity: (entity.start, entity.end))
    return tuple(everything[:MAX_ENTITIES])


def _all_days(text: str, saying: Saying) -> list[tuple[int, int, date]]:
    """Feasts too; of those that begin together the longest first."""
    days = [
        (start, end, day)
        for start, end, day in find_dates(text, saying.today, month_first=saying.month_first)
        if day is not None
    ]
    feasts = (one for one in find_moment_entities(text, saying) if one.kind == "date")
    days += [(one.start, one.end, date.fromisoformat(str(one.value))) for one in feasts]
    return sorted(days, key=lambda day: (day[0], -day[1]))


def _written_days(days: Iterable[tuple[int, int, date | None]]) -> Iterator[Span]:
    return ((start, end, day.isoformat() if day else None) for start, end, day in days)


def _written(bot: Bot, text: str) -> list[Entity]:
    """The tenant's identifiers, e-mail addresses and money, which claim their places first."""
    found = list(_by_tenant(bot, text))
    found += _unless_taken(found, _as_entities("email", text, find_emails(text)))
    found += _unless_taken(found, _as_entities("email", text, find_spoken_emails(text)))
    return found + _unless_taken(found, _as_entities("money", text, find_money(text)))


def _with_numbers(
    text: str, found: list[Entity], locale: str, usual: IsUsual | None
) -> list[Entity]:
    """With what is left for ordinals, numbers, and hours that are some only if a time is meant."""
    ordinals = _as_entities("ordinal", text, find_ordinals(text))
    found = found + _unless_taken([one for one in found if not _is_ordinal(one)], ordinals)
    numbers = _as_entities("number", text, _tidy_numbers(text, decimal_sign(locale)))
    found += _unless_taken(found, numbers)
    hours = _as_entities("time_of_day", text, find_times(text, usual, loosely=True))
    return found + _unless_taken([one for one in found if one.kind != "number"], hours)


def _persons(bot: Bot, text: str, known: list[Entity]) -> list[Entity]:
    """Names, where the bot asks for any; one that corrects another where nothing else was read."""
    if all(slot.type is not SlotType.NAME for slot in bot.slots.values()):
        return []
    persons = list(_as_entities("person", text, find_names(text)))
    corrected = corrected_name(text)
    better = _as_entities("person", text, [corrected] if corrected else [])
    return [*persons, *_unless_taken([*known, *persons], better)]


def _by_tenant(bot: Bot, text: str) -> Iterator[Entity]:
    for kind, pattern in tenant_patterns(bot).items():
        slot = bot.slots.get(kind)
        checksum = slot.checksum if slot else None
        found = (one for one in find_identifiers(pattern, text) if passes(checksum, one[2]))
        yield from _as_entities(kind, text, found)


def _listed(bot: Bot, text: str) -> Iterator[Entity]:
    """Addresses, ranges and the words of lists claim no place: "two rooms" may be a value and
    hold a number."""
    yield from _as_entities("address", text, find_addresses(text))
    yield from _as_entities("money_range", text, find_money_ranges(text))
    for slot in bot.slots.values():
        if slot.type is SlotType.ENUM and slot.source == "customer":
            yield from _as_entities(slot.name, text, islice(find_values(slot, text), MAX_OF_A_KIND))


def _tidy_numbers(text: str, decimal: str) -> Iterator[Span]:
    for start, end, value in find_numbers(text, decimal):
        is_whole = value is not None and value.is_integer()
        yield start, end, int(value) if value is not None and is_whole else value


def _is_ordinal(entity: Entity) -> bool:
    """ "2nd" and "the second" may be a day of the month or pick from a list."""
    return entity.kind == "date" and _BARE_ORDINAL.fullmatch(entity.text) is not None


def _as_entities(kind: str, text: str, spans: Iterable[Span]) -> Iterator[Entity]:
    for start, end, value in spans:
        words = text[start:end]
        if value is None:
            yield Entity(kind=UNCLEAR, value=kind, text=words, start=start, end=end)
        else:
            yield Entity(kind=kind, value=value, text=words, start=start, end=end)


def _unless_taken(found: list[Entity], candidates: Iterable[Entity]) -> list[Entity]:
    """The first that overlap nothing found so far."""
    taken = bytearray(max((entity.end for entity in found), default=0))
    for entity in found:
        taken[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
    free = (one for one in candidates if not any(taken[one.start : one.end]))
    return list(islice(free, MAX_OF_A_KIND))
