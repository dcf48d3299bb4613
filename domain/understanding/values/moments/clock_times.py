"""Times and parts of the day as series."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.series import (
    Grain,
    Series,
    Span,
    daily,
    first_of,
    nothing,
    one,
    within,
)
from domain.understanding.values.moments.times import Clock, Time, time_at, with_half

NOON, _DAY, HOUR = 12, 24, 60
EARLIEST = 6
_EVENING = 18
_SPOKEN = frozenset({5, 10, 15, 20, 25})
"""Hours before it are seldom named without "at"."""
_ANY_DAY = datetime(2001, 1, 1)  # noqa: DTZ001 - only its hours count


def time_of_day(
    hour: int, minute: int = 0, second: int | None = None, *, is_open: bool = True,
    grain: Grain = Grain.MINUTE, latent: bool = False,
) -> Time | None:  # fmt: skip
    """Each day at this hour; of both halves where it may be either (`is_open`)."""
    if not 0 <= hour <= _DAY or not 0 <= minute < HOUR:
        return None
    if second is not None:
        grain = Grain.SECOND
    length = {Grain.HOUR: timedelta(hours=1), Grain.MINUTE: timedelta(minutes=1)}.get(
        grain, timedelta(seconds=1)
    )
    into = timedelta(minutes=minute, seconds=second or 0)
    if not is_open or not 1 <= hour <= NOON:
        return Time(daily((timedelta(hours=hour % _DAY) + into,), length, grain), "H", latent)
    early, late = (timedelta(hours=hour % NOON + half) + into for half in (0, NOON))
    halves = (daily((early,), length, grain), daily((late,), length, grain))
    return Time(daily((early, late), length, grain), "H", latent, halves)


def moved(time: Time, minutes: int) -> Time | None:
    """So many minutes past, or before, an hour."""
    if time.fields != "H":
        return None
    moment = first_of(time.series, _ANY_DAY).start + timedelta(minutes=minutes)
    return time_of_day(moment.hour, moment.minute, is_open=time.halves is not None)


def spoken(time: Time, minutes: int, sign: int) -> Time | None:
    """ "Ten to four": of bare numbers only the usual ones, since "3 to 4" are other things."""
    there = moved(time, sign * minutes) if minutes in _SPOKEN else None
    return replace(there, loose=True) if there else None


def part_of_day(hours: tuple[int, int], latent: bool = False) -> Time:  # noqa: FBT001, FBT002
    start, end = (timedelta(hours=hour) for hour in hours)
    return Time(daily((start,), end - start, Grain.HOUR), "P", latent, is_range=True)


def of_today(clock: Clock, hours: tuple[int, int], days: int = 0) -> Time:
    day = clock.today + timedelta(days=days)
    start, end = (day + timedelta(hours=hour) for hour in hours)
    return time_at(start, end, Grain.HOUR, "XP", is_range=True)


def in_part(part: Time, time: Time) -> Time | None:
    """ "This afternoon at 3": the part tells the half of the day, and the day with it. Whether
    "Friday night at 12" still is on Friday is not told."""
    if time.fields != "H" or not part.has("P") or part.has("H"):
        return None
    start = first_of(part.series, _ANY_DAY).start
    if start.hour >= _EVENING and first_of(time.series, _ANY_DAY).start.hour % NOON == 0:
        return replace(time, series=nothing(time.grain), halves=None, latent=False)
    half = "am" if start.hour < NOON - 1 else "pm"
    chosen = with_half(time, half) if time.halves else time
    if part.fields == "P":
        return replace(chosen, fields="HP", latent=False)
    day = first_of(part.series, _ANY_DAY).start.replace(hour=0)
    whole = one(day, day + timedelta(days=1), Grain.DAY)
    outer = whole if part.known else _days_of(part)
    return Time(within(outer, chosen.series), "".join(dict.fromkeys(part.fields + "H")))


def _days_of(part: Time) -> Series:
    """The days on which the parts lie."""

    def day(span: Span) -> Span:
        start = span.start.replace(hour=0)
        return Span(start, start + timedelta(days=1))

    return Series(
        Grain.DAY, 86_400, part.series.period,
        lambda at: (day(span) for span in part.series.forward(at)),
        lambda at: (day(span) for span in part.series.back(at)),
    )  # fmt: skip
