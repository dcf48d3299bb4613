"""Working time: is somebody there, when again, and when "24h business" is over."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.patience import Patience
from domain.tenant_settings import BusinessHours, ClosingDay
from domain.time_zones import zone_named

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")
_LOOK_AHEAD = timedelta(days=370)
_MIDNIGHT = 24
_EXACT = timedelta(seconds=0.5)
"""Clocks are put forward at whole seconds."""

Opening = tuple[datetime, datetime]


def parse_span(span: str) -> tuple[timedelta, timedelta]:
    """Read "09:00-12:00" as times since midnight; "22:00-06:00" ends on the next day."""
    found = _SPAN.match(span)
    if found is None or (int(found[3]) == _MIDNIGHT and found[4] != "00"):
        raise InvalidInput("business_hours", f'{span!r} is not a span such as "09:00-12:00"')
    start = timedelta(hours=int(found[1]), minutes=int(found[2]))
    end = timedelta(hours=int(found[3]), minutes=int(found[4]))
    return start, end if end > start else end + timedelta(days=1)


def zone_of(hours: BusinessHours) -> ZoneInfo:
    """UTC where a bot that was published by an earlier release names no zone that there is."""
    return zone_named(hours.tz) or ZoneInfo("UTC")


def closing_on(day: date, hours: BusinessHours) -> ClosingDay | None:
    """Why the tenant is closed on this day, where it says so itself."""
    for closing in hours.closed:
        if closing.date <= day <= (closing.until or closing.date):
            return closing
    return None


def is_open(at: datetime, hours: BusinessHours, holidays: Collection[date] = ()) -> bool:
    """Whether that moment lies within the hours, holidays and closing days considered."""
    if not hours.days:
        return True
    return any(start <= at < end for start, end in _openings(at, hours, holidays, days=1))


def next_opening(
    at: datetime, hours: BusinessHours, holidays: Collection[date] = ()
) -> datetime | None:
    """The moment itself while open; None where nothing opens within a year."""
    if not hours.days:
        return at
    for start, end in _openings(at, hours, holidays):
        if end > at:
            return max(start, at)
    return None


def after(
    at: datetime, wait: Patience, hours: BusinessHours, holidays: Collection[date] = ()
) -> datetime:
    """The moment when the wait is over, in UTC. Business time runs only while it is open."""
    plain = at.astimezone(UTC) + wait.lasts
    if not wait.business or not hours.days:
        return plain
    left = wait.lasts
    for start, end in open_spans(at, hours, holidays):
        if left <= end - start:
            return start + left
        left -= end - start
    return plain


def open_spans(
    at: datetime, hours: BusinessHours, holidays: Collection[date] = ()
) -> Iterator[Opening]:
    """From that moment on when somebody is there, in UTC, in order, for about a year: none empty,
    and none that touches another. Without any hours it is one span."""
    begin = at.astimezone(UTC)
    if not hours.days:
        yield begin, begin + _LOOK_AHEAD
        return
    open_now: Opening | None = None
    for start, end in _openings(at, hours, holidays):
        if end <= max(start, begin):
            continue
        if open_now is None:
            open_now = max(start, begin), end
        elif start <= open_now[1]:
            open_now = open_now[0], max(open_now[1], end)
        else:
            yield open_now
            open_now = start, end
    if open_now is not None:
        yield open_now


def _openings(
    at: datetime,
    hours: BusinessHours,
    holidays: Collection[date],
    *,
    days: int = _LOOK_AHEAD.days,
) -> Iterator[Opening]:
    """Spans in UTC, from the day before on (it may end after midnight), in order."""
    zone, closed = zone_of(hours), frozenset(holidays)
    today = at.astimezone(zone).date()
    for offset in range(-1, days + 1):
        day = today + timedelta(days=offset)
        if day in closed or closing_on(day, hours):
            continue
        spans = map(parse_span, hours.days.get(DAYS[day.weekday()], ()))
        yield from sorted(
            (_moment(day, start, zone), _moment(day, end, zone)) for start, end in spans
        )


def _moment(day: date, since_midnight: timedelta, zone: ZoneInfo) -> datetime:
    """When the clock on the wall first shows that time, or a later one where it leaps over it."""
    local = datetime.combine(day, time(0)) + since_midnight
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    # A time that does not exist on this day, when the clock is put forward: the leap itself.
    before, leap = local.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    while leap - before > _EXACT:
        middle = before + (leap - before) / 2
        has_leapt = middle.astimezone(zone).replace(tzinfo=None) >= local
        before, leap = (before, middle) if has_leapt else (middle, leap)
    return leap.replace(microsecond=0)
