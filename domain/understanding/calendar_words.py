"""The words of the calendar and what they count."""

import calendar
from datetime import date, timedelta

MONTHS_A_YEAR = 12
_MONTH_NAMES = (
    ("january", "jan", "januar", "jänner"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz"),
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
# "sat" and "sun" are words of their own far too often.
_WEEKDAY_NAMES = (
    ("monday", "mon", "montag"),
    ("tuesday", "tues", "tue", "dienstag"),
    ("wednesday", "wed", "mittwoch"),
    ("thursday", "thurs", "thur", "thu", "donnerstag"),
    ("friday", "fri", "freitag"),
    ("saturday", "samstag"),
    ("sunday", "sonntag"),
)
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
    "tmrw": 1,
    "morgen": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "übermorgen": 2,
}
_SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2, "a couple": 2,
    "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
}  # fmt: skip
_ORDINALS = {
    word: place + 1
    for place, word in enumerate(
        (  # noqa: SIM905 - a list of words reads best as words
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
            "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
            "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
        ).split()
    )
}


def _alternatives(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


MONTHS = _alternatives([name for names in _MONTH_NAMES for name in names])
WEEKDAYS = _alternatives([name for names in _WEEKDAY_NAMES for name in names])
ORDINALS = _alternatives(list(_ORDINALS))
SMALL = _alternatives(list(_SMALL))
DAY_WORD_PATTERN = "(" + _alternatives([word.replace(" ", r"\s{1,3}") for word in DAY_WORDS]) + ")"


def month_number(name: str) -> int:
    return next(i + 1 for i, names in enumerate(_MONTH_NAMES) if name.casefold() in names)


_NAMES = frozenset(name for names in (*_WEEKDAY_NAMES, *_MONTH_NAMES) for name in names)


def is_calendar_word(word: str) -> bool:
    """Whether this is the name of a weekday or a month."""
    return word.casefold() in _NAMES


def weekday_number(name: str) -> int:
    """Monday is 0, as in `date.weekday()`."""
    return next(i for i, names in enumerate(_WEEKDAY_NAMES) if name.casefold() in names)


def ordinal_number(word: str) -> int:
    return _ORDINALS[word.casefold()]


def small_number(text: str) -> int:
    return int(text) if text.isdigit() else _SMALL[text.casefold()]


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
