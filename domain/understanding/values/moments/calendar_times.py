"""Days, weeks, months and years as series, and what is counted from or within them."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.series import (
    MOST_STEPS,
    Grain,
    Series,
    Span,
    chosen,
    floor,
    last_of,
    next_of,
    one,
    shift,
    unit,
    yearly,
)
from domain.understanding.values.moments.times import Clock, Time, both

_FIELDS = {Grain.SECOND: "XH", Grain.MINUTE: "XH", Grain.HOUR: "XH", Grain.DAY: "X",
           Grain.WEEK: "w", Grain.MONTH: "MY", Grain.QUARTER: "QY", Grain.YEAR: "Y"}  # fmt: skip
FIRST_YEAR, LAST_YEAR, MONTHS, DAYS = 1_900, 2_100, 12, 31


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

    if not (1 <= place <= MONTHS and 1 <= day <= DAYS):
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
    if coarse.series.size > MOST_STEPS * fine.size:  # "the second second of the year"
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


def closest(clock: Clock, time: Time, place: int) -> Time | None:
    """The one that is nearest to now, before or after."""
    if time.known:
        return None
    at = clock.local
    around = [found for count in (1, 2, 3) for found in (
        next_of(time.series, at, count), last_of(time.series, at, count)) if found]  # fmt: skip
    around.sort(key=lambda span: abs(span.start - at))
    return Time(one(*around[place - 1], time.grain), time.fields + "Y", known=True)


def numeric(clock: Clock, first: int, sign: str, second: int, whole: int | None) -> Time | None:
    """ "12/03" is in March or in December by the habits of the place; both where none is known."""
    orders = [(first, second), (second, first)]  # day and month
    if sign == "/" and clock.month_first is None:
        chosen_orders = [one for one in orders if one[1] <= MONTHS]
    else:
        month_first = sign != "." and bool(clock.month_first) and first <= MONTHS
        chosen_orders = orders[1:] if month_first or second > MONTHS else orders[:1]
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
