"""Lifetimes, as the command line takes them."""

import re
from datetime import timedelta
from typing import Final

import typer

_TIME: Final = re.compile(r"([0-9]{1,4})([mhd])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST: Final = timedelta(days=366)


def life(written: str) -> timedelta:
    """Read 30d, 12h or 45m."""
    found = _TIME.fullmatch(written)
    lasts = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta() < lasts <= _LONGEST:
        raise typer.BadParameter("write 30d, 12h or 45m, for example; at most 366d")
    return lasts


def life_or_now(written: str) -> timedelta:
    """Read the same, or `now`."""
    return timedelta() if written == "now" else life(written)
