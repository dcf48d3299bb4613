"""Public holidays of a country or one of its regions."""

from collections.abc import Iterable
from datetime import date

import holidays

from domain.bot.problems import nearest


class NoSuchRegion(ValueError):
    """A country or region without known holidays; says which was probably meant."""


def public_holidays(region: str, years: Iterable[int]) -> tuple[date, ...]:
    """Of "de-BE" or "us", in order."""
    country, _, subdivision = region.partition("-")
    country, subdivision = country.upper(), subdivision.upper()
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise NoSuchRegion(f"no holidays are known for {region!r}{nearest(country, known)}")
    if subdivision and subdivision not in known[country]:
        raise NoSuchRegion(
            f"no holidays are known for {region!r}{nearest(subdivision, known[country])}"
        )
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=list(years))
    return tuple(sorted(found))
