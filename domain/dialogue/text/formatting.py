"""Values as a customer reads them: money, dates, yes and no, in their language."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import category

from domain.understanding.language.registry import LANGUAGES, by_language

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_TABLES: dict[str, dict[str, Any]] = {
    name: by_language("formatting", name)
    for name in (
        "MONTHS", "DAYS", "NO_YES", "DATE", "CLOCK", "AT", "TODAY", "TOMORROW", "SOON",
        "APPOINTMENT", "IN_A_SENTENCE", "NOW", "SOME_DAY", "THOUSANDS", "DECIMAL", "SIGN_FIRST",
        "AND",
    )
}  # fmt: skip
_DAYS_A_WEEK = 7
_LONGEST = 200
_LONGEST_READ = 2_000
_NOON = 12
_CLOCK = len("00:00")
_BY_24_HOURS = frozenset({"GB", "IE"})
_DAY_LONG = len("2026-11-30")
_DIGITS = 20
"""Places of an amount that is written out as money."""


def language_of(locale: str) -> str:
    """The language whose habits we know; the first of our own for the others."""
    language = locale.split("-", maxsplit=1)[0].casefold()
    return language if language in _TABLES["MONTHS"] else LANGUAGES[0]


def habit(name: str, locale: str) -> Any:
    """What the home of the locale's language says under this name in `formatting`."""
    return _TABLES[name][language_of(locale)]


def shown(value: Any, locale: str) -> str:
    """One line of plain text, whatever the value holds."""
    match value:
        case None:
            return ""
        case bool():
            return str(habit("NO_YES", locale)[value])
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
    signs = str.maketrans({",": habit("THOUSANDS", locale), ".": habit("DECIMAL", locale)})
    is_first = habit("SIGN_FIRST", locale) and currency in _SIGNS
    number = number.translate(signs)
    return f"{sign}{number}" if is_first else f"{number} {sign}"


def day(moment: date, locale: str) -> str:
    month = habit("MONTHS", locale)[moment.month - 1]
    return str(habit("DATE", locale)).format(day=moment.day, month=month, year=moment.year)


def clock(value: str, locale: str) -> str:
    """ "15:00" as "3:00 pm", "15:00 Uhr" in German and "15:00" in Britain."""
    hour, _, minute = value.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(value) == _CLOCK):
        return plain(value)
    if written := str(habit("CLOCK", locale)):
        return written.format(time=value)
    if locale.partition("-")[2].upper() in _BY_24_HOURS:
        return value
    half = "am" if int(hour) < _NOON else "pm"
    return f"{int(hour) % _NOON or _NOON}:{minute} {half}"


def soon(moment: datetime, now: datetime, locale: str) -> str:
    """A moment of the coming days: "today at 13:00", "on Monday at 09:00"."""
    at = str(habit("AT", locale)).format(time=f"{moment:%H:%M}")
    days = (moment.date() - now.date()).days
    if days <= 1:
        return f"{habit('TOMORROW' if days == 1 else 'TODAY', locale)} {at}"
    weekday = habit("DAYS", locale)[moment.weekday()]
    named = weekday if days < _DAYS_A_WEEK else day(moment.date(), locale)
    return str(habit("SOON", locale)).format(day=named, at=at)


def in_a_sentence(moment: datetime, now: datetime, locale: str) -> str:
    """The same inside a sentence: "am Montag um 09:00"."""
    words = soon(moment, now, locale)
    if (moment.date() - now.date()).days <= 1:
        return words
    return str(habit("IN_A_SENTENCE", locale)).format(when=words)


def appointment(moment: datetime, locale: str) -> str:
    """A day and a time of a backend: "Monday 30 November at 10:00", by the clock it was sent in."""
    return str(habit("APPOINTMENT", locale)).format(
        weekday=habit("DAYS", locale)[moment.weekday()],
        day=moment.day,
        month=habit("MONTHS", locale)[moment.month - 1],
        time=f"{moment:%H:%M}",
    )


def _text(value: str, locale: str) -> str:
    with suppress(ValueError):
        if value.count("-") >= 2 and value[_DAY_LONG : _DAY_LONG + 1] == "T":  # noqa: PLR2004 - yyyy-mm-dd
            return appointment(datetime.fromisoformat(value), locale)
        return day(date.fromisoformat(value), locale) if value.count("-") == 2 else plain(value)  # noqa: PLR2004 - yyyy-mm-dd
    return plain(value)
