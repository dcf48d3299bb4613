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
    for start, end in _openings(at, hours, holidays):
        begins = max(start, at.astimezone(UTC))
        if end > begins and left <= end - begins:
            return begins + left
        left -= max(end - begins, timedelta(0))
    return plain


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
        for start, end in sorted(map(parse_span, hours.days.get(DAYS[day.weekday()], ()))):
            yield _moment(day, start, zone), _moment(day, end, zone)


def _moment(day: date, since_midnight: timedelta, zone: ZoneInfo) -> datetime:
    """By the clock on the wall, also on the days when it is put forward or back."""
    local = datetime.combine(day, time(0)) + since_midnight
    return local.replace(tzinfo=zone).astimezone(UTC)
