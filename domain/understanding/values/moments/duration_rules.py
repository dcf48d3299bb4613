"""Rules for lengths of time, and for moments that are such a length away."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from domain.understanding.values.moments.calendar_times import weekday
from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.clock_times import EARLIEST
from domain.understanding.values.moments.series import (
    Grain,
    floor,
    last_of,
    next_of,
    one,
    seconds_of,
    shift,
)
from domain.understanding.values.moments.times import Clock, Time, settled, time_at

_DAYS_A_MONTH = 30
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_FINER = {
    Grain.SECOND: Grain.SECOND, Grain.MINUTE: Grain.SECOND, Grain.HOUR: Grain.MINUTE,
    Grain.DAY: Grain.HOUR, Grain.WEEK: Grain.DAY, Grain.MONTH: Grain.DAY, Grain.QUARTER: Grain.DAY,
    Grain.YEAR: Grain.MONTH,
}  # fmt: skip
"""A week from now is named as a day, an hour from now as a minute."""


@dataclass(frozen=True)
class Length:
    """Months and seconds, since a month has no fixed number of days; and the finest unit said."""

    months: int
    seconds: int
    grain: Grain
    coarsest: Grain = Grain.SECOND
    halvable: bool = True

    def iso(self) -> str:
        """As ISO 8601 writes it."""
        years, months = divmod(self.months, 12)
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        parts = ((years, "Y"), (months, "M"), (days, "D"))
        date = "".join(f"{count}{sign}" for count, sign in parts if count)
        parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
        time = "".join(f"{count}{sign}" for count, sign in parts if count)
        if not date and time and minutes and not seconds:
            time = f"{hours}H{minutes}M" if hours else f"{minutes}M"
        return f"P{date}{'T' + time if time else ''}" if date or time else "PT0S"


def length(count: Fraction | int, grain: Grain) -> Length:
    """A part of a month counts in days, of thirty."""
    if grain in _MONTHS:
        months = Fraction(count) * _MONTHS[grain]
        rest = round((months % 1) * _DAYS_A_MONTH) * seconds_of(Grain.DAY)
        finest = Grain.DAY if rest else grain
        return Length(int(months), rest, finest, grain)
    seconds = Fraction(count) * seconds_of(grain)
    finest = grain
    while finest > Grain.SECOND and seconds % seconds_of(finest):
        finest = Grain(finest - 1)
    return Length(0, round(seconds), finest, grain)


def together(first: Length, second: Length) -> Length:
    grain = min(first.grain, second.grain)
    return Length(first.months + second.months, first.seconds + second.seconds, grain,
                  max(first.coarsest, second.coarsest))  # fmt: skip


def moved(clock: Clock, at: datetime, by: Length, sign: int) -> datetime:
    """Later or earlier by a length; from now on by the clock of the world."""
    there = shift(at, Grain.MONTH, sign * by.months) if by.months else at
    if at == clock.local and not by.months and by.grain < Grain.DAY:
        return clock.after(sign * by.seconds)
    return shift(there, Grain.SECOND, sign * by.seconds)


def from_now(clock: Clock, by: Length, sign: int) -> Time:
    """ "In two weeks": named one unit finer than the length."""
    grain = _FINER[by.grain]
    start = floor(moved(clock, clock.local, by, sign), grain)
    return time_at(start, shift(start, grain, 1), grain, "XHPMYDW" if grain < 3 else "XYMD")  # noqa: PLR2004


@rule("DUR", "N more? UNIT", "N more UNIT", weight=0.2)
def _(_: Clock, count: int, grain: int) -> Length | None:
    return length(count, Grain(grain)) if count else None


@rule("DUR", "a more? UNIT", weight=0.2)
def _(_: Clock, grain: int) -> Length | None:
    """Not "a second", which may be a moment, or the one after the first."""
    return length(1, Grain(grain)) if grain != Grain.SECOND else None


@rule("DUR", "N fortnight")
def _(_: Clock, count: int) -> Length:
    return length(2 * count, Grain.WEEK)


@rule("DUR", "a fortnight", "fortnight")
def _(_: Clock) -> Length:
    return length(2, Grain.WEEK)


@rule("DUR", "a? SPAN")
def _(_: Clock, seconds: int) -> Length:
    return length(seconds, Grain.SECOND)


@rule("DUR", "PRIME")
def _(_: Clock, minutes: int) -> Length:
    return length(minutes, Grain.MINUTE)


@rule("DUR", "TIME24", weight=1.0)
def _(_: Clock, clock: tuple[int, int, int | None]) -> Length | None:
    """ "2h30"; "14h30" is a time of day."""
    return length(60 * clock[0] + clock[1], Grain.MINUTE) if clock[0] < EARLIEST else None


@rule("PORTION", "FRACTION", "DEC")
def _(_: Clock, share: Fraction | float) -> Fraction:
    return Fraction(share)


@rule("PORTION", "a? half")
def _(_: Clock) -> Fraction:
    return Fraction(1, 2)


@rule("PORTION", "a? quarter_word")
def _(_: Clock) -> Fraction:
    return Fraction(1, 4)


@rule("PORTION", "N quarter_word")
def _(_: Clock, count: int) -> Fraction | None:
    return Fraction(count, 4) if count in {1, 2, 3} else None


@rule("MIXED", "N and PORTION", "N PORTION")
def _(_: Clock, count: int, share: Fraction) -> Fraction | None:
    return count + share if share < 1 else None


@rule("DUR", "PORTION of? a? UNIT", "a? PORTION UNIT", "MIXED of? a? UNIT", weight=0.3)
def _(_: Clock, share: Fraction, grain: int) -> Length | None:
    return length(share, Grain(grain)) if grain != Grain.SECOND else None


@rule("DUR", "N UNIT and PORTION", "N UNIT PORTION", weight=0.3)
def _(_: Clock, count: int, grain: int, share: Fraction) -> Length | None:
    return length(count + share, Grain(grain)) if share < 1 else None


@rule("DUR", "a UNIT and PORTION", weight=0.3)
def _(_: Clock, grain: int, share: Fraction) -> Length | None:
    return length(1 + share, Grain(grain)) if share < 1 else None


@rule("DUR", "N UNIT and? N", "a UNIT and? N", weight=-0.2)
def _(_: Clock, *parts: int) -> Length | None:
    """ "Two hours ten"."""
    count, grain, rest = parts if len(parts) == 3 else (1, *parts)  # noqa: PLR2004
    if grain not in {Grain.HOUR, Grain.MINUTE} or not 5 <= rest < 60:  # noqa: PLR2004
        return None
    return together(length(count, Grain(grain)), length(rest, Grain(grain - 1)))


@rule("DUR", "DUR DUR", "DUR and DUR", "DUR comma DUR", "DUR comma and DUR", weight=0.2)
def _(_: Clock, first: Length, second: Length) -> Length | None:
    return together(first, second) if second.coarsest < first.grain else None


@rule("T", "in DUR", "DUR hence", "in DUR hence", "around in DUR", weight=0.4)
def _(clock: Clock, by: Length) -> Time:
    return from_now(clock, by, 1)


@rule("T", "DUR ago", "around? DUR ago", "before_now DUR", weight=0.4)
def _(clock: Clock, by: Length) -> Time:
    return from_now(clock, by, -1)


@rule("T", "in N", weight=-0.5)
def _(clock: Clock, minutes: int) -> Time | None:
    if not 5 <= minutes < 60:  # noqa: PLR2004
        return None
    return replace(from_now(clock, length(minutes, Grain.MINUTE), 1), loose=True)


@rule("T", "T in DUR", weight=0.5)
def _(clock: Clock, time: Time, by: Length) -> Time | None:
    return _in_so_long(clock, time, by)


@rule("T", "in DUR T", weight=0.5)
def _(clock: Clock, by: Length, time: Time) -> Time | None:
    return _in_so_long(clock, time, by)


def _in_so_long(clock: Clock, time: Time, by: Length) -> Time | None:
    """ "March in a year", "Monday in two weeks", "today in one hour"."""
    if by.months and by.months % 12 == 0 and time.has("M") and not time.known:
        begins = floor(shift(clock.local, Grain.YEAR, by.months // 12), Grain.YEAR)
        found = next_of(time.series, begins)
        fields = f"{time.fields}Y"
        return Time(one(*found, time.grain), fields, known=True) if found else None
    if time.fields == "X" and by.grain < Grain.DAY and time.known:
        found = settled(time, clock)
        return from_now(clock, by, 1) if found and found.start == clock.today else None
    return counted_from(clock, time, by, 1) if by.grain >= Grain.DAY else None


@rule("T", "DUR shifted T", weight=0.5)
def _(clock: Clock, by: Length, time: Time) -> Time | None:
    return counted_from(clock, time, by, 1)


@rule("T", "DUR before T", weight=0.5)
def _(clock: Clock, by: Length, time: Time) -> Time | None:
    return counted_from(clock, time, by, -1)


def counted_from(clock: Clock, time: Time, by: Length, sign: int) -> Time | None:
    """So long after a day or a moment, or before it."""
    found = settled(time, clock)
    if found is None or time.latent or time.is_range or time.fields == "H":
        return None
    start = moved(clock, found.start, by, sign)
    grain = min(time.grain, by.grain)
    return time_at(start, shift(start, grain, 1), grain, "XMYD" + ("H" if grain < 3 else ""))  # noqa: PLR2004


@rule("T", "N DOW hence", "N DOWS hence", weight=0.5)
def _(clock: Clock, count: int, place: int) -> Time | None:
    return _so_many_days(clock, count, place)


@rule("T", "N DOW ago", "N DOWS ago", weight=0.5)
def _(clock: Clock, count: int, place: int) -> Time | None:
    return _so_many_days(clock, -count, place)


def _so_many_days(clock: Clock, count: int, place: int) -> Time | None:
    series = weekday(place).series
    if count > 0:
        found = next_of(series, clock.local, count, begun=False)
    else:
        found = last_of(series, clock.local, -count)
    return Time(one(*found, Grain.DAY), "X", known=True) if found else None
