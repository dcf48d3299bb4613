"""How hours are written: by day or by span of days, of a tenant and of its queues."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.bot.hours_source import expanded
from domain.bot.short_forms import STRING, STRINGS, OrShort
from domain.business_hours import DAYS
from domain.tenants import BusinessHours, Queue

_DAY_KEY = f"^({'|'.join(DAYS)})(-({'|'.join(DAYS)}))?$"
Hours = Annotated[
    BusinessHours,
    BeforeValidator(expanded),
    OrShort(
        (
            {
                "type": "object",
                "properties": {"tz": STRING, "holidays": STRING, "closed": {"type": "array"}},
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
    return {"closed_on_holidays": holidays == "closed", **value, "hours": expanded(own)}


QueueSource = Annotated[
    Queue,
    BeforeValidator(as_queue),
    OrShort(({"type": "object", "properties": {"hours": _QUEUE_HOURS}},)),
]
