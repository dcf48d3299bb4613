"""Rules for days that are named by another one: the day before it, the first Monday after it."""

from dataclasses import replace

from domain.understanding.values.moments.calendar_times import (
    DAYS,
    MONTHS,
    month_and_day,
    weekday,
)
from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.duration_rules import Length, counted_from, length
from domain.understanding.values.moments.series import Grain, last_of, next_of, one
from domain.understanding.values.moments.times import Clock, Time, settled

_MOST = 10
"""Nobody counts on to a later Monday."""


@rule("T", "the? UNIT shifted T", "on the? UNIT shifted T", weight=0.6)
def _(clock: Clock, grain: int, time: Time) -> Time | None:
    return _next_to(clock, grain, time, 1)


@rule("T", "the? UNIT before T", "on the? UNIT before T", weight=0.6)
def _(clock: Clock, grain: int, time: Time) -> Time | None:
    return _next_to(clock, grain, time, -1)


def _next_to(clock: Clock, grain: int, time: Time, sign: int) -> Time | None:
    """ "The day before Christmas Eve"."""
    if grain != Grain.DAY or not _is_day(time):
        return None
    return counted_from(clock, time, length(1, Grain.DAY), sign)


@rule("T", "the? DOW shifted T", "on the? DOW shifted T", weight=0.6)
@rule("T", "the? DOW shifted the T", "on the? DOW shifted the T", weight=0.6)
def _(clock: Clock, place: int, time: Time) -> Time | None:
    return _weekday_after(clock, 1, place, time)


@rule("T", "the? ORD DOW shifted T", "on the? ORD DOW shifted T", weight=0.7)
def _(clock: Clock, count: int, place: int, time: Time) -> Time | None:
    return _weekday_after(clock, count, place, time)


def _weekday_after(clock: Clock, count: int, place: int, time: Time) -> Time | None:
    day = settled(time, clock) if _is_day(time) and count <= _MOST else None
    if day is None:
        return None
    found = next_of(weekday(place).series, day.end, count)
    return Time(one(*found, Grain.DAY), "XMYD", known=True) if found else None


@rule("T", "the? DOW before T", "on the? DOW before T", weight=0.6)
@rule("T", "the? last DOW before T", "on the? last DOW before T", weight=0.7)
def _(clock: Clock, place: int, time: Time) -> Time | None:
    day = settled(time, clock) if _is_day(time) else None
    found = last_of(weekday(place).series, day.start) if day else None
    return Time(one(*found, Grain.DAY), "XMYD", known=True) if found else None


def _is_day(time: Time) -> bool:
    return time.grain == Grain.DAY and not time.latent and not time.is_range and not time.opens


@rule("T", "T over DUR", weight=0.5)
def _(clock: Clock, time: Time, by: Length) -> Time | None:
    """ "Freitag über eine Woche"."""
    is_day = time.fields in {"W", "X"} and by.grain >= Grain.DAY
    return counted_from(clock, time, by, 1) if is_day else None


@rule("T", "DOM of? the ORD", "on DOM of? the ORD", "on the? ORD ORD", weight=0.4)
def _(_: Clock, day: int, place: int) -> Time | None:
    """ "The 2nd of the 12th": the month by its number."""
    fits = 1 <= day <= DAYS and 1 <= place <= MONTHS
    return replace(month_and_day(place, day), latent=False) if fits else None
