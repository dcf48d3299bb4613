"""Phone numbers in a text, as E.164."""

import re
from collections.abc import Iterator
from itertools import islice

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from domain.bot.model import Bot
from domain.messages import MAX_TEXT
from domain.understanding.entities import MAX_OF_A_KIND
from domain.understanding.model import Entity
from domain.understanding.values.regions import country_of

_NO_PHONE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d/\d{4}|\d{4}-\d\d-\d\d")
"""A date, a month of a year: parts of it would make a number that could be dialled."""
_MONTH_OF_A_YEAR = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)")
_DIGITS_OF_A_PHONE = 7
_MOST_TRIED = 500
"""Runs of digits that are looked at and are no number, in one message."""


def find_phones(bot: Bot, text: str, locale: str) -> Iterator[Entity]:
    """Numbers that could be dialled; without a country code those of the tenant's country."""
    if sum(character.isdigit() for character in text) < _DIGITS_OF_A_PHONE:
        return
    found = PhoneNumberMatcher(
        text[:MAX_TEXT], _region(bot, locale), leniency=Leniency.VALID, max_tries=_MOST_TRIED
    )
    numbers = (match for match in found if not _is_no_phone(match.raw_string))
    for match in islice(numbers, MAX_OF_A_KIND):
        yield Entity(
            kind="phone",
            value=format_number(match.number, PhoneNumberFormat.E164),
            text=match.raw_string,
            start=match.start,
            end=match.end,
        )


def _is_no_phone(raw: str) -> bool:
    return (
        raw.count("/") > 1
        or _NO_PHONE.fullmatch(raw) is not None
        or _MONTH_OF_A_YEAR.search(raw) is not None
    )


def _region(bot: Bot, locale: str) -> str:
    """English alone names no country; a number as in the United States is still one."""
    return country_of(bot, locale) or "US"
