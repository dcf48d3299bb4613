"""Moments, ranges and durations as entities of a message."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from domain.understanding.model import Entity
from domain.understanding.values.moments.finding import Found, IsUsual, find_moments, written
from domain.understanding.values.moments.series import Grain
from domain.understanding.values.moments.times import Clock, Festivals

_UNCLEAR = "unclear"
_MOST = 50


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


def find_moment_entities(text: str, saying: Saying, known: Sequence[Entity]) -> Iterator[Entity]:
    """`known` holds the days that are read already: a day is told once."""
    now = saying.now or datetime.combine(saying.today, time(12), UTC)
    clock = Clock(now, saying.month_first, saying.country, saying.festivals)
    left = _MOST
    for found in find_moments(text, clock, saying.is_usual):
        entity = _entity(text, found, now)
        if entity is None or not left or (saying.now is None and _needs_clock(found)):
            continue
        if entity.kind == "date" and any(_is_day_at(one, entity) for one in known):
            continue
        left -= 1
        yield entity


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
    return Entity(
        kind=kind, value=value, text=words, start=found.start, end=found.end, grain=grain
    )


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
    """What was read there as a day, or as a time that is no one day."""
    is_day = known.kind == "date" or (known.kind == _UNCLEAR and known.value == "date")
    return is_day and known.start < entity.end and entity.start < known.end
