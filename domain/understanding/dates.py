"""A small grammar of days: absolute, relative, English and the commonest German.

It names days only (no times of day, no spans), and reads nothing into words it does not know.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from domain.understanding import calendar_words as words

Found = tuple[int, int, date]
Reader = Callable[[re.Match[str], date, bool], date | None]

_SPACE, _GAP = r"\s{1,3}", r"\s{0,3}"
_NUMBER = rf"\d{{1,3}}|{words.SMALL}"
_THE_DAY = r"(?:the\s{1,3}|den\s{1,3})?"
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?|(?P<dayword>{words.ORDINALS})(?!{_SPACE}may\b)"
_YEAR = r"(?:,?\s{0,3}(?P<year>\d{4}|'?\d{2}(?![\d:])))?"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|tag|woche|monat|jahr)(?:s|e|en|n)?"


def find_dates(text: str, today: date, *, month_first: bool = False) -> Iterator[Found]:
    """Every day named in the text, left to right; earlier rules win where two overlap."""
    taken = bytearray(len(text))
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            if (day := _read(read, match, today, month_first=month_first)) is not None:
                taken[start:end] = b"\1" * (end - start)
                yield start, end, day


def _read(reader: Reader, match: re.Match[str], today: date, *, month_first: bool) -> date | None:
    try:
        return reader(match, today, month_first)
    except (ValueError, OverflowError):  # the 31st of February, or a year beyond the calendar
        return None


def _iso(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    return date(int(match[1]), int(match[2]), int(match[3]))


def _numeric(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: FBT001
    first, sign, second = int(match[1]), match[2], int(match[3])
    months_first = month_first and sign == "/" and first <= words.MONTHS_A_YEAR
    day, month = (
        (second, first) if months_first or second > words.MONTHS_A_YEAR else (first, second)
    )
    if match[4]:
        return date(_year(match[4]), month, day)
    return _next_on_or_after(today, month, day)


def _named_month(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    month = words.month_number(match["month"])
    day = int(match["day"]) if match["day"] else words.ordinal_number(match["dayword"])
    if match["year"]:
        return date(_year(match["year"]), month, day)
    return _next_on_or_after(today, month, day)


def _day_word(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    return today + timedelta(days=words.DAY_WORDS[" ".join(match[1].casefold().split())])


def _weekday(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    """Plain "Friday" is the next one, "next Friday" that of next week, "last" the one before."""
    wanted, which = words.weekday_number(match["weekday"]), (match["which"] or "").casefold()
    ahead = (wanted - today.weekday()) % 7 or 7
    if which.startswith(("last", "past", "letzt", "vorig")):
        return today + timedelta(days=ahead - 7 if ahead != 7 else -7)  # noqa: PLR2004 - a week
    if which.startswith(("next", "nächst")):
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 + wanted)
    return today + timedelta(days=ahead)


def _relative(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    count = words.small_number(match["count"])
    after = match["sign"].casefold() if match["sign"] else ""
    back = after == "ago" or (match["before"] or "").casefold() == "vor"
    return words.shift(today, match["unit"].casefold(), -count if back else count)


def _next_period(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    """ "Next week" is its Monday, "last month" its first day."""
    which = match["which"].casefold()
    step = 0 if which.startswith(("this", "dies")) else -1 if which[0] in "lpv" else 1
    unit = match["unit"].casefold()
    if unit in {"week", "woche"}:
        return today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
    moved = words.shift(today, unit, step)
    return moved.replace(day=1) if unit in {"month", "monat"} else moved.replace(month=1, day=1)


def _day_of_month(match: re.Match[str], today: date, month_first: bool) -> date:  # noqa: ARG001, FBT001
    day = int(match[1])
    for months in range(12):
        first = words.shift(today.replace(day=1), "month", months)
        try:
            named = first.replace(day=day)
        except ValueError:  # this month is too short; the next that has such a day is meant
            continue
        if named >= today:
            return named
    raise ValueError(match.group())


def _next_on_or_after(today: date, month: int, day: int) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _year(text: str) -> int:
    digits = text.strip("' ")
    return int(digits) if len(digits) > 2 else 2_000 + int(digits)  # noqa: PLR2004 - two digits


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/-])(?:{pattern})(?![\w/])", re.IGNORECASE)


_RULES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_rule(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"), _iso),
    (_rule(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})"), _numeric),
    (_rule(r"(\d{1,2})(/)(\d{1,2})()(?!\s{0,3}(?:an?\b|of\b|hour|day|\d))"), _numeric),
    (_rule(r"(\d{1,2})(\.)(\d{1,2})\.()"), _numeric),
    (_rule(rf"{_THE_DAY}(?:{_DAY}){_GAP}(?:day{_SPACE})?(?:of{_SPACE}|in{_SPACE})?"
           rf"(?P<month>{words.MONTHS})\.?{_YEAR}"), _named_month),
    (_rule(rf"(?P<month>{words.MONTHS})\.?{_GAP}(?:the{_SPACE})?(?:{_DAY})"
           rf"(?!{_GAP}(?:%|\w{{0,8}}(?:eur|usd))){_YEAR}"), _named_month),
    (_rule(words.DAY_WORD_PATTERN), _day_word),
    (_rule(rf"(?P<before>in|vor){_SPACE}(?P<count>{_NUMBER}){_GAP}(?:more{_SPACE})?"
           rf"{_UNIT}(?P<sign>)"), _relative),
    (_rule(rf"(?P<before>)(?P<count>{_NUMBER}){_GAP}{_UNIT}{_GAP}"
           r"(?P<sign>ago|hence|from\s{1,3}(?:now|today|right now))"), _relative),
    (_rule(rf"(?:(?P<which>this|next|last|past|coming|diesen|nächsten|letzten|vorigen){_SPACE})?"
           rf"(?P<weekday>{words.WEEKDAYS})"), _weekday),
    (_rule(r"(?P<which>this|next|last|past|following|previous|upcoming|coming|"
           r"diese[nr]?|nächste[nsr]?|letzte[nsr]?|vorige[nsr]?)\s{1,3}"
           r"(?P<unit>week|month|year|woche|monat|jahr)"), _next_period),
    (_rule(r"(?:the|am)\s{1,3}(\d{1,2})(?:st|nd|rd|th|\.)"
           r"(?!\s{1,3}(?:one|option|choice|item|order|of)\b)"), _day_of_month),
)  # fmt: skip
