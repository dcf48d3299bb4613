"""Durations as tenants write them, "8s" or "24h", and how long each may last."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"^(\d{1,9})(ms|s|m|h|d)$")


_LONGEST_NUMBER = 9
YEAR = timedelta(days=366)
"""The longest that anything lasts."""


def parse_duration(value: Any) -> Any:
    """Read "8s", "10m", "24h", "90d", "500ms"; anything else goes on to pydantic."""
    if isinstance(value, str) and (match := _DURATION.match(value.strip())):
        if len(match[1]) > _LONGEST_NUMBER:
            raise ValueError("must be a duration of at most nine digits and a unit")
        return timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    if isinstance(value, int | float) and not isinstance(value, bool) and value:
        raise ValueError(f"must have a unit, such as {value:g}s, {value:g}m or {value:g}h")
    return value


def lasting(least: timedelta, most: timedelta) -> AfterValidator:
    """A check that a duration is between the two."""

    def check(value: timedelta) -> timedelta:
        if not least <= value <= most:
            raise ValueError(f"must be between {written(least)} and {written(most)}")
        return value

    return AfterValidator(check)


def written(value: timedelta) -> str:
    """As tenants write it, in the largest unit that fits: "90s", "4h"; to the millisecond."""
    count = round(value / timedelta(milliseconds=1))
    sizes = {unit: round(seconds * 1_000) for unit, seconds in _UNITS.items()}
    unit = next((u for u in ("d", "h", "m", "s", "ms") if count and count % sizes[u] == 0), "s")
    return f"{count // sizes[unit]}{unit}"


_ANY = Annotated[timedelta, BeforeValidator(parse_duration)]
Duration = Annotated[_ANY, lasting(timedelta(0), YEAR)]
CallTime = Annotated[_ANY, lasting(timedelta(milliseconds=50), timedelta(minutes=1))]
"""How long one call of a backend may take."""
Retention = Annotated[_ANY, lasting(timedelta(days=1), timedelta(days=3_660))]
SessionTime = Annotated[_ANY, lasting(timedelta(seconds=1), timedelta(days=90))]
TokenTime = Annotated[_ANY, lasting(timedelta(minutes=1), timedelta(hours=24))]
MergeWindow = Annotated[_ANY, lasting(timedelta(0), timedelta(minutes=1))]
HoldingTime = Annotated[_ANY, lasting(timedelta(0), timedelta(minutes=5))]
FailureTime = Annotated[_ANY, lasting(timedelta(0), timedelta(minutes=30))]
OfferTime = Annotated[_ANY, lasting(timedelta(seconds=5), timedelta(hours=1))]
"""How long one agent may think about an offer while the customer waits."""
AwayTime = Annotated[_ANY, lasting(timedelta(minutes=1), timedelta(hours=24))]
KeepTime = Annotated[_ANY, lasting(timedelta(minutes=1), timedelta(days=90))]
"""How long a cache keeps what it has."""
Quiet = Annotated[_ANY, lasting(timedelta(0), timedelta(days=90))]
