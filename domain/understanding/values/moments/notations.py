"""Dates, times and fractions written in digits: "2015-03-28", "19h30", "3/4", "1.5"."""

import re
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

from domain.understanding.language.registry import fragment

Match = re.Match[str]
_CLOCK = fragment("times", "CLOCK")
_END = r"(?![\w]|[.,:/-]\d)"
_DOTTED_END = r"(?![\w]|[.,:/]\d)"
"""A day written with full stops may be the first of two: "28.12.-30.12."."""


def _clock(match: Match) -> tuple[int, int, int | None] | None:
    hour, minute = int(match[1]), int(match[2])
    second = int(match[3]) if match.re.groups > 2 and match[3] else None  # noqa: PLR2004
    fits = hour <= 24 and minute < 60 and (second or 0) < 60  # noqa: PLR2004
    return (hour, minute, second) if fits else None


def _hour(match: Match) -> tuple[int, int, int | None] | None:
    return (int(match[1]), 0, None) if int(match[1]) <= 24 else None  # noqa: PLR2004


def _ymd(match: Match) -> tuple[int, int, int]:
    return int(match[1]), int(match[2]), int(match[3])


def _year_month(match: Match) -> tuple[int, int] | None:
    return (int(match[1]), int(match[2])) if 1 <= int(match[2]) <= 12 else None  # noqa: PLR2004


def _month_year(match: Match) -> tuple[int, int] | None:
    return (int(match[2]), int(match[1])) if 1 <= int(match[1]) <= 12 else None  # noqa: PLR2004


def _numeric(match: Match) -> tuple[int, str, int, int | None]:
    """The first number, the sign, the second, the year."""
    year = match[4]
    whole = int(year) if year and len(year) > 2 else 2_000 + int(year) if year else None  # noqa: PLR2004
    return int(match[1]), match[2], int(match[3]), whole


def _fraction(match: Match) -> Fraction | None:
    top, bottom = int(match[1]), int(match[2])
    return Fraction(top, bottom) if 0 < top < bottom else None


def _decimal(match: Match) -> Fraction:
    return Fraction(f"{match[1]}.{match[2]}")


def _day_and_time(match: Match) -> tuple[int, ...]:
    return tuple(int(match[place] or 0) for place in range(1, 7))


def _zoned(match: Match) -> datetime | None:
    try:
        return datetime.fromisoformat(match[0].upper())
    except ValueError:
        return None


Notation = tuple[str, re.Pattern[str], Callable[[Match], Any]]
NOTATIONS: tuple[Notation, ...] = (
    ("ZONED", re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?"
                         r"(?:[Zz]|[+-]\d\d:\d\d)" + _END), _zoned),
    ("STAMP", re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?" + _END),
     _day_and_time),
    ("YMD", re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _END), _ymd),
    ("YM", re.compile(r"((?:19|20)\d\d)[-/](\d{1,2})" + _END), _year_month),
    ("YM", re.compile(r"(\d{1,2})/((?:19|20)\d\d)" + _END), _month_year),
    ("NUMERIC", re.compile(r"(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d)" + _END), _numeric),
    ("NUMERIC", re.compile(r"(\d{1,2})(\.)(\d{1,2})\.((?:19|20)\d\d)" + _DOTTED_END), _numeric),
    ("NUMERIC", re.compile(r"(\d{1,2})([/])(\d{1,2})()" + _END), _numeric),
    ("NUMERIC", re.compile(r"(\d{1,2})([.])(\d{1,2})\.()" + _DOTTED_END), _numeric),
    ("TIME0", re.compile(r"(0\d):(\d\d)(?::(\d\d))?(?![\d]|[:.]\d)"), _clock),
    ("TIME", re.compile(r"(?!0\d)(\d{1,2}):(\d\d)(?::(\d\d))?(?![\d]|[:.]\d)"), _clock),
    ("TIME",
     re.compile(rf"(\d{{1,2}})\.(\d\d)(?=\s?(?:{_CLOCK}|[ap]\.?m))", re.IGNORECASE), _clock),
    ("TIME24", re.compile(r"(\d{1,2})h(\d\d)" + _END, re.IGNORECASE), _clock),
    ("HOURS", re.compile(r"(\d{1,2})h" + _END, re.IGNORECASE), _hour),
    ("HHMM", re.compile(r"(\d{1,2}?)([0-5]\d)" + _END), _clock),
    ("FRACTION", re.compile(r"(\d{1,2})\s?[/\u2044]\s?(\d{1,2})" + r"(?![/\d])"), _fraction),
    ("DEC", re.compile(r"(\d{1,4})[.,](\d{1,4})(?![.,]?\d)"), _decimal),
    ("ORD", re.compile(r"(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE), lambda m: int(m[1])),
    ("ORD", re.compile(r"(\d{1,2})\.(?=\s)"), lambda m: int(m[1])),
    ("ORD", re.compile(r"(\d{1,2})\.(?=\s?-\s?\d)"), lambda m: int(m[1])),
    ("PRIME", re.compile(r"(\d{1,3})'(?!\d|s)"), lambda m: int(m[1])),
)  # fmt: skip
