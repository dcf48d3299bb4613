"""Values as a customer reads them: money, dates, yes and no, in their language."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import category

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_YES_NO = {"en": ("no", "yes"), "de": ("nein", "ja")}
_LONGEST = 200
_LONGEST_READ = 2_000
_NOON = 12
_CLOCK = len("00:00")
_BY_24_HOURS = frozenset({"GB", "IE"})
_DAY_LONG = len("2026-11-30")
_DIGITS = 20
"""Places of an amount that is written out as money."""


def language_of(locale: str) -> str:
    """The language whose habits we know; English for the others."""
    language = locale.split("-", maxsplit=1)[0].casefold()
    return language if language in _MONTHS else "en"


def shown(value: Any, locale: str) -> str:
    """One line of plain text, whatever the value holds."""
    match value:
        case None:
            return ""
        case bool():
            return _YES_NO[language_of(locale)][value]
        case {"amount": amount, "currency": currency}:
            return money(str(amount), str(currency), locale)
        case Mapping():
            return ", ".join(shown(part, locale) for part in value.values())
        case str():
            return _text(value, locale)
        case _:
            return plain(str(value))


def plain(text: str) -> str:
    """Without control characters and line breaks, at most 200 characters."""
    visible = "".join(c if category(c)[0] != "C" else " " for c in text[:_LONGEST_READ])
    return " ".join(visible.split())[:_LONGEST]


def money(amount: str, currency: str, locale: str) -> str:
    try:
        value = Decimal(amount)
    except (InvalidOperation, ValueError):
        return plain(f"{amount} {currency}")
    if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
        return plain(f"{amount} {currency}")  # 1e9999999 would be written out in full
    number = f"{value:,.2f}"
    sign = _SIGNS.get(currency, currency)
    if language_of(locale) == "de":
        swapped = number.translate(str.maketrans(",.", ".,"))
        return f"{swapped} {sign}"
    return f"{sign}{number}" if currency in _SIGNS else f"{number} {sign}"


def day(moment: date, locale: str) -> str:
    language = language_of(locale)
    month = _MONTHS[language].split()[moment.month - 1]
    dot = "." if language == "de" else ""
    return f"{moment.day}{dot} {month} {moment.year}"


def clock(value: str, locale: str) -> str:
    """ "15:00" as "3:00 pm", "15:00 Uhr" in German and "15:00" in Britain."""
    hour, _, minute = value.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(value) == _CLOCK):
        return plain(value)
    if language_of(locale) == "de":
        return f"{value} Uhr"
    if locale.partition("-")[2].upper() in _BY_24_HOURS:
        return value
    half = "am" if int(hour) < _NOON else "pm"
    return f"{int(hour) % _NOON or _NOON}:{minute} {half}"


def soon(moment: datetime, now: datetime, locale: str) -> str:
    """A moment of the coming days: "today at 13:00", "on Monday at 09:00"."""
    language = language_of(locale)
    german = language == "de"
    clock = f"um {moment:%H:%M}" if german else f"at {moment:%H:%M}"
    days = (moment.date() - now.date()).days
    if days <= 1:
        words = ("heute", "morgen") if german else ("today", "tomorrow")
        return f"{words[max(days, 0)]} {clock}"
    if days < len(_DAYS["en"].split()):
        weekday = _DAYS[language].split()[moment.weekday()]
        return f"{weekday} {clock}" if german else f"on {weekday} {clock}"
    return f"{'' if german else 'on '}{day(moment.date(), locale)} {clock}"


def appointment(moment: datetime, locale: str) -> str:
    """A day and a time of a backend: "Monday 30 November at 10:00", by the clock it was sent in."""
    language = language_of(locale)
    weekday = _DAYS[language].split()[moment.weekday()]
    month = _MONTHS[language].split()[moment.month - 1]
    if language == "de":
        return f"{weekday}, {moment.day}. {month} um {moment:%H:%M} Uhr"
    return f"{weekday} {moment.day} {month} at {moment:%H:%M}"


def _text(value: str, locale: str) -> str:
    with suppress(ValueError):
        if value.count("-") >= 2 and value[_DAY_LONG : _DAY_LONG + 1] == "T":  # noqa: PLR2004 - yyyy-mm-dd
            return appointment(datetime.fromisoformat(value), locale)
        return day(date.fromisoformat(value), locale) if value.count("-") == 2 else plain(value)  # noqa: PLR2004 - yyyy-mm-dd
    return plain(value)
