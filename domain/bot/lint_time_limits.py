"""Limits of a slot for a time of day."""

import re
from collections.abc import Mapping

from domain.bot.problems import Problems
from domain.bot.yaml_values import SLOTS

_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_ALLOWED = ("on_or_after", "on_or_before")


def lint_hours_of_day(name: str, limits: Mapping[str, str], problems: Problems) -> None:
    """A time has a first and a last one, both written as 09:00."""
    for limit, text in limits.items():
        if limit not in _ALLOWED:
            said = f"{name}: of a time the limits are {' and '.join(_ALLOWED)}"
            problems.error(SLOTS, (name, limit), said)
        elif _HOUR.fullmatch(text) is None:
            said = f"{name}: {text!r} is no time of day: write it as 09:00"
            problems.error(SLOTS, (name, limit), said)
    first, last = (limits.get(limit, "") for limit in _ALLOWED)
    if first and last and first > last:
        problems.error(SLOTS, (name,), f"{name}: no time lies within these limits")
