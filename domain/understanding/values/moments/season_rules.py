"""Rules for weekends and seasons."""

from datetime import datetime, timedelta
from itertools import islice

from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.series import Grain, Series, Span, chosen, yearly
from domain.understanding.values.moments.times import Clock, Time, time_at

_WEEKEND = timedelta(days=2, hours=6)
_SEASONS = (((3, 20), (6, 21)), ((6, 21), (9, 24)), ((9, 23), (12, 21)), ((12, 21), (3, 20)))
"""When each begins, and the first day after its last."""


def _weekends() -> Series:
    fridays = chosen(Grain.DAY, Grain.WEEK, lambda day: day.weekday() == 4)  # noqa: PLR2004

    def made(span: Span) -> Span:
        start = span.start + timedelta(hours=18)
        return Span(start, start + _WEEKEND)

    return Series(
        Grain.HOUR, _WEEKEND.total_seconds(), 604_800,
        lambda at: (s for f in fridays.forward(at - timedelta(days=3)) if (s := made(f)).end > at),
        lambda at: (s for f in fridays.back(at) if (s := made(f)).start < at),
    )  # fmt: skip


@rule("T", "the? weekend", "on the? weekend", "at the? weekend", weight=0.3)
def _(_: Clock) -> Time:
    return Time(_weekends(), "E", is_range=True)


def season(place: int) -> Time:
    def span(year: int) -> Span:
        (month, day), (until, last) = _SEASONS[place]
        end = datetime(year + (until < month), until, last)  # noqa: DTZ001
        return Span(datetime(year, month, day), end)  # noqa: DTZ001

    return Time(yearly(span, Grain.DAY, 90 * 86_400), "S", is_range=True)


@rule("T", "SEASON", "in the? SEASON")
def _(_: Clock, place: int) -> Time:
    return season(place)


@rule("T", "WHICH any_season", weight=0.5)
def _(clock: Clock, which: str) -> Time | None:
    spans = sorted(
        span for place in range(4) for span in _around(season(place).series, clock.local)
    )
    now = sum(span.end <= clock.local for span in spans)
    chosen = spans[now + {"this": 0, "next": 1, "last": -1}.get(which, 0)]
    return time_at(*chosen, Grain.DAY, "S", is_range=True)


def _around(series: Series, at: datetime) -> list[Span]:
    later, earlier = series.forward(at), series.back(at)
    return list({*islice(later, 2), *islice(earlier, 2)})
