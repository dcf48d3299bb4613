"""The words of the calendar and what they count."""

import calendar
from datetime import date, timedelta

from domain.understanding.language.registry import fragment, listed, merged, side_by_side

MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7
_FILE = "calendar_words"
_MONTH_NAMES = side_by_side(_FILE, "MONTHS")
_WEEKDAY_NAMES = side_by_side(_FILE, "WEEKDAYS")
_SHORT_WEEKDAYS = side_by_side(_FILE, "SHORT_WEEKDAYS")
"""Words of their own far too often: they count after "on", "am" and the like, or alone."""
DAY_WORDS: dict[str, int] = merged(_FILE, "DAY_WORDS")
_SMALL: dict[str, int] = merged(_FILE, "SMALL")
NAMED_DAYS: dict[str, tuple[int, int]] = merged(_FILE, "NAMED_DAYS")
UNITS: dict[str, str] = merged(_FILE, "UNITS")


def alternatives(names: list[str]) -> str:
    """A part of a pattern that matches the longest of these names."""
    return "|".join(
        sorted((name.replace(" ", r"\s{1,3}") for name in names), key=len, reverse=True)
    )


THIS = fragment(_FILE, "THIS")
NEXT = fragment(_FILE, "NEXT")
LAST = fragment(_FILE, "LAST")
AFTER_NEXT: tuple[str, ...] = listed(_FILE, "AFTER_NEXT")
OF_NEXT_WEEK: tuple[str, ...] = listed(_FILE, "OF_NEXT_WEEK")
BACK: tuple[str, ...] = listed(_FILE, "BACK")
MONTHS = alternatives([name for names in _MONTH_NAMES for name in names])
WEEKDAYS = alternatives([name for names in _WEEKDAY_NAMES for name in names])
SHORT_WEEKDAYS = alternatives([name for names in _SHORT_WEEKDAYS for name in names])
SMALL = alternatives(list(_SMALL))
DAY_WORD_PATTERN = "(" + alternatives(list(DAY_WORDS)) + ")"
NAMED_DAY_PATTERN = "(" + alternatives(list(NAMED_DAYS)) + ")"


_NO_SLIP = 6
LONG_NAMES = frozenset(
    name
    for names in (*_MONTH_NAMES, *_WEEKDAY_NAMES, listed(_FILE, "LONG_DAY_WORDS"))
    for name in names
    if len(name) >= _NO_SLIP
)
"""Long enough to be recognised with a letter wrong."""


def month_names() -> tuple[tuple[str, ...], ...]:
    """Those of each month in every language, January first."""
    return _MONTH_NAMES


def weekday_names() -> tuple[tuple[str, ...], ...]:
    """Those of each day in every language, Monday first."""
    rows = zip(_WEEKDAY_NAMES, _SHORT_WEEKDAYS, strict=True)
    return tuple((*full, *short) for full, short in rows)


def month_number(name: str) -> int:
    return next(i + 1 for i, names in enumerate(_MONTH_NAMES) if name.casefold() in names)


_NAMES = frozenset(name for names in (*_WEEKDAY_NAMES, *_MONTH_NAMES) for name in names)


def is_calendar_word(word: str) -> bool:
    """Whether this is the name of a weekday or a month."""
    return word.casefold() in _NAMES


def weekday_number(name: str) -> int:
    """Monday is 0, as in `date.weekday()`."""
    folded = name.casefold()
    pairs = enumerate(zip(_WEEKDAY_NAMES, _SHORT_WEEKDAYS, strict=True))
    return next(i for i, (full, short) in pairs if folded in (*full, *short))


def small_number(text: str) -> int:
    return int(text) if text.isdecimal() else _SMALL[" ".join(text.casefold().split())]


def shift(day: date, unit: str, count: int) -> date:
    """Months and years keep the day of the month, or take the last one there is. `unit` is a word
    of any language, folded."""
    unit = UNITS[unit]
    if unit == "day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(weeks=count)
    if unit == "fortnight":
        return day + timedelta(weeks=2 * count)
    months = count * (MONTHS_A_YEAR if unit == "year" else 1)
    place = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(place, MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_on_or_after(today: date, month: int, day: int) -> date:
    """This year's, or next year's where this one's is over."""
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def weekday_in_month(year: int, month: int, weekday: int | None, place: int) -> date:
    """The first (1) … fifth, or the last (-1) of a weekday in a month; of all days without one."""
    first = date(year, month, 1)
    days = [
        day
        for offset in range(calendar.monthrange(year, month)[1])
        if (day := first + timedelta(days=offset)).weekday() == weekday or weekday is None
    ]
    if not -1 <= place <= len(days) or not place:
        raise ValueError(place)
    return days[place - 1 if place > 0 else place]
