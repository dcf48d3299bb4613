"""Opening hours that cannot be meant: no such zone, spans that are empty, reversed or overlap."""

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from domain.bot.problems import KeyPath, Problems, nearest
from domain.business_hours import DAYS, parse_span
from domain.errors import InvalidInput
from domain.tenant_settings import BusinessHours
from domain.time_zones import zone_named
from domain.understanding.language.registry import fragment

_CLOCK = rf"\s?(?:{fragment('times', 'CLOCK')})?"
_LOOSE = re.compile(
    rf"(\d{{1,2}})(?:[:.h](\d{{2}}))?{_CLOCK}"
    rf"\s?(?:-|\u2013|\u2014|{fragment('date_rules', 'TO')})\s?"
    rf"(\d{{1,2}})(?:[:.h](\d{{2}}))?{_CLOCK}",
    re.IGNORECASE,
)
_LONG_NIGHT = timedelta(hours=14)
_DAY = timedelta(days=1)
_LAST_HOUR = 24


def lint_hours(hours: BusinessHours, file: str, path: KeyPath, problems: Problems) -> None:
    """`path` leads to the hours in their file."""
    if zone_named(hours.tz) is None:
        names = available_timezones()
        close = nearest(hours.tz, names)
        hint = close if "did you mean" in close else "; zones are called as Europe/Berlin"
        problems.error(file, (*path, "tz"), f"there is no time zone {hours.tz!r}{hint}")
    for closing in hours.closed:
        if closing.until is not None and closing.until < closing.date:
            problems.error(file, (*path, "closed"), f"{closing.until} is before {closing.date}")
    read: dict[str, list[tuple[timedelta, timedelta, str]]] = {}
    for day, spans in hours.days.items():
        if day not in DAYS:
            problems.unknown(file, (*path, day), "day", day, DAYS)
            continue
        read[day] = sorted(_spans(day, spans, file, path, problems))
    _lint_overlaps(read, file, path, problems)


def _spans(
    day: str, spans: Iterable[str], file: str, path: KeyPath, problems: Problems
) -> Iterable[tuple[timedelta, timedelta, str]]:
    for span in spans:
        try:
            start, end = parse_span(span)
        except InvalidInput as error:
            problems.error(file, (*path, day), f"{error.allowed}{_meant(span)}")
            continue
        if end - start == _DAY and span[:5] == span[6:]:
            said = f"{span} ends when it begins; all day is 00:00-24:00, closed is []"
            problems.error(file, (*path, day), said)
            continue
        if end - start > _LONG_NIGHT and end > _DAY and start > timedelta(0):
            problems.warn(
                file,
                (*path, day),
                f"{span} ends on the next day, {_hours(end - start)} later; is it reversed?",
            )
        yield start, end, span


def _lint_overlaps(
    read: dict[str, list[tuple[timedelta, timedelta, str]]],
    file: str,
    path: KeyPath,
    problems: Problems,
) -> None:
    """Time that is said twice would be counted twice."""
    for place, day in enumerate(DAYS):
        own = read.get(day, [])
        tomorrow = DAYS[(place + 1) % len(DAYS)]
        later = [(start + _DAY, end + _DAY, span) for start, end, span in read.get(tomorrow, [])]
        for (_, end, span), (start, _, other) in pairwise([*own, *later[:1]]):
            if start < end:
                where = day if start < _DAY else f"{day} and {tomorrow}"
                problems.error(file, (*path, day), f"{where}: {span} and {other} overlap")


def _meant(span: str) -> str:
    """ "9-17": how it is written here."""
    found = _LOOSE.fullmatch(span.strip()[:40])
    if found is None or int(found[1]) >= _LAST_HOUR or int(found[3]) > _LAST_HOUR:
        return ""
    meant = f"{int(found[1]):02}:{found[2] or '00'}-{int(found[3]):02}:{found[4] or '00'}"
    return "" if meant == span else f"; did you mean {meant!r}?"


def _hours(lasts: timedelta) -> str:
    return f"{lasts / timedelta(hours=1):g} hours"
