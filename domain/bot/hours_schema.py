"""How hours are written: by day or by span of days, of a tenant and of its queues."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.bot.short_forms import STRING, STRINGS, OrShort
from domain.business_hours import DAYS
from domain.tenants import BusinessHours, Queue


def expand_days(value: Any) -> Any:
    """Read `{tz: …, mon-fri: […], sat: […]}` as `{tz: …, days: {mon: […], …}}`."""
    if not isinstance(value, Mapping):
        return value
    days, rest = dict(value.get("days", {})), dict[str, Any]()
    for key, spans in value.items():
        names = _days_in(str(key))
        if names:
            days |= dict.fromkeys(names, spans)
        elif key != "days":
            rest[key] = spans
    return {**rest, "days": days}


def _days_in(key: str) -> tuple[str, ...]:
    first, _, last = key.partition("-")
    if first not in DAYS or (last and last not in DAYS):
        return ()
    start, end = DAYS.index(first), DAYS.index(last or first)
    return DAYS[start : end + 1] if start <= end else DAYS[start:] + DAYS[: end + 1]


_DAY_KEY = f"^({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?$"
Hours = Annotated[
    BusinessHours,
    BeforeValidator(expand_days),
    OrShort(
        (
            {
                "type": "object",
                "properties": {"tz": STRING, "holidays": STRING},
                "patternProperties": {_DAY_KEY: STRINGS},
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
            "patternProperties": {_DAY_KEY: STRINGS},
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
    if holidays not in {"open", "closed"}:
        raise ValueError("holidays must be open or closed; which days those are, the tenant says")
    return {"closed_on_holidays": holidays == "closed", **value, "hours": expand_days(own)}


QueueSource = Annotated[
    Queue,
    BeforeValidator(as_queue),
    OrShort(({"type": "object", "properties": {"hours": _QUEUE_HOURS}},)),
]
