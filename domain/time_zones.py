"""Time zones by the names that authors and customers' browsers give them."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LONGEST = 64


def zone_named(name: Any) -> ZoneInfo | None:
    """The time zone of this name, such as "Europe/Berlin"; None where there is none."""
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
