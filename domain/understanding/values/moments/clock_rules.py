"""Rules for times of day and parts of the day."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.calendar_rules import weekday
from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.series import (
    Grain,
    Series,
    Span,
    daily,
    one,
    within,
)
from domain.understanding.values.moments.times import Clock, Time, both, time_at, with_half

_NOON, _DAY, _HOUR = 12, 24, 60
_EARLIEST = 6
_SPOKEN = frozenset({5, 10, 15, 20, 25})
"""Hours before it are seldom named without "at"."""
_ANY_DAY = datetime(2001, 1, 1)  # noqa: DTZ001 - only its hours count


def time_of_day(
    hour: int, minute: int = 0, second: int | None = None, *, is_open: bool = True,
    grain: Grain = Grain.MINUTE, latent: bool = False,
) -> Time | None:  # fmt: skip
    """Each day at this hour; of both halves where it may be either (`is_open`)."""
    if not 0 <= hour <= _DAY or not 0 <= minute < _HOUR:
        return None
    if second is not None:
        grain = Grain.SECOND
    length = {Grain.HOUR: timedelta(hours=1), Grain.MINUTE: timedelta(minutes=1)}.get(
        grain, timedelta(seconds=1)
    )
    into = timedelta(minutes=minute, seconds=second or 0)
    if not is_open or not 1 <= hour <= _NOON:
        return Time(daily((timedelta(hours=hour % _DAY) + into,), length, grain), "H", latent)
    early, late = (timedelta(hours=hour % _NOON + half) + into for half in (0, _NOON))
    halves = (daily((early,), length, grain), daily((late,), length, grain))
    return Time(daily((early, late), length, grain), "H", latent, halves)


def _moved(time: Time, minutes: int) -> Time | None:
    """So many minutes past, or before, an hour."""
    if time.fields != "H":
        return None
    moment = next(time.series.forward(_ANY_DAY)).start + timedelta(minutes=minutes)
    return time_of_day(moment.hour, moment.minute, is_open=time.halves is not None)


def _spoken(time: Time, minutes: int, sign: int) -> Time | None:
    """ "Ten to four": of bare numbers only the usual ones, since "3 to 4" are other things."""
    moved = _moved(time, sign * minutes) if minutes in _SPOKEN else None
    return replace(moved, loose=True) if moved else None


def part_of_day(hours: tuple[int, int], latent: bool = False) -> Time:  # noqa: FBT001, FBT002
    start, end = (timedelta(hours=hour) for hour in hours)
    return Time(daily((start,), end - start, Grain.HOUR), "P", latent, is_range=True)


def _of_today(clock: Clock, hours: tuple[int, int], days: int = 0) -> Time:
    day = clock.today + timedelta(days=days)
    start, end = (day + timedelta(hours=hour) for hour in hours)
    return time_at(start, end, Grain.HOUR, "XP", is_range=True)


def _in_part(part: Time, time: Time) -> Time | None:
    """ "This afternoon at 3": the part tells the half of the day, and the day with it."""
    if time.fields != "H" or not part.has("P") or part.has("H"):
        return None
    start = next(part.series.forward(_ANY_DAY)).start
    half = "am" if start.hour < _NOON - 1 else "pm"
    chosen = with_half(time, half) if time.halves else time
    if part.fields == "P":
        return replace(chosen, fields="HP", latent=False)
    day = next(part.series.forward(_ANY_DAY)).start.replace(hour=0)
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


@rule("TOD", "TIME")
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    return time_of_day(*time, is_open=time[0] <= _NOON)


@rule("TOD", "HOURS", weight=0.6)
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    """ "15h" is a time, "2h" a length of time unless "at" or a day stands beside it."""
    found = time_of_day(*time, is_open=False)
    return replace(found, latent=time[0] <= _NOON) if found else None


@rule("TOD", "TIME24", weight=0.6)
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    """ "14h30" is a time; "2h30" is a length of time, as "2h" is."""
    found = time_of_day(*time, is_open=False)
    return replace(found, latent=time[0] < _EARLIEST) if found else None


@rule("TOD", "TIME oclock")
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    return time_of_day(*time, is_open=False)


@rule("TOD", "N AMPM", weight=0.4)
def _(_: Clock, hour: int, half: str) -> Time | None:
    if not 1 <= hour <= _NOON:
        return None
    time = time_of_day(hour, grain=Grain.HOUR)
    return with_half(time, half) if time else None


@rule("TOD", "TIME AMPM", weight=0.4)
@rule("TOD", "HHMM AMPM", weight=0.4)
def _(_: Clock, clock: tuple[int, int, int | None], half: str) -> Time | None:
    time = time_of_day(*clock)
    return with_half(time, half) if time else None


@rule("TOD", "N ish AMPM", weight=0.4)
def _(_: Clock, hour: int, half: str) -> Time | None:
    time = time_of_day(hour, grain=Grain.HOUR)
    return with_half(time, half) if time else None


@rule("TOD", "TOD AMPM")
def _(_: Clock, time: Time, half: str) -> Time | None:
    return with_half(time, half) if time.halves else None


@rule("TOD", "TOD ish")
def _(_: Clock, time: Time) -> Time:
    return time


@rule("TOD", "N oclock", weight=0.3)
def _(_: Clock, hour: int) -> Time | None:
    return time_of_day(hour, is_open=hour <= _NOON, grain=Grain.HOUR)


@rule("TOD", "N oclock N", weight=0.3)
def _(_: Clock, hour: int, minute: int) -> Time | None:
    return time_of_day(hour, minute)


@rule("TOD", "CLOCK", weight=0.2)
@rule("TOD", "N CLOCK", weight=0.2)
def _(_: Clock, *hours: int) -> Time | None:
    if len(hours) > 1 and hours[0] != _NOON:
        return None
    return time_of_day(hours[-1], is_open=False, grain=Grain.HOUR)


@rule("HOUR", "N")
def _(_: Clock, hour: int) -> Time | None:
    return time_of_day(hour, grain=Grain.HOUR, latent=True)


@rule("TOD", "at HOUR", weight=0.1)
def _(_: Clock, time: Time) -> Time:
    return replace(time, latent=False, loose=True)


@rule("TOD", "at TOD", "on TOD")
def _(_: Clock, time: Time) -> Time:
    return replace(time, latent=False)


@rule("TOD", "at HHMM")
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    return time_of_day(*time)


@rule("TOD", "at N N")
def _(_: Clock, hour: int, minute: int) -> Time | None:
    return time_of_day(hour, minute) if minute >= 10 else None  # noqa: PLR2004


@rule("SPOKEN", "HOUR N")
def _(_: Clock, hour: Time, minute: int) -> Time | None:
    """ "Eight thirty": a time only beside a day or a part of the day."""
    moved = _moved(hour, minute) if 10 <= minute < _HOUR else None  # noqa: PLR2004
    return replace(moved, latent=True) if moved else None


@rule("MIN", "N")
@rule("MIN", "N UNIT")
def _(_: Clock, count: int, unit: int = Grain.MINUTE) -> int | None:
    return count if unit == Grain.MINUTE and 0 < count < _HOUR else None


@rule("MIN", "a? quarter_word")
def _(_: Clock) -> int:
    return 15


@rule("TOD", "at? MIN past TOD", "on MIN past TOD", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return _moved(time, minutes)


@rule("TOD", "at? MIN till TOD", "on MIN till TOD", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return _moved(time, -minutes)


@rule("TOD", "at? MIN past HOUR", "on MIN past HOUR", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return _spoken(time, minutes, 1)


@rule("TOD", "at? MIN till HOUR", "on MIN till HOUR", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return _spoken(time, minutes, -1)


@rule("TOD", "at? half_past TOD", "at? half_past HOUR", weight=0.2)
def _(_: Clock, time: Time) -> Time | None:
    return _moved(time, 30)


@rule("TOD", "at? half_to TOD", "at? half_to HOUR", weight=0.3)
def _(_: Clock, time: Time) -> Time | None:
    return _moved(time, -30)


@rule("TOD", "at? MIN past half_to HOUR", weight=0.4)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return _moved(time, minutes - 30)


@rule("TOD", "at? MIN till half_to HOUR", weight=0.4)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return _moved(time, -minutes - 30)


@rule("PT", "POD")
def _(_: Clock, hours: tuple[int, int]) -> Time:
    return part_of_day(hours)


@rule("PT", "DOWPART", "on DOWPART", weight=0.3)
def _(_: Clock, part: tuple[int, tuple[int, int]]) -> Time | None:
    """ "Montagabend", in one word."""
    place, hours = part
    return both(weekday(place), part_of_day(hours))


@rule("PT", "AFTERPART", weight=0.3)
@rule("PT", "part_of AFTERPART", weight=0.3)
def _(clock: Clock, hours: tuple[int, int]) -> Time:
    return _of_today(clock, hours)


@rule("PT", "TONIGHT", weight=0.3)
def _(clock: Clock, hours: tuple[int, int]) -> Time:
    return _of_today(clock, hours)


@rule("PT", "LASTNIGHT", weight=0.3)
def _(clock: Clock, hours: tuple[int, int]) -> Time:
    return _of_today(clock, hours, -1)


@rule("PT", "WHICH POD", weight=0.3)
def _(clock: Clock, which: str, hours: tuple[int, int]) -> Time | None:
    days = {"this": 0, "next": 1, "last": -1}.get(which)
    return None if days is None else _of_today(clock, hours, days)


@rule("PT", "T part_of? PT", weight=0.2)
@rule("PT", "PT of T")
def _(_: Clock, first: Time, second: Time) -> Time | None:
    part, day = (first, second) if first.fields == "P" else (second, first)
    if part.fields != "P" or day.has("HPR") or day.grain > Grain.DAY or day.is_range:
        return None
    return both(day, part)


@rule("T", "TOD part_of? PT", "HOUR part_of? PT", "SPOKEN part_of? PT", weight=0.4)
def _(_: Clock, time: Time, part: Time) -> Time | None:
    return _in_part(part, time)


@rule("T", "PT TOD", "PT at HOUR", "PT comma TOD", "PT HOUR", weight=0.3)
def _(_: Clock, part: Time, time: Time) -> Time | None:
    return _in_part(part, time)
