"""Days of business: "in three working days", "der letzte Werktag im Dezember".

Such a day is one from Monday to Friday that is no holiday and on which the tenant is not closed.
Days are counted from the day after the one they are counted from: said on a Monday or on the Sunday
before it, "in one working day" is Tuesday, or Monday.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from domain.understanding.language.registry import fragment
from domain.understanding.values.calendar_words import (
    MONTHS,
    MONTHS_A_YEAR,
    SMALL,
    month_number,
    small_number,
)
from domain.understanding.values.ordinals import IN_WORDS, LAST, SIGNS, ordinal_of

IsClosed = Callable[[date], bool]
"""Whether the tenant rests on this day, whatever day of the week it is."""
Found = tuple[int, int, date | None]
ReadDays = Callable[[str], Iterable[Found]]
_FILE = "working_days"


def _said(name: str) -> str:
    """What any language says there; a space may be up to three."""
    return f"(?:{fragment(_FILE, name)})".replace(" ", r"\s{1,3}")


_COUNT = rf"(?P<count>\d{{1,3}}|{SMALL})"
_DAYS = _said("WORKING_DAYS")
_THE = rf"(?:{_said('THE')}\s{{1,3}})"
_PLACE = rf"(?P<place>{_said('LAST')}|\d{{1,2}}(?:{SIGNS}|\.)|{IN_WORDS})"
_PERIOD = (
    rf"(?:(?P<month>{MONTHS})|(?P<next_month>{_said('NEXT_MONTH')})|(?P<next_year>{_said('NEXT_YEAR')})"
    rf"|(?P<this_month>{_said('THIS_MONTH')})|(?P<this_year>{_said('THIS_YEAR')}))"
    r"(?:\s{1,3}(?P<year>20\d\d))?"
)
_COUNTED = re.compile(
    rf"\b(?:(?P<within>{_said('WITHIN')})\s{{1,3}}|(?P<back>{_said('BACK')})\s{{1,3}})?{_COUNT}"
    rf"\s{{1,3}}{_DAYS}\b(?:\s{{1,3}}(?:(?P<from_now>{_said('FROM_NOW')})|(?P<ago>{_said('AGO')})"
    rf"|(?P<from>{_said('FROM')})|(?P<before>{_said('BEFORE')}))\b)?",
    re.IGNORECASE,
)
_IN_PERIOD = re.compile(
    rf"\b{_THE}?{_PLACE}\s{{1,3}}{_DAYS}\s{{1,3}}(?:{_said('OF')}\s{{1,3}})?{_THE}?{_PERIOD}\b",
    re.IGNORECASE,
)
_FROM_DAY = re.compile(
    rf"\b{_THE}?(?:{_PLACE}|(?P<next>{_said('NEXT')}))\s{{1,3}}{_DAYS}\s{{1,3}}"
    rf"(?:(?P<from>{_said('FROM')})|(?P<before>{_said('BEFORE')}))\b",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(
    rf"\b{_THE}?(?:(?P<next>{_said('NEXT')})|(?P<after_next>{_said('AFTER_NEXT')})"
    rf"|(?P<previous>{_said('PREVIOUS')}))\s{{1,3}}{_DAYS}\b",
    re.IGNORECASE,
)
_FIRST_LETTERS = re.compile(_DAYS, re.IGNORECASE)
_LAST = re.compile(_said("LAST"), re.IGNORECASE)
_GAP = re.compile(rf"\s{{1,3}}{_THE}?", re.IGNORECASE)
_LONGEST_DAY = 40
_MOST, _MOST_DAYS, _LONGEST_SEARCH = 10, 400, 800
_SATURDAY = 5


def find_working_days(
    text: str, today: date, is_closed: IsClosed, read: ReadDays
) -> Iterator[Found]:
    """Places and days in the text; None for a count that no calendar holds. `read` finds the days
    that they are counted from."""
    if _FIRST_LETTERS.search(text) is None:
        return
    for found in islice(_COUNTED.finditer(text), _MOST):
        if (counted := _counted(text, found, today, is_closed, read)) is not None:
            yield counted
    for found in islice(_IN_PERIOD.finditer(text), _MOST):
        yield *found.span(), _in_period(found, today, is_closed)
    for found in islice(_FROM_DAY.finditer(text), _MOST):
        place = 1 if found["next"] else _place(found)
        if place is not None and (day := _from_day(text, found, place, is_closed, read)):
            yield day
    for found in islice(_NEIGHBOUR.finditer(text), _MOST):
        count = 1 if found["next"] else 2 if found["after_next"] else -1
        yield *found.span(), moved(today, count, is_closed)


def moved(day: date, count: int, is_closed: IsClosed) -> date | None:
    """So many days of business later, or earlier where the count is below zero."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    for _ in range(_LONGEST_SEARCH):
        if not left:
            return day
        day += step
        left -= is_working_day(day, is_closed)
    return None


def is_working_day(day: date, is_closed: IsClosed) -> bool:
    return day.weekday() < _SATURDAY and not is_closed(day)


def _counted(
    text: str, found: re.Match[str], today: date, is_closed: IsClosed, read: ReadDays
) -> Found | None:
    """None where no day is named: "5 working days" alone is a length of time."""
    count = small_number(" ".join(found["count"].split()))
    if not 0 < count <= _MOST_DAYS:
        return None
    if found["from"] or found["before"]:
        return _from_day(text, found, count, is_closed, read)
    if found["ago"] or found["back"]:
        return *found.span(), moved(today, -count, is_closed)
    is_ahead = found["within"] or found["from_now"]
    return (*found.span(), moved(today, count, is_closed)) if is_ahead else None


def _from_day(
    text: str, found: re.Match[str], count: int, is_closed: IsClosed, read: ReadDays
) -> Found | None:
    """ "Three working days after Monday", "the last one before Christmas"."""
    rest = text[found.end() :][:_LONGEST_DAY]
    base = next(iter(read(rest)), None)
    if base is None or base[2] is None or _GAP.fullmatch(rest[: base[0]]) is None:
        return None
    counted = moved(base[2], abs(count) if found["from"] else -abs(count), is_closed)
    return found.start(), found.end() + base[1], counted


def _in_period(found: re.Match[str], today: date, is_closed: IsClosed) -> date | None:
    if (place := _place(found)) is None:
        return None
    for first, after in _periods(found, today):
        end = first if place != LAST else after
        start = end - timedelta(days=1) if place != LAST else end
        day = moved(start, place, is_closed)
        if day is not None and first <= day < after and (day >= today or found["year"]):
            return day
    return None


def _place(found: re.Match[str]) -> int | None:
    said = found["place"]
    if _LAST.fullmatch(said):
        return LAST
    return int(said[:-1]) if said.endswith(".") else ordinal_of(said.casefold())


def _periods(found: re.Match[str], today: date) -> Iterator[tuple[date, date]]:
    """The months or years that may be meant, as first day and the day after; the next but one where
    this one's day is over."""
    if found["this_year"] or found["next_year"]:
        begin = today.year + bool(found["next_year"])
        yield from ((date(one, 1, 1), date(one + 1, 1, 1)) for one in (begin, begin + 1))
        return
    year, month = today.year, today.month
    if found["month"]:
        month = month_number(found["month"])
        year = int(found["year"] or year)
    if found["next_month"]:
        year, month = _later(year, month, 1)
    step = MONTHS_A_YEAR if found["month"] else 1
    for count in (0, step):
        first = date(*_later(year, month, count), 1)
        yield first, date(*_later(first.year, first.month, 1), 1)


def _later(year: int, month: int, count: int) -> tuple[int, int]:
    place = year * MONTHS_A_YEAR + month - 1 + count
    return place // MONTHS_A_YEAR, place % MONTHS_A_YEAR + 1
