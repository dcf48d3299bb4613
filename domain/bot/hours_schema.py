"""Schema of opening hours, of a tenant and of its queues.

By day or by span of days: `{mon-fri: [...], wed: [...], closed: [2026-12-24]}`.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.bot.short_forms import STRING, STRINGS, OrShort
from domain.business_hours import DAYS
from domain.tenant_settings import BusinessHours, Queue


def expanded(value: Any) -> Any:
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
        elif key != "days":
            rest[key] = spans
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


def _days_in(key: str) -> tuple[str, ...]:
    first, _, last = key.partition("-")
    if first not in DAYS or (last and last not in DAYS):
        return ()
    start, end = DAYS.index(first), DAYS.index(last or first)
    return DAYS[start : end + 1] if start <= end else DAYS[start:] + DAYS[: end + 1]


DAY_KEY = f"^({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?$"
Hours = Annotated[
    BusinessHours,
    BeforeValidator(expanded),
    OrShort(
        (
            {
                "type": "object",
                "properties": {"tz": STRING, "holidays": STRING, "closed": {"type": "array"}},
                "patternProperties": {DAY_KEY: STRINGS},
                "additionalProperties": False,
            },
        )
    ),
]


_QUEUE_HOURS: dict[str, Any] = {
    "anyOf": [
        {"const": "always"},
        {
            "type": "object",
            "properties": {"tz": STRING, "holidays": {"enum": ["open", "closed"]}},
            "patternProperties": {DAY_KEY: STRINGS},
            "additionalProperties": False,
        },
    ]
}


def as_queue(value: Any) -> Any:
    """Read `{hours: always}`, or hours by day with `holidays: open` or `closed`."""
    hours = value.get("hours") if isinstance(value, Mapping) else None
    if hours == "always":
        return {**value, "hours": {}}
    if not isinstance(hours, Mapping):
        return value
    own = {key: days for key, days in hours.items() if key != "holidays"}
    holidays = hours.get("holidays", "closed")
    if not isinstance(holidays, str) or holidays not in {"open", "closed"}:
        raise ValueError("holidays must be open or closed; which days those are, the tenant says")
    return {"closed_on_holidays": holidays == "closed", **value, "hours": expanded(own)}


QueueSource = Annotated[
    Queue,
    BeforeValidator(as_queue),
    OrShort(({"type": "object", "properties": {"hours": _QUEUE_HOURS}},)),
]
