"""How opening hours are written: `{mon-fri: [...], wed: [...], closed: [2026-12-24]}`."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from domain.business_hours import DAYS
from domain.tenants import BusinessHours

_LONG_NAMES = {
    "mon": "mo montag monday mondays", "tue": "di tu tues dienstag tuesday tuesdays",
    "wed": "mi we mittwoch wednesday wednesdays", "thu": "do th thur thurs donnerstag thursday",
    "fri": "fr freitag friday fridays", "sat": "sa samstag sonnabend saturday saturdays",
    "sun": "so su sonntag sunday sundays",
}  # fmt: skip
_SAID = {name: day for day, names in _LONG_NAMES.items() for name in (day, *names.split())}
_GROUPS = {
    "weekdays": "mon-fri", "weekday": "mon-fri", "werktags": "mon-fri", "workdays": "mon-fri",
    "weekend": "sat-sun", "weekends": "sat-sun", "wochenende": "sat-sun", "daily": "mon-sun",
    "everyday": "mon-sun", "täglich": "mon-sun",
}  # fmt: skip
_BETWEEN = re.compile(r"\s?(?:-|\u2013|\u2014|bis|to)\s?")


def expand_days(value: Any) -> Any:
    """Read `{tz: ..., mon-fri: [...], sat: [...]}` as `{tz: ..., days: {mon: [...], ...}}`.

    A day by itself, or a shorter range within a longer one, is the exception from it, in whatever
    order they are written. Raise ValueError for ranges that overlap otherwise.
    """
    if not isinstance(value, Mapping):
        return value
    ranges: dict[str, tuple[str, ...]] = {}
    rest: dict[str, Any] = {}
    for key, spans in value.items():
        names = _days_in(str(key))
        if names:
            ranges[str(key)] = names
        elif key in BusinessHours.model_fields:
            rest[key] = spans
        else:
            raise ValueError(_unknown(str(key)))
    _refuse_overlaps(ranges)
    days = dict(value["days"]) if isinstance(value.get("days"), Mapping) else {}
    for key in sorted(ranges, key=lambda key: -len(ranges[key])):
        days |= dict.fromkeys(ranges[key], value[key])
    return {**rest, "days": {day: days[day] for day in _in_order(days)}}


def _in_order(days: Iterable[str]) -> list[str]:
    return sorted(days, key=lambda day: DAYS.index(day) if day in DAYS else len(DAYS))


def _refuse_overlaps(ranges: Mapping[str, tuple[str, ...]]) -> None:
    for one, days in ranges.items():
        for other, others in ranges.items():
            both = set(days) & set(others)
            if one < other and both and not (set(days) < set(others) or set(others) < set(days)):
                shared = min(both, key=DAYS.index)
                raise ValueError(
                    f"{one} and {other} both speak of {shared}; say what holds on {shared} in a "
                    "line of its own, and let the ranges end before it"
                )


def _unknown(key: str) -> str:
    meant = meant_days(key)
    if meant:
        return f"{key!r} is no day; did you mean {meant!r}?"
    return f"{key!r} is no day and no setting; days are {', '.join(DAYS)}, or a range as mon-fri"


def meant_days(key: str) -> str | None:
    """ "mo-fr", "Monday - Friday", "weekdays": how it is written here."""
    said = key.strip().lower().rstrip(".")
    if said in _GROUPS:
        return _GROUPS[said]
    parts = [_SAID.get(part.strip(" .")) for part in _BETWEEN.split(said[:40])]
    if 1 <= len(parts) <= len(("first", "last")) and all(parts):
        return "-".join(part for part in parts if part)
    return None


def _days_in(key: str) -> tuple[str, ...]:
    first, _, last = key.partition("-")
    if first not in DAYS or (last and last not in DAYS):
        return ()
    start, end = DAYS.index(first), DAYS.index(last or first)
    return DAYS[start : end + 1] if start <= end else DAYS[start:] + DAYS[: end + 1]
