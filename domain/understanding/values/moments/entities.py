"""Moments, ranges and durations as entities of a message."""

import re
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import NamedTuple

from domain.understanding.language.registry import fragment
from domain.understanding.model import Entity
from domain.understanding.values.calendar_words import SMALL
from domain.understanding.values.moments.finding import Found, IsUsual, find_moments, written
from domain.understanding.values.moments.series import Grain, bounded_effort
from domain.understanding.values.moments.times import Clock, Festivals

_UNCLEAR = "unclear"
_MOST = 50
_MOST_EFFORT = 60_000
_LONGEST_WORD = 16
_AROUND = re.compile(rf"(?<!\w)(?:{fragment('moments', 'AROUND')})\s{{1,3}}\Z", re.IGNORECASE)
_OTHER_LENGTH = re.compile(
    rf"(?:(?:\d|\b(?:{SMALL}))\s{{0,3}}"
    rf"(?:-|\u2013|\b(?:{fragment('date_rules', 'TO')}|{fragment('candidates', 'OR')})\b)\s{{0,3}}"
    r"|(?<![\w\s])-|(?:\A|\s)[-\u2212])\Z",
    re.IGNORECASE,
)
_LONGEST_WORDS = 30
_OPEN = re.compile(
    rf"(?<!\w)(?:{fragment('moments', 'OPEN_ENDED')})\s{{1,3}}"
    rf"(?:{fragment('date_rules', 'THE')})?\s{{0,3}}\Z",
    re.IGNORECASE,
)
_UNFIT = re.compile(rf"\s{{1,3}}(?:{fragment('moments', 'UNFIT')})\b", re.IGNORECASE)
_ANY_OPEN = re.compile(rf"\b(?:{fragment('moments', 'OPEN_ENDED')})\b", re.IGNORECASE)
_LONG = frozenset({"week", "month", "quarter", "year"})
"""What is named by one of these is no day, whatever days its words hold: "the 3rd week"."""


class Saying(NamedTuple):
    """When and where a message is said. Without `now` nothing that needs the clock is read."""

    today: date
    now: datetime | None
    month_first: bool | None
    country: str
    festivals: Festivals
    is_usual: IsUsual | None


def no_festivals(_name: str, _year: int) -> tuple[date, ...]:
    """Where nobody knows the feasts that follow the moon."""
    return ()


def find_moment_entities(text: str, saying: Saying) -> list[Entity]:
    """In the order of the text; those of the same words stand at the same place."""
    now = saying.now or datetime.combine(saying.today, time(12), UTC)
    clock = Clock(now, saying.month_first, saying.country, saying.festivals)
    each = (
        _entity(text, found, now)
        for found in islice(find_moments(text, clock, saying.is_usual), _MOST)
        if saying.now is not None or not _needs_clock(found)
    )
    with bounded_effort(_MOST_EFFORT):
        return [one for one in each if one is not None and not _is_about(text, one)]


def _is_about(text: str, entity: Entity) -> bool:
    """ "Around Christmas" is no day, the end of "10 to 15 minutes" no length of time."""
    before = text[max(entity.start - _LONGEST_WORD, 0) : entity.start]
    if entity.kind == "duration":
        return _OTHER_LENGTH.search(before) is not None
    return entity.kind == "date" and _AROUND.search(before) is not None


def without_open_days(text: str, found: list[Entity]) -> list[Entity]:
    """With a day that is only the end of a time ("after 5 December"), or of which somebody says
    that it will not do, as one that is unclear."""
    return [_unclear_day(one) if _is_open(text, one) else one for one in found]


def _is_open(text: str, entity: Entity) -> bool:
    before = text[max(entity.start - _LONGEST_WORDS, 0) : entity.start]
    is_open = _OPEN.search(before) is not None or _UNFIT.match(text, entity.end) is not None
    return entity.kind == "date" and is_open


def _unclear_day(entity: Entity) -> Entity:
    return entity.model_copy(update={"kind": _UNCLEAR, "value": entity.kind})


def with_longer_days(found: list[Entity], moments: list[Entity]) -> tuple[list[Entity], ...]:
    """What was found without the days of which only a part was read ("Sunday" in "Palm Sunday"),
    and the moments without the days that are told already."""
    days = [one for one in moments if one.kind == "date"]
    spans = [one for one in moments if one.kind == "date_range" and one.grain in _LONG]
    kept = [
        one
        for one in found
        if not any(_is_part_of(one, day) for day in days)
        and not any(one.kind == "date" and _is_part_of(one, span) for span in spans)
    ]
    told = (one for one in moments if one.kind == "date")
    twice = [one for one in told if any(_is_day_at(known, one) for known in kept)]
    return kept, [one for one in moments if one not in twice]


def _is_part_of(known: Entity, day: Entity) -> bool:
    inside = day.start <= known.start and known.end <= day.end
    is_counted = known.kind == _UNCLEAR and _ANY_OPEN.search(day.text) is not None
    is_less = len(known.text) < len(day.text) or is_counted
    return inside and is_less and _is_day(known)


def _needs_clock(found: Found) -> bool:
    return found.length is None and found.grain < Grain.DAY


def _entity(text: str, found: Found, now: datetime) -> Entity | None:
    kind = _kind(found)
    if kind is None:
        return None
    value = written(found, now)
    words = text[found.start : found.end]
    if value is None:
        return Entity(kind=_UNCLEAR, value=kind, text=words, start=found.start, end=found.end)
    grain = found.grain.name.casefold()
    return Entity(kind=kind, value=value, text=words, start=found.start, end=found.end, grain=grain)


def _kind(found: Found) -> str | None:
    """A week or a month is a range of days; a bare "5th" is told by the readers of dates."""
    if found.length is not None:
        return "duration"
    if found.kind != "moment":
        return "date_range"
    if found.grain > Grain.DAY:
        return "date_range"
    if found.grain < Grain.DAY:
        return "moment"
    return None if found.is_bare_ordinal else "date"


def _is_day_at(known: Entity, entity: Entity) -> bool:
    return _is_day(known) and known.start < entity.end and entity.start < known.end


def _is_day(known: Entity) -> bool:
    """What was read as a day, or as a time that is no one day."""
    return known.kind == "date" or (known.kind == _UNCLEAR and known.value == "date")
