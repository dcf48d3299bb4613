"""The days a date slot takes: `after: today`, `before: +90d`, `on_or_after: 2026-12-01`."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from domain.errors import InvalidInput

LIMITS = ("after", "before", "on_or_after", "on_or_before")
_RELATIVE = re.compile(r"^([+-])([0-9]{1,5})([dw])$")
_DAYS = {"d": 1, "w": 7}


class Limits(NamedTuple):
    """The first and the last day allowed; None where there is no such limit."""

    first: date | None = None
    last: date | None = None


def day_of(limit: str, today: date) -> date:
    """Raise InvalidInput for what is neither "today", "+90d", "-2w" nor an ISO date."""
    if limit == "today":
        return today
    if found := _RELATIVE.match(limit):
        days = int(found[2]) * _DAYS[found[3]]
        return today + timedelta(days=days if found[1] == "+" else -days)
    try:
        return date.fromisoformat(limit)
    except ValueError as error:
        allowed = f'{limit!r} is no limit: say "today", days from it such as "+90d", or a date'
        raise InvalidInput("limit", allowed) from error


def limits_of(
    today: date,
    *,
    after: str | None = None,
    before: str | None = None,
    on_or_after: str | None = None,
    on_or_before: str | None = None,
) -> Limits:
    """The narrower of two limits counts."""
    one = timedelta(days=1)
    firsts = [day_of(after, today) + one] if after else []
    firsts += [day_of(on_or_after, today)] if on_or_after else []
    lasts = [day_of(before, today) - one] if before else []
    lasts += [day_of(on_or_before, today)] if on_or_before else []
    return Limits(max(firsts, default=None), min(lasts, default=None))
