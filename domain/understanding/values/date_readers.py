"""Readers of dates: from the words for a day to the day, one for each kind of words."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from domain.understanding.values import calendar_words as words
from domain.understanding.values.ordinals import LAST, ordinal_number


class Calendar(NamedTuple):
    today: date
    month_first: bool | None
    """Whether "3/4" is in March; None where nobody knows."""


Days = tuple[date, ...]
"""The day that is meant; two where it may be either; none where it is no day, but a vague time."""
Match = re.Match[str]


def iso(match: Match, calendar: Calendar) -> Days:  # noqa: ARG001 - one shape for every rule
    return _real(int(match[1]), int(match[2]), int(match[3]))


def _real(year: int, month: int, day: int) -> Days:
    """No day, but a date that was meant, where there is none such."""
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def numeric(match: Match, calendar: Calendar) -> Days:
    first, sign, second = int(match["first"]), match["sign"], int(match["second"])
    forms = ((first, second), (second, first))  # day and month
    chosen: tuple[tuple[int, int], ...] = forms
    if sign == "/" and calendar.month_first is None and max(first, second) <= words.MONTHS_A_YEAR:
        pass
    else:
        months_first = sign == "/" and bool(calendar.month_first) and first <= words.MONTHS_A_YEAR
        chosen = forms[1:] if months_first or second > words.MONTHS_A_YEAR else forms[:1]
    year = match.groupdict().get("year")
    if year:
        whole = _year(year)
        return _agreeing(match, tuple(d for day, month in chosen for d in _real(whole, month, day)))
    days = (words.next_on_or_after(calendar.today, month, day) for day, month in chosen)
    return _agreeing(match, tuple(days))


def named_month(match: Match, calendar: Calendar) -> Days:
    month = words.month_number(match["month"].strip(". "))
    day = int(match["day"]) if match["day"] else ordinal_number(match["dayword"])
    if match["year"]:
        return _agreeing(match, _real(_year(match["year"]), month, day))
    return _agreeing(match, (words.next_on_or_after(calendar.today, month, day),))


def two_days(match: Match, calendar: Calendar) -> Days:
    """ "10 or 11 December", "December 10-12": one of two days, or a span of which none is said."""
    month = words.month_number(match["month"].strip(". "))
    days = (int(match["day"]), int(match["day2"]))
    return tuple(words.next_on_or_after(calendar.today, month, day) for day in days)


def _agreeing(match: Match, days: Days) -> Days:
    """ "Friday, 5 December" where the 5th is a Saturday is no day: somebody is mistaken."""
    name = match.groupdict().get("w")
    if not name:
        return days
    return tuple(day for day in days if day.weekday() == words.weekday_number(name))


def named_day(match: Match, calendar: Calendar) -> Days:
    month, day = words.NAMED_DAYS[" ".join(match[1].casefold().split())]
    return (words.next_on_or_after(calendar.today, month, day),)


def day_word(match: Match, calendar: Calendar) -> Days:
    return (_by_word(match[1], calendar),)


def day_or_next(match: Match, calendar: Calendar) -> Days:
    """ "Tomorrow or the day after": one of two."""
    day = _by_word(match[1], calendar)
    return (day, day + timedelta(days=1))


def _by_word(word: str, calendar: Calendar) -> date:
    shift = words.DAY_WORDS.get(" ".join(word.casefold().split()), 0)
    return calendar.today + timedelta(days=shift)


def weekday(match: Match, calendar: Calendar) -> Days:
    return (_by_weekday(match["w"], match.groupdict().get("which"), calendar.today),)


def _by_weekday(name: str, which: str | None, today: date) -> date:
    """Plain "Friday" is the next one, "this Friday" may be today, "next Friday" that of next week,
    "last" the one before."""
    wanted, which = words.weekday_number(name), (which or "").casefold()
    ahead = (wanted - today.weekday()) % words.DAYS_A_WEEK
    if _is(which, words.LAST):
        return today + timedelta(days=ahead - words.DAYS_A_WEEK)
    if _is(which, words.THIS):
        return today + timedelta(days=ahead)
    if which.startswith(words.AFTER_NEXT):
        return words.monday_of(today) + timedelta(days=2 * words.DAYS_A_WEEK + wanted)
    if which.startswith(words.OF_NEXT_WEEK):
        return words.monday_of(today) + timedelta(days=words.DAYS_A_WEEK + wanted)
    return today + timedelta(days=ahead or words.DAYS_A_WEEK)


def _is(which: str, kinds: str) -> bool:
    return which.startswith(tuple(kind.partition("[")[0] for kind in kinds.split("|")))


def weekday_of_week(match: Match, calendar: Calendar) -> Days:
    """ "Wednesday next week", "nächste Woche Mittwoch"."""
    weeks = _weeks(match["which"].casefold())
    monday = words.monday_of(calendar.today) + timedelta(weeks=weeks)
    names = (name for name in (match["w"], match["w2"]) if name)
    return tuple(monday + timedelta(days=words.weekday_number(name)) for name in names)


def _weeks(which: str) -> int:
    if which.startswith(words.AFTER_NEXT):
        return 2
    return 0 if _is(which, words.THIS) else -1 if _is(which, words.LAST) else 1


def relative(match: Match, calendar: Calendar) -> Days:
    parts = match.groupdict()
    count = words.small_number(match["count"])
    back = any((parts.get(said) or "").casefold() in words.BACK for said in ("sign", "before"))
    return (words.shift(calendar.today, match["unit"].casefold(), -count if back else count),)


def from_anchor(match: Match, calendar: Calendar) -> Days:
    """ "Two weeks from Monday", "heute in einer Woche"."""
    if match["anchor"]:
        anchor = _by_word(match["anchor"], calendar)
    else:
        anchor = _by_weekday(match["w"], match["which"], calendar.today)
    count = words.small_number(match["count"]) if match["count"] else 1
    return (words.shift(anchor, match["unit"].casefold(), count),)


def weekday_in_month(match: Match, calendar: Calendar) -> Days:
    """ "The first Monday in December", "letzter Freitag im Monat", "the last day of the month"."""
    place = LAST if match["last"] else ordinal_number(match["place"])
    is_any = words.UNITS.get(match["w"].casefold()) == "day"
    weekday, named = None if is_any else words.weekday_number(match["w"]), match["month"]
    first = calendar.today.replace(day=1)
    if named:
        month = words.month_number(named)
        first = words.next_on_or_after(first, month, 1)
    elif _is((match["which"] or "").casefold(), words.NEXT):
        first = words.shift(first, "month", 1)
    found = words.weekday_in_month(first.year, first.month, weekday, place)
    if found < calendar.today:
        later = words.shift(first, "year" if named else "month", 1)
        found = words.weekday_in_month(later.year, later.month, weekday, place)
    return (found,)


def vague(match: Match, calendar: Calendar) -> Days:  # noqa: ARG001 - one shape for every rule
    return ()


def day_of_month(match: Match, calendar: Calendar) -> Days:
    parts = match.groupdict()
    day = int(match["day"]) if match["day"] else ordinal_number(match["dayword"])
    for months in range(words.MONTHS_A_YEAR):
        first = words.shift(calendar.today.replace(day=1), "month", months)
        try:
            named = first.replace(day=day)
        except ValueError:  # this month is too short; the next that has such a day is meant
            continue
        if named >= calendar.today and (not parts.get("w") or _agreeing(match, (named,))):
            return (named,)
    raise ValueError(match.group())


def _year(text: str) -> int:
    digits = text.strip("' ")
    return int(digits) if len(digits) > 2 else 2_000 + int(digits)  # noqa: PLR2004 - two digits
