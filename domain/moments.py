"""Moments as an author writes them: "{visit_date} {visit_time} - 1d", "now + 2h".

Days and weeks are counted on the calendar, so that the day before 09:00 is 09:00 also where the
clocks were changed in between; hours, minutes and seconds are counted as they pass.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.time_zones import zone_named

Lookup = Callable[[str], Any]

_TOKEN = re.compile(
    r"\{(?P<name>[A-Za-z_][A-Za-z0-9_]{0,60}(?:\.[A-Za-z_][A-Za-z0-9_]{0,60}){0,8})\}"
    r"|(?P<now>now\b)"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}\b)"
    r"|(?P<sign>[+-])[ ]{0,4}(?P<number>[0-9]{1,5})(?P<unit>w|d|h|m|s)\b"
    r"|(?P<other>[+-][ ]{0,4}[0-9]{1,5}[A-Za-z]{0,20}|\S)"
)
_CLOCK = re.compile(r"^([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?$")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_CALENDAR = ("w", "d")
_LONGEST = 200
_MOST_SHIFTS = 4
_MOST_PARTS = 2
_FARTHEST = timedelta(days=5 * 366)
_WITHOUT_A_TIME = time(9)
"""A day alone means nine in the morning: nobody is reminded at midnight."""
_EXAMPLE = 'such as "{visit_date} {visit_time} - 1d", "{visit_date} 18:00 - 1d" or "now + 2h"'


@dataclass(frozen=True)
class Shift:
    """How much later (or earlier, below zero); `by_calendar` for days and weeks."""

    by: timedelta
    by_calendar: bool


@dataclass(frozen=True)
class Moment:
    """`start` is "now", the name of a value that holds a moment, or a day and a time of day.

    A time of day is a name too, or written out: "18:00"."""

    start: tuple[str, ...]
    shifts: tuple[Shift, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The slots and dotted results that it reads."""
        return tuple(part for part in self.start if part != "now" and ":" not in part)


@lru_cache(maxsize=1_024)
def parse(text: str) -> Moment:
    """Raise InvalidInput, saying what is expected, for a text that names no moment."""
    if len(text) > _LONGEST:
        raise InvalidInput("until", f"a moment has at most {_LONGEST} characters")
    start: list[str] = []
    shifts: list[Shift] = []
    for found in _TOKEN.finditer(text):
        if found["sign"] and start:
            amount = int(found["number"]) * (-1 if found["sign"] == "-" else 1)
            unit = found["unit"]
            shifts.append(Shift(timedelta(**{_UNITS[unit]: amount}), unit in _CALENDAR))
        elif found["other"] or found["sign"] or shifts:
            raise InvalidInput("until", f"{found[0]!r} is not expected here; write it {_EXAMPLE}")
        else:
            start.append(found["name"] or found[0])
    _check(tuple(start), shifts)
    return Moment(tuple(start), tuple(shifts))


def _check(start: tuple[str, ...], shifts: list[Shift]) -> None:
    is_clock = [":" in part for part in start]
    if not start or len(start) > _MOST_PARTS or is_clock[0] or ("now" in start and start[1:]):
        raise InvalidInput("until", f"a day, or a day and a time, is expected, {_EXAMPLE}")
    if len(start) == _MOST_PARTS and is_clock[1] and clock(start[1]) is None:
        raise InvalidInput("until", f"{start[1]!r} is no time of day such as 18:00")
    if len(shifts) > _MOST_SHIFTS:
        raise InvalidInput("until", f"at most {_MOST_SHIFTS} times are added or taken away")


def moment_of(text: str, lookup: Lookup, now: datetime, zone: str) -> datetime | None:
    """When that is, in UTC; None where a value is missing, is no day or time, or is too far off.

    `zone` is the name of the time zone in which days and times of day are meant.
    """
    tz = zone_named(zone)
    if tz is None:
        return None
    try:
        moment = parse(text)
        start = _start(moment.start, lookup, now, tz)
        for shift in moment.shifts if start else ():
            start = _shifted(start, shift, tz) if start else None
    except (InvalidInput, ValueError, OverflowError):
        return None
    if start is None or abs(start - now) > _FARTHEST:
        return None
    return start


def clock(value: Any) -> time | None:
    """A time of day, of "9:30", "09:30" or "09:30:00"."""
    if isinstance(value, time):
        return value
    found = _CLOCK.match(value.strip()) if isinstance(value, str) else None
    return time(int(found[1]), int(found[2])) if found else None


def _start(parts: tuple[str, ...], lookup: Lookup, now: datetime, tz: ZoneInfo) -> datetime | None:
    if parts == ("now",):
        return now.astimezone(UTC)
    values = list(_values(parts, lookup))
    first = _day_or_moment(values[0])
    if first is None or len(values) == 1:
        return _in_utc(first, tz) if first else None
    at = clock(values[1])
    day = first.astimezone(tz).date() if first.tzinfo else first.date()
    return _in_utc(datetime.combine(day, at), tz) if at else None


def _values(parts: tuple[str, ...], lookup: Lookup) -> Iterator[Any]:
    for part in parts:
        yield part if ":" in part else lookup(part)


def _day_or_moment(value: Any) -> datetime | None:
    """A day counts as its morning; a moment with an offset keeps it, else it is a local one."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, _WITHOUT_A_TIME)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    read = datetime.fromisoformat(value.strip())
    has_time = "T" in value or ":" in value
    return read if has_time else datetime.combine(read.date(), _WITHOUT_A_TIME)


def _in_utc(moment: datetime, tz: ZoneInfo) -> datetime:
    """By the clock on the wall; an hour that the clocks skip comes as late as it would have."""
    local = moment if moment.tzinfo else moment.replace(tzinfo=tz)
    return local.astimezone(UTC)


def _shifted(moment: datetime, shift: Shift, tz: ZoneInfo) -> datetime:
    if not shift.by_calendar:
        return moment + shift.by
    return _in_utc(moment.astimezone(tz).replace(tzinfo=None) + shift.by, tz)
