"""The words of the calendar and what they count."""

import calendar
from datetime import date, timedelta

MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7
_MONTH_NAMES = (
    ("january", "jan", "januar", "jänner"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz", "maerz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
_WEEKDAY_NAMES = (
    ("monday", "mon", "montag"),
    ("tuesday", "tues", "tue", "dienstag"),
    ("wednesday", "weds", "wed", "mittwoch"),
    ("thursday", "thurs", "thur", "thu", "donnerstag"),
    ("friday", "fri", "freitag"),
    ("saturday", "samstag", "sonnabend"),
    ("sunday", "sonntag"),
)
_SHORT_WEEKDAYS = (("mo",), ("di",), ("mi",), ("do",), ("fr",), ("sa", "sat"), ("so", "sun"))
"""Words of their own far too often: they count after "on", "am" and the like, or alone."""
DAY_WORDS = {
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "vorgestern": -2,
    "yesterday": -1,
    "gestern": -1,
    "today": 0,
    "tonight": 0,
    "heute": 0,
    "tomorrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "2morrow": 1,
    "morgen": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "übermorgen": 2,
    "uebermorgen": 2,
}
_SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "twenty": 20,
    "thirty": 30, "a couple of": 2, "a couple": 2, "ein": 1, "eine": 1, "einem": 1, "einer": 1,
    "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14, "zwanzig": 20, "dreißig": 30,
    "dreissig": 30,
}  # fmt: skip
NAMED_DAYS = {
    "christmas eve": (12, 24), "heiligabend": (12, 24), "christmas day": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31), "new years eve": (12, 31),
    "silvester": (12, 31), "new year's day": (1, 1), "new years day": (1, 1), "neujahr": (1, 1),
}  # fmt: skip


def alternatives(names: list[str]) -> str:
    """A part of a pattern that matches the longest of these names."""
    return "|".join(
        sorted((name.replace(" ", r"\s{1,3}") for name in names), key=len, reverse=True)
    )


THIS = r"this|diese[nrsm]?"
NEXT = r"next|following|upcoming|coming|nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?"
LAST = r"last|past|previous|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?"
MONTHS = alternatives([name for names in _MONTH_NAMES for name in names])
WEEKDAYS = alternatives([name for names in _WEEKDAY_NAMES for name in names])
SHORT_WEEKDAYS = alternatives([name for names in _SHORT_WEEKDAYS for name in names])
SMALL = alternatives(list(_SMALL))
DAY_WORD_PATTERN = "(" + alternatives(list(DAY_WORDS)) + ")"
NAMED_DAY_PATTERN = "(" + alternatives(list(NAMED_DAYS)) + ")"


_NO_SLIP = 6
LONG_NAMES = frozenset(
    name
    for names in (*_MONTH_NAMES, *_WEEKDAY_NAMES, ("tomorrow", "yesterday", "übermorgen"))
    for name in names
    if len(name) >= _NO_SLIP
)
"""Long enough to be recognised with a letter wrong."""


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
    return int(text) if text.isdigit() else _SMALL[" ".join(text.casefold().split())]


def shift(day: date, unit: str, count: int) -> date:
    """Months and years keep the day of the month, or take the last one there is."""
    if unit in {"day", "tag"}:
        return day + timedelta(days=count)
    if unit in {"week", "woche"}:
        return day + timedelta(weeks=count)
    if unit == "fortnight":
        return day + timedelta(weeks=2 * count)
    months = count * (MONTHS_A_YEAR if unit in {"year", "jahr"} else 1)
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
