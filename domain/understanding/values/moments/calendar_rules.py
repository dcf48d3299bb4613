"""Rules for days, weeks, months and years."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.calendar_times import (
    DAYS,
    FIRST_YEAR,
    LAST_YEAR,
    closest,
    day_of_month,
    month,
    month_and_day,
    nth_of,
    numeric,
    quarter,
    unit_at,
    weekday,
    which_of,
    year,
)
from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.series import Grain, every, unit
from domain.understanding.values.moments.times import Clock, Time, both, settled, time_at


@rule("T", "now_word", weight=0.1)
def _(clock: Clock) -> Time:
    at = clock.local
    return time_at(at, at + timedelta(seconds=1), Grain.SECOND, "XH")


@rule("T", "DAYWORD", weight=0.1)
def _(clock: Clock, days: int) -> Time:
    return unit_at(clock.today, Grain.DAY, days)


@rule("T", "DOW")
@rule("T", "on DOW")
def _(_: Clock, place: int) -> Time:
    return weekday(place)


@rule("T", "MONTH")
def _(_: Clock, place: int) -> Time:
    return month(place)


@rule("YEAR", "DIGITS")
def _(_: Clock, digits: str) -> int | None:
    number = int(digits)
    return number if len(digits) == 4 and FIRST_YEAR <= number <= LAST_YEAR else None  # noqa: PLR2004


@rule("YEAR", "N")
def _(_: Clock, number: int) -> int | None:
    return number if FIRST_YEAR <= number <= LAST_YEAR else None


@rule("T", "in YEAR")
def _(_: Clock, number: int) -> Time:
    return year(number)


@rule("T", "YEAR")
def _(_: Clock, number: int) -> Time:
    return replace(year(number), latent=True)


@rule("T", "in? N ad", weight=0.5)
def _(_: Clock, number: int) -> Time:
    return year(number)


@rule("DOM", "ORD")
@rule("DOM", "the ORD")
@rule("DOM", "N")
@rule("DOM", "the N")
def _(_: Clock, day: int) -> int | None:
    return day if 1 <= day <= DAYS else None


@rule("T", "ORD", weight=-0.2)
def _(_: Clock, day: int) -> Time | None:
    return replace(day_of_month(day), latent=True) if 1 <= day <= DAYS else None


@rule("T", "the ORD")
@rule("T", "on the? ORD")
def _(_: Clock, day: int) -> Time | None:
    return day_of_month(day) if 1 <= day <= DAYS else None


@rule("MD", "MONTH DOM", "MONTH comma DOM", weight=0.3)
def _(_: Clock, place: int, day: int) -> Time:
    return month_and_day(place, day)


@rule("MD", "DOM of? MONTH", weight=0.3)
@rule("MD", "DOM UNIT of? MONTH", weight=0.3)
def _(_: Clock, day: int, *rest: int) -> Time | None:
    if len(rest) > 1 and rest[0] != Grain.DAY:
        return None
    return month_and_day(rest[-1], day)


@rule("T", "MD")
@rule("T", "on MD")
def _(_: Clock, time: Time) -> Time:
    return time


@rule("T", "MD N", weight=-0.3)
@rule("T", "MD comma N", weight=-0.3)
def _(_: Clock, time: Time, number: int) -> Time | None:
    """ "14th April 15": two digits are a year where nothing else follows."""
    return both(time, year(2_000 + number)) if 13 <= number <= 49 else None  # noqa: PLR2004


@rule("T", "the? ides of? MONTH", weight=0.5)
def _(_: Clock, place: int) -> Time:
    return month_and_day(place, 15 if place in {3, 5, 7, 10} else 13)


@rule("T", "YMD", weight=0.5)
def _(_: Clock, parts: tuple[int, int, int]) -> Time:
    return Time(unit(datetime(*parts), Grain.DAY), "YMD", known=True)  # noqa: DTZ001


@rule("T", "STAMP", weight=1.0)
def _(_: Clock, parts: tuple[int, int, int, int, int, int]) -> Time:
    start = datetime(*parts)  # noqa: DTZ001
    return time_at(start, start + timedelta(seconds=1), Grain.SECOND, "YMDH")


@rule("T", "ZONED", weight=1.0)
def _(clock: Clock, moment: datetime) -> Time:
    """As computers write it, with its zone: by the clock of the person."""
    start = moment.astimezone(clock.now.tzinfo).replace(tzinfo=None)
    return time_at(start, start + timedelta(seconds=1), Grain.SECOND, "YMDH")


@rule("T", "YM", weight=0.5)
def _(_: Clock, parts: tuple[int, int]) -> Time:
    return Time(unit(datetime(*parts, 1), Grain.MONTH), "YM", known=True)  # noqa: DTZ001


@rule("T", "N night_word from T", "N night_word after T", "N night_word on T", weight=0.8)
def _(clock: Clock, nights: int, first: Time) -> Time | None:
    return _stay(clock, first, nights)


@rule("T", "T comma? N night_word", "from T comma? N night_word", weight=0.8)
@rule("T", "after T comma? N night_word", weight=0.8)
def _(clock: Clock, first: Time, nights: int) -> Time | None:
    return _stay(clock, first, nights)


def _stay(clock: Clock, first: Time, nights: int) -> Time | None:
    """ "Three nights from Friday": to the day on which one leaves."""
    found = settled(first, clock)
    if found is None or first.is_range or first.grain != Grain.DAY or not 0 < nights <= DAYS:
        return None
    end = found.start + timedelta(days=nights + 1)
    return time_at(found.start, end, Grain.DAY, "YMDR", is_range=True)


@rule("T", "NUMERIC", weight=0.5)
def _(clock: Clock, parts: tuple[int, str, int, int | None]) -> Time | None:
    return numeric(clock, *parts)


@rule("T", "the? WHICH UNIT", weight=0.3)
@rule("T", "on the? WHICH UNIT", weight=0.3)
@rule("T", "in the? WHICH UNIT", weight=0.3)
def _(clock: Clock, which: str, grain: int) -> Time | None:
    count = {"this": 0, "next": 1, "last": -1, "after": 2}[which]
    return unit_at(clock.local, Grain(grain), count) if grain >= Grain.DAY else None


@rule("T", "the? upcoming UNIT", weight=0.3)
def _(clock: Clock, grain: int) -> Time:
    return unit_at(clock.local, Grain(grain), 1)


@rule("T", "upcoming N UNIT", weight=0.5)
def _(clock: Clock, count: int, grain: int) -> Time:
    return unit_at(clock.local, Grain(grain), count)


@rule("T", "N upcoming UNIT", weight=0.5)
def _(clock: Clock, count: int, grain: int) -> Time:
    return unit_at(clock.local, Grain(grain), count)


@rule("T", "the? UNIT after_next", weight=0.5)
def _(clock: Clock, grain: int) -> Time:
    return unit_at(clock.local, Grain(grain), 2)


@rule("T", "T after_next", weight=0.5)
def _(clock: Clock, time: Time) -> Time | None:
    return which_of(clock, "after", time)


@rule("T", "the? WHICH T", weight=0.3)
@rule("T", "on the? WHICH T", weight=0.3)
def _(clock: Clock, which: str, time: Time) -> Time | None:
    return which_of(clock, which, time)


@rule("T", "upcoming T", weight=0.3)
def _(clock: Clock, time: Time) -> Time | None:
    return which_of(clock, "this", time)


@rule("T", "closest T to_now", weight=0.5)
@rule("T", "the closest T to_now", weight=0.5)
def _(clock: Clock, time: Time) -> Time | None:
    return closest(clock, time, 1)


@rule("T", "the? ORD closest T to_now", weight=0.6)
def _(clock: Clock, place: int, time: Time) -> Time | None:
    return closest(clock, time, place)


@rule("T", "the? ORD UNIT of? T", "the? ORD UNIT of the T", weight=0.5)
def _(_: Clock, place: int, grain: int, outer: Time) -> Time | None:
    return nth_of(place, every(Grain(grain)), outer)


@rule("T", "the? last UNIT of? T", weight=0.6)
def _(_: Clock, grain: int, outer: Time) -> Time | None:
    return nth_of(-1, every(Grain(grain)), outer)


@rule("T", "the? ORD last UNIT of? T", weight=0.6)
def _(_: Clock, place: int, grain: int, outer: Time) -> Time | None:
    return nth_of(-place, every(Grain(grain)), outer)


@rule("T", "the? ORD T of the? T", weight=0.6)
def _(_: Clock, place: int, fine: Time, outer: Time) -> Time | None:
    fits = fine.fields in {"W", "E"}
    return nth_of(place, fine.series, outer) if fits else None


@rule("T", "the? last T of the? T", weight=0.6)
def _(_: Clock, fine: Time, outer: Time) -> Time | None:
    if fine.fields not in {"W", "E"} or outer.has("X") or outer.grain < Grain.MONTH:
        return None
    found = nth_of(-1, fine.series, outer)
    return replace(found, is_range=fine.is_range) if found else None


@rule("T", "the? UNIT of T", weight=0.2)
def _(clock: Clock, grain: int, time: Time) -> Time | None:
    """ "The week of October 7th"."""
    found = settled(time, clock)
    if grain < Grain.WEEK or found is None or time.grain >= grain:
        return None
    return unit_at(found.start, Grain(grain))


@rule("T", "DOM UNIT? of T", weight=0.3)
def _(_: Clock, day: int, grain: int | None, time: Time) -> Time | None:
    """ "20 of next month"."""
    if time.grain != Grain.MONTH or not time.known or grain not in {None, Grain.DAY}:
        return None
    return both(day_of_month(day), time)


@rule("T", "the? ORD UNIT", weight=0.1)
def _(_: Clock, place: int, grain: int) -> Time | None:
    if grain != Grain.QUARTER or place > 4:  # noqa: PLR2004
        return None
    return quarter(place)


@rule("T", "q N", weight=0.3)
def _(_: Clock, place: int) -> Time | None:
    return quarter(place) if 1 <= place <= 4 else None  # noqa: PLR2004


@rule("T", "the UNIT", weight=-0.3)
def _(clock: Clock, grain: int) -> Time | None:
    """ "In the month": the one that is."""
    found = unit_at(clock.local, Grain(grain)) if grain >= Grain.WEEK else None
    return replace(found, latent=True) if found else None
