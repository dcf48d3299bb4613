"""Rules for ranges: from one moment to another, parts of periods, and what has one end only."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.calendar_times import (
    month_and_day,
    unit_at,
)
from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.duration_rules import Length, moved
from domain.understanding.values.moments.series import (
    Grain,
    Series,
    Span,
    first_of,
    floor,
    next_of,
    shift,
)
from domain.understanding.values.moments.times import Clock, Time, settled, time_at

_ANY_DAY = datetime(2001, 1, 1)  # noqa: DTZ001 - only its hours count
_THIRD = 10
_MOST_OF_A_YEAR = timedelta(days=335)
_INTO_NEXT_MONTH = timedelta(days=16)


@rule("T", "the? WHICH N UNIT", "in the? WHICH N UNIT", "within the? WHICH N UNIT", weight=0.5)
@rule("T", "the? WHICH FEW UNIT", weight=0.5)
def _(clock: Clock, which: str, count: int, grain: int) -> Time | None:
    return _several(clock, which, count, Grain(grain))


def _several(clock: Clock, which: str, count: int, grain: Grain) -> Time | None:
    """ "The next three weeks": whole ones, without the one that is now."""
    if which not in {"next", "last"} or not count:
        return None
    now = floor(clock.local, grain)
    first, last = (1, count + 1) if which == "next" else (-count, 0)
    start, end = shift(now, grain, first), shift(now, grain, last)
    return time_at(start, end, grain, "XHMYDWwQ", is_range=True)


@rule("T", "all UNIT", "all WHICH UNIT", weight=0.4)
def _(clock: Clock, *parts: object) -> Time | None:
    grain = Grain(int(str(parts[-1])))
    count = {"next": 1, "last": -1}.get(str(parts[0]), 0)
    found = settled(unit_at(clock.local, grain, count), clock)
    if grain < Grain.WEEK or found is None:
        return None
    return time_at(found.start, found.end, grain, "XMYwQ", is_range=True)


@rule("T", "rest UNIT", "rest WHICH UNIT", weight=0.4)
def _(clock: Clock, *parts: object) -> Time | None:
    grain = Grain(int(str(parts[-1])))
    found = settled(unit_at(clock.local, grain), clock)
    if grain < Grain.WEEK or found is None:
        return None
    return time_at(clock.today, found.end, Grain.DAY, "XMYwQ", is_range=True)


@rule("T", "PART of? T", "PART of the? T", "at the? PART of T", "PART T", weight=0.5)
def _(clock: Clock, part: str, time: Time) -> Time | None:
    found = settled(time, clock)
    return _part(part, found, time.grain) if found and not time.is_range else None


@rule("T", "PART of? UNIT", "the? PART of? the? UNIT", "at the? PART of? UNIT", weight=0.3)
def _(clock: Clock, part: str, grain: int) -> Time | None:
    found = settled(unit_at(clock.local, Grain(grain)), clock)
    return _part(part, found, Grain(grain)) if found else None


@rule("T", "the? ENDS", "at the? ENDS", weight=0.5)
def _(clock: Clock, ends: tuple[str, int]) -> Time | None:
    found = settled(unit_at(clock.local, Grain(ends[1])), clock)
    return _part(ends[0], found, Grain(ends[1])) if found else None


def _part(part: str, whole: Span, grain: Grain) -> Time | None:
    """The first, middle or last third, or so, in days or in months."""
    start, end = whole
    match grain:
        case Grain.DAY:
            cuts = (start + timedelta(hours=9), start + timedelta(hours=17), Grain.HOUR)
        case Grain.WEEK:
            cuts = (start + timedelta(days=3), start + timedelta(days=4), Grain.DAY)
        case Grain.MONTH:
            cuts = (start + timedelta(days=_THIRD), start + timedelta(days=2 * _THIRD), Grain.DAY)
        case Grain.YEAR:
            cuts = (shift(start, Grain.MONTH, 3), shift(start, Grain.MONTH, 8), Grain.MONTH)
        case _:
            return None
    spans = {"start": (start, cuts[0]), "middle": (cuts[0], cuts[1]), "end": (cuts[1], end)}
    return time_at(*spans[part], cuts[2], "XMYwDW", is_range=True)


@rule("T", "within DUR", weight=0.5)
def _(clock: Clock, by: Length) -> Time:
    end = moved(clock, clock.local, by, 1)
    if by.grain >= Grain.DAY:
        end = floor(end, Grain.DAY)
    return time_at(clock.local, end, Grain.SECOND, "XHMYDW", is_range=True)


@rule("T", "by T", "by the? T", weight=0.4)
def _(clock: Clock, time: Time) -> Time | None:
    """From now until then: a day, or a part of it, counts to its end."""
    found = settled(time, clock)
    if found is None or time.opens or (time.latent and not time.has("Y")):
        return None
    end = found.start if time.grain < Grain.DAY and not time.is_range else found.end
    if end <= clock.local:
        return None
    return time_at(clock.local, end, Grain.SECOND, "XHMYDW", is_range=True)


@rule("T", "until T", weight=0.3)
def _(_: Clock, time: Time) -> Time | None:
    return replace(time, opens="until", latent=False) if _may_open(time) else None


@rule("T", "after T", weight=0.3)
def _(_: Clock, time: Time) -> Time | None:
    return replace(time, opens="after", latent=False) if _may_open(time) else None


def _may_open(time: Time) -> bool:
    return not time.opens and not time.is_range and (not time.latent or time.has("Y"))


@rule("T", "from? DOM to DOM of? MONTH", "from? the? DOM to DOM of? MONTH", weight=0.8)
def _(_: Clock, first: int, last: int, place: int) -> Time | None:
    return _days(place, first, last)


@rule("T", "from? MONTH DOM to DOM", weight=0.8)
def _(_: Clock, place: int, first: int, last: int) -> Time | None:
    return _days(place, first, last)


@rule("T", "from? DOM to NUMERIC", "from? the? DOM to NUMERIC", weight=0.8)
def _(_: Clock, first: int, until: tuple[int, str, int, int | None]) -> Time | None:
    """ "3.-5.12.", as German writes days of one month."""
    last, sign, month, year = until
    if sign != "." or first >= last:
        return None
    if year is None:
        return _days(month, first, last)
    start, end = datetime(year, month, first), datetime(year, month, last)  # noqa: DTZ001
    return time_at(start, end + timedelta(days=1), Grain.DAY, "YMDR", is_range=True)


def _days(place: int, first: int, last: int) -> Time | None:
    start, end = month_and_day(place, first), month_and_day(place, last)
    return between(start, end) if first < last else None


@rule("T", "from? DOW to DOW of? the? WHICH UNIT", "the? WHICH UNIT from? DOW to DOW", weight=0.8)
def _(clock: Clock, *parts: int | str) -> Time | None:
    """ "Monday to Friday next week"."""
    first, last, which, grain = parts if isinstance(parts[2], str) else (*parts[2:], *parts[:2])
    weeks = {"this": 0, "next": 1, "last": -1, "after": 2}.get(str(which))
    if grain != Grain.WEEK or weeks is None or int(first) >= int(last):
        return None
    monday = floor(clock.local, Grain.WEEK) + timedelta(weeks=weeks)
    start, end = (monday + timedelta(days=int(day)) for day in (first, last))
    return time_at(start, end + timedelta(days=1), Grain.DAY, "XMYDW", is_range=True)


@rule("T", "T to T", "from T to T", "from T and T", "after T to T", weight=0.5)
def _(_: Clock, first: Time, last: Time) -> Time | None:
    return between(first, last)


@rule("T", "arriving on? T leaving on? T", "arriving on? T to T", weight=0.8)
@rule("T", "from? T leaving on? T", weight=0.6)
def _(_: Clock, first: Time, last: Time) -> Time | None:
    """ "Arriving 4 December, leaving 8 December"."""
    return between(first, last)


@rule("T", "from? T backwards T", weight=0.8)
def _(_: Clock, first: Time, last: Time) -> Time:
    """ "From Sunday back to Friday": neither day alone is meant, and no range."""
    size = first.series.size
    nothing = Series(first.grain, size, size, lambda _: iter(()), lambda _: iter(()))
    return Time(nothing, first.fields + last.fields, is_range=True)


@rule("T", "from? TOD to TOD", "from? TOD to HOUR", "from? HOUR to TOD", weight=0.5)
@rule("T", "from HOUR to HOUR", "after TOD to TOD", weight=0.5)
def _(_: Clock, first: Time, last: Time) -> Time | None:
    return between(first, last)


@rule("T", "STAMP slash STAMP", "YMD slash YMD", weight=1.0)
def _(_: Clock, first: tuple[int, ...], last: tuple[int, ...]) -> Time:
    """As ISO 8601 writes a range."""
    grain = Grain.SECOND if len(first) > len(("year", "month", "day")) else Grain.DAY
    start, end = datetime(*first), datetime(*last)  # type: ignore[arg-type]  # noqa: DTZ001
    if grain == Grain.DAY:
        end += timedelta(days=1)
    return time_at(start, end, grain, "YMDHR", is_range=True)


@rule("T", "from? T to TOD", weight=0.5)
def _(_: Clock, first: Time, last: Time) -> Time | None:
    return between(first, last) if first.has("H") else None


def between(first: Time, last: Time) -> Time | None:
    """From a moment of the first to the next of the last."""
    if first.opens or last.opens or first.is_range or last.is_range:
        return None
    if first.fields == "H" != last.fields:  # "9:30 till 11 on Friday": the day is that of both
        return None
    if first.has("H") != last.has("H") or (first.latent and last.latent and not first.has("H")):
        return None
    start, end = _in_same_half(first, last)

    def spans(opening: Span) -> Span | None:
        found = next_of(end.series, opening.start + timedelta(seconds=1), begun=end.has("H"))
        while found is not None and found.start <= opening.start and found.end <= opening.end:
            return None
        if found is None or (last.fields == "MD" and _is_round(first, opening, found)):
            return None
        return Span(opening.start, found.start if last.has("H") else found.end)

    series = Series(
        min(first.grain, last.grain), start.series.size, max(start.series.period,
        end.series.period),
        lambda at: (s for o in start.series.forward(at) if (s := spans(o))),
        lambda at: (s for o in start.series.back(at) if (s := spans(o))),
    )  # fmt: skip
    fields = "".join(dict.fromkeys(first.fields + last.fields + "R"))
    loose = (first.latent or first.loose) and (last.latent or last.loose)
    return Time(series, fields, is_range=True, known=first.known and last.known, loose=loose)


def _is_round(first: Time, opening: Span, found: Span) -> bool:
    """Whether it goes round most of a year: who says "5 December to 3 December" has erred. A day
    without its month is of the last one's, or of the end of the month before: "28.-3.1."."""
    length = found.start - opening.start
    if first.fields == "D":
        months = {(one.start.year, one.start.month) for one in (opening, found)}
        return length > _INTO_NEXT_MONTH and len(months) > 1
    return first.fields == "MD" and length > _MOST_OF_A_YEAR


def _in_same_half(first: Time, last: Time) -> tuple[Time, Time]:
    """ "3:30 to 6 pm" is all of the afternoon, "11 to 1 pm" is not; "9 to 5" is a working day."""
    if first.halves is None:
        return first, last
    early, late = first.halves
    if last.halves is not None:
        morning = first_of(early, _ANY_DAY).start.hour
        half = early if morning >= 8 else late  # noqa: PLR2004 - eight in the morning
        return replace(first, series=half, halves=None), last
    anchor = first_of(last.series, _ANY_DAY).start
    afternoon = first_of(late, _ANY_DAY).start
    half = late if afternoon < anchor else early
    return replace(first, series=half, halves=None), last
