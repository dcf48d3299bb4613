"""Days that a text names: absolute, relative, and too vague to be one.

It names days only (no times of day, no spans), and reads nothing into words it does not know.
"""

from collections.abc import Iterator
from datetime import date

from domain.understanding.values.calendar_spelling import place_in, respelled
from domain.understanding.values.date_readers import Calendar
from domain.understanding.values.date_rules import RULES

Found = tuple[int, int, date | None]
MAX_DATES = 100
"""In one message, vague ones included."""


def find_dates(text: str, today: date, *, month_first: bool | None = False) -> Iterator[Found]:
    """Every day named in the text; earlier rules win where two overlap.

    None stands for what is a time, but no day ("next week", "31.02.2026"). Where `month_first` is
    None nothing says whether "12/03" is in March or in December: then it gives both days.
    """
    spelled, shifts = respelled(text)
    for start, end, day in _found(spelled, Calendar(today, month_first)):
        yield place_in(shifts, start), place_in(shifts, end), day


def _found(text: str, calendar: Calendar) -> Iterator[Found]:
    taken, left = bytearray(len(text)), MAX_DATES
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or not left:
                continue
            try:
                days = read(match, calendar)
            except (ValueError, OverflowError):  # the 31st of February, a year beyond the calendar
                continue
            left -= 1
            taken[start:end] = b"\1" * (end - start)
            for day in dict.fromkeys(days) or (None,):
                yield start, end, day
