"""Rules for times of day and parts of the day."""

from dataclasses import replace

from domain.understanding.values.moments.calendar_times import weekday
from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.clock_times import (
    EARLIEST,
    HOUR,
    NOON,
    in_part,
    moved,
    of_today,
    part_of_day,
    spoken,
    time_of_day,
)
from domain.understanding.values.moments.series import Grain
from domain.understanding.values.moments.times import Clock, Time, both, with_half


@rule("TOD", "TIME")
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    return time_of_day(*time, is_open=time[0] <= NOON)


@rule("TOD", "TIME0")
@rule("TOD", "TIME0 oclock")
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    """ "02:30" is in the night."""
    return time_of_day(*time, is_open=False)


@rule("TOD", "HOURS", weight=0.6)
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    """ "15h" is a time, "2h" a length of time unless "at" or a day stands beside it."""
    found = time_of_day(*time, is_open=False)
    return replace(found, latent=time[0] <= NOON) if found else None


@rule("TOD", "TIME24", weight=0.6)
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    """ "14h30" is a time; "2h30" is a length of time, as "2h" is."""
    found = time_of_day(*time, is_open=False)
    return replace(found, latent=time[0] < EARLIEST) if found else None


@rule("TOD", "TIME oclock")
def _(_: Clock, time: tuple[int, int, int | None]) -> Time | None:
    return time_of_day(*time, is_open=False)


@rule("TOD", "N AMPM", weight=0.4)
def _(_: Clock, hour: int, half: str) -> Time | None:
    if not 1 <= hour <= NOON:
        return None
    time = time_of_day(hour, grain=Grain.HOUR)
    return with_half(time, half) if time else None


@rule("TOD", "TIME AMPM", weight=0.4)
@rule("TOD", "TIME0 AMPM", weight=0.4)
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
    return time_of_day(hour, is_open=hour <= NOON, grain=Grain.HOUR)


@rule("TOD", "N oclock N", weight=0.3)
def _(_: Clock, hour: int, minute: int) -> Time | None:
    return time_of_day(hour, minute)


@rule("TOD", "CLOCK", weight=0.2)
@rule("TOD", "N CLOCK", weight=0.2)
def _(_: Clock, *hours: int) -> Time | None:
    if len(hours) > 1 and hours[0] != NOON:
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
    there = moved(hour, minute) if 10 <= minute < HOUR else None  # noqa: PLR2004
    return replace(there, latent=True) if there else None


@rule("MIN", "N")
@rule("MIN", "N UNIT")
def _(_: Clock, count: int, unit: int = Grain.MINUTE) -> int | None:
    return count if unit == Grain.MINUTE and 0 < count < HOUR else None


@rule("MIN", "a? quarter_word")
def _(_: Clock) -> int:
    return 15


@rule("TOD", "at? MIN past TOD", "on MIN past TOD", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return moved(time, minutes)


@rule("TOD", "at? MIN till TOD", "on MIN till TOD", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return moved(time, -minutes)


@rule("TOD", "at? MIN past HOUR", "on MIN past HOUR", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return spoken(time, minutes, 1)


@rule("TOD", "at? MIN till HOUR", "on MIN till HOUR", weight=0.2)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return spoken(time, minutes, -1)


@rule("TOD", "at? half_past TOD", "at? half_past HOUR", weight=0.2)
def _(_: Clock, time: Time) -> Time | None:
    return moved(time, 30)


@rule("TOD", "at? half_to TOD", "at? half_to HOUR", weight=0.3)
def _(_: Clock, time: Time) -> Time | None:
    return moved(time, -30)


@rule("TOD", "at? MIN past half_to HOUR", weight=0.4)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return moved(time, minutes - 30)


@rule("TOD", "at? MIN till half_to HOUR", weight=0.4)
def _(_: Clock, minutes: int, time: Time) -> Time | None:
    return moved(time, -minutes - 30)


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
    return of_today(clock, hours)


@rule("PT", "TONIGHT", weight=0.3)
def _(clock: Clock, hours: tuple[int, int]) -> Time:
    return of_today(clock, hours)


@rule("PT", "LASTNIGHT", weight=0.3)
def _(clock: Clock, hours: tuple[int, int]) -> Time:
    return of_today(clock, hours, -1)


@rule("PT", "WHICH POD", weight=0.3)
def _(clock: Clock, which: str, hours: tuple[int, int]) -> Time | None:
    days = {"this": 0, "next": 1, "last": -1}.get(which)
    return None if days is None else of_today(clock, hours, days)


@rule("PT", "T part_of? PT", weight=0.2)
@rule("PT", "PT of T")
def _(_: Clock, first: Time, second: Time) -> Time | None:
    part, day = (first, second) if first.fields == "P" else (second, first)
    if part.fields != "P" or day.has("HPR") or day.grain > Grain.DAY or day.is_range:
        return None
    return both(day, part)


@rule("T", "TOD part_of? PT", "HOUR part_of? PT", "SPOKEN part_of? PT", weight=0.4)
def _(_: Clock, time: Time, part: Time) -> Time | None:
    return in_part(part, time)


@rule("T", "PT TOD", "PT at HOUR", "PT comma TOD", "PT HOUR", weight=0.3)
def _(_: Clock, part: Time, time: Time) -> Time | None:
    return in_part(part, time)
