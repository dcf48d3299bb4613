"""Rules for days, weeks, months and years."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.series import (
    Grain,
    Series,
    Span,
    chosen,
    every,
    floor,
    last_of,
    next_of,
    one,
    shift,
    unit,
    yearly,
)
from domain.understanding.values.moments.times import Clock, Time, both, settled, time_at

_FIELDS = {Grain.SECOND: "XH", Grain.MINUTE: "XH", Grain.HOUR: "XH", Grain.DAY: "X",
           Grain.WEEK: "w", Grain.MONTH: "MY", Grain.QUARTER: "QY", Grain.YEAR: "Y"}  # fmt: skip
_FIRST_YEAR, _LAST_YEAR, _MONTHS, _DAYS = 1_900, 2_100, 12, 31
_YEARLY = ("M", "MD", "DM", "S")


def unit_at(moment: datetime, grain: Grain, count: int = 0) -> Time:
    """The day, week, month … so many after the one of this moment."""
    series = unit(shift(floor(moment, grain), grain, count), grain)
    return Time(series, _FIELDS[grain], known=True)


def month(place: int) -> Time:
    return Time(chosen(Grain.MONTH, Grain.YEAR, lambda day: day.month == place), "M")


def day_of_month(day: int) -> Time:
    return Time(chosen(Grain.DAY, Grain.MONTH, lambda one: one.day == day), "D")


def month_and_day(place: int, day: int) -> Time:
    def span(year: int) -> Span | None:
        try:
            start = datetime(year, place, day)  # noqa: DTZ001 - local, as all of them
        except ValueError:
            return None
        return Span(start, start + timedelta(days=1))

    if not (1 <= place <= _MONTHS and 1 <= day <= _DAYS):
        raise ValueError(day)
    return Time(yearly(span, Grain.DAY, 86_400), "MD")


def weekday(place: int) -> Time:
    series = chosen(Grain.DAY, Grain.WEEK, lambda day: day.weekday() == place)
    return Time(series, "W", later=True)


def year(number: int) -> Time:
    start = datetime(number, 1, 1)  # noqa: DTZ001
    return Time(unit(start, Grain.YEAR), "Y", known=True)


def which_of(clock: Clock, which: str, time: Time) -> Time | None:
    """ "Last Monday", "this summer", "next Christmas", "Friday after next"."""
    if time.known or time.has("HXYw") or time.latent:
        return None
    at = clock.local
    if which == "last":
        found = last_of(time.series, at)
    elif which == "after":
        found = next_of(time.series, at, 2, begun=False)
    elif which == "next" and time.fields == "W":
        monday = floor(at, Grain.WEEK) + timedelta(weeks=1)
        found = next_of(time.series, monday)
    else:
        found = next_of(time.series, at, begun=which == "this")
    if found is None:
        return None
    fields = time.fields + ("Y" if time.has("MS") else "X")
    return Time(one(*found, time.grain), fields, known=True, is_range=time.is_range)


def nth_of(place: int, fine: Series, coarse: Time) -> Time | None:
    """The third Monday of a month, the last day of a year (-1), counted within."""
    if coarse.grain <= fine.grain and coarse.series.size <= fine.size:
        return None

    def spans(outer: Span) -> list[Span]:
        inside = []
        for span in fine.forward(outer.start):
            if span.start >= outer.end:
                break
            if span.start >= outer.start and (span.end <= outer.end or place > 0):
                inside.append(span)
        return inside

    def pick(outer: Span) -> Span | None:
        found = spans(outer)
        at = place - 1 if place > 0 else place
        return found[at] if -len(found) <= at < len(found) else None

    def forward(at: datetime):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return (s for o in coarse.series.forward(at - timedelta(days=7)) if (s := pick(o))
                and s.end > at)  # fmt: skip

    def back(at: datetime):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return (s for o in coarse.series.back(at) if (s := pick(o)) and s.start < at)

    series = Series(fine.grain, fine.size, coarse.series.period, forward, back)
    return Time(series, "".join(dict.fromkeys(coarse.fields + "X")), known=coarse.known)


def quarter(place: int) -> Time:
    return Time(chosen(Grain.QUARTER, Grain.YEAR, lambda day: (day.month + 2) // 3 == place), "Q")


def _closest(clock: Clock, time: Time, place: int) -> Time | None:
    """The one that is nearest to now, before or after."""
    if time.known:
        return None
    at = clock.local
    around = [found for count in (1, 2, 3) for found in (
        next_of(time.series, at, count), last_of(time.series, at, count)) if found]  # fmt: skip
    around.sort(key=lambda span: abs(span.start - at))
    return Time(one(*around[place - 1], time.grain), time.fields + "Y", known=True)


def _numeric(clock: Clock, first: int, sign: str, second: int, whole: int | None) -> Time | None:
    """ "12/03" is in March or in December by the habits of the place; both where none is known."""
    orders = [(first, second), (second, first)]  # day and month
    if sign == "/" and clock.month_first is None:
        chosen_orders = [one for one in orders if one[1] <= _MONTHS]
    else:
        month_first = sign != "." and bool(clock.month_first) and first <= _MONTHS
        chosen_orders = orders[1:] if month_first or second > _MONTHS else orders[:1]
    times: list[Time] = []
    for day, place in chosen_orders:
        time: Time | None = month_and_day(place, day)
        if whole is not None and time is not None:
            time = both(time, year(whole))
        if time is not None and time not in times:
            times.append(time)
    if not times:
        return None
    differ = first != second
    return replace(times[0], others=tuple(times[1:]) if differ else ())


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
    return number if len(digits) == 4 and _FIRST_YEAR <= number <= _LAST_YEAR else None  # noqa: PLR2004


@rule("YEAR", "N")
def _(_: Clock, number: int) -> int | None:
    return number if _FIRST_YEAR <= number <= _LAST_YEAR else None


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
    return day if 1 <= day <= _DAYS else None


@rule("T", "ORD", weight=-0.2)
def _(_: Clock, day: int) -> Time | None:
    return replace(day_of_month(day), latent=True) if 1 <= day <= _DAYS else None


@rule("T", "the ORD")
@rule("T", "on the? ORD")
def _(_: Clock, day: int) -> Time | None:
    return day_of_month(day) if 1 <= day <= _DAYS else None


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


@rule("T", "YM", weight=0.5)
def _(_: Clock, parts: tuple[int, int]) -> Time:
    return Time(unit(datetime(*parts, 1), Grain.MONTH), "YM", known=True)  # noqa: DTZ001


@rule("T", "NUMERIC", weight=0.5)
def _(clock: Clock, parts: tuple[int, str, int, int | None]) -> Time | None:
    return _numeric(clock, *parts)


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
    return _closest(clock, time, 1)


@rule("T", "the? ORD closest T to_now", weight=0.6)
def _(clock: Clock, place: int, time: Time) -> Time | None:
    return _closest(clock, time, place)


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
