"""Phone numbers in a text, as E.164."""

from collections.abc import Iterator
from itertools import islice

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from domain.bot.model import Bot
from domain.messages import MAX_TEXT
from domain.understanding.entities import MAX_OF_A_KIND
from domain.understanding.model import Entity

_DIGITS_OF_A_PHONE = 7
_MOST_TRIED = 500
"""Runs of digits that are looked at and are no number, in one message."""
_REGION_OF_LOCALE = {"en": "US", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL"}


def find_phones(bot: Bot, text: str, locale: str) -> Iterator[Entity]:
    """Numbers that could be dialled; without a country code those of the tenant's country."""
    if sum(character.isdigit() for character in text) < _DIGITS_OF_A_PHONE:
        return
    found = PhoneNumberMatcher(
        text[:MAX_TEXT], _region(bot, locale), leniency=Leniency.VALID, max_tries=_MOST_TRIED
    )
    for match in islice(found, MAX_OF_A_KIND):
        yield Entity(
            kind="phone",
            value=format_number(match.number, PhoneNumberFormat.E164),
            text=match.raw_string,
            start=match.start,
            end=match.end,
        )


def _region(bot: Bot, locale: str) -> str:
    """The country of the tenant's holidays ("de-BE"), else that of the customer's locale."""
    holidays = bot.tenant.business_hours.holidays
    if holidays:
        return holidays.partition("-")[0].upper()
    language, _, region = locale.partition("-")
    return region.upper() or _REGION_OF_LOCALE.get(language.casefold(), "US")
