"""Series of spans of time: every Monday, each 3 pm, one certain week; and what they share.

All times are naive and local to the person. A series gives its spans from a moment on, or back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from domain.understanding.values import calendar_words as words


class Grain(IntEnum):
    """How fine a moment is named, finest first."""

    SECOND = 0
    MINUTE = 1
    HOUR = 2
    DAY = 3
    WEEK = 4
    MONTH = 5
    QUARTER = 6
    YEAR = 7


class Span(NamedTuple):
    """From a moment to the first that is no longer within."""

    start: datetime
    end: datetime


Spans = Iterator[Span]
_LAST_YEAR = 9_998
MOST_STEPS = 400
"""Spans of a series that are looked at for one that fits another series."""
_SECONDS = {Grain.SECOND: 1, Grain.MINUTE: 60, Grain.HOUR: 3_600, Grain.DAY: 86_400,
            Grain.WEEK: 604_800, Grain.MONTH: 2_629_800, Grain.QUARTER: 7_889_400,
            Grain.YEAR: 31_557_600}  # fmt: skip
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


@dataclass
class Effort:
    """How many days, weeks and years series may still look at."""

    left: int


_effort: ContextVar[Effort | None] = ContextVar("effort", default=None)


@contextmanager
def bounded_effort(most: int) -> Iterator[Effort]:
    """Within it, whoever asks series for more days, weeks or years than so many in all gets a
    ValueError; blocks inside it take theirs from what it has.

    A series within a series within a third would else look at the power of `MOST_STEPS`.
    """
    outer = _effort.get()
    granted = most if outer is None else min(most, outer.left)
    effort = Effort(granted)
    token = _effort.set(effort)
    try:
        yield effort
    finally:
        _effort.reset(token)
        if outer is not None:
            outer.left -= granted - effort.left


def _take_a_step() -> None:
    effort = _effort.get()
    if effort is not None:
        if not effort.left:
            raise ValueError("a series that takes too long to look through")
        effort.left -= 1


def seconds_of(grain: Grain) -> int:
    return _SECONDS[grain]


@dataclass(frozen=True)
class Series:
    """`forward` gives the spans that end after a moment, earliest first; `back` those that begin
    before it, latest first. `size` and `period` are about how long one is and how often it comes,
    in seconds."""

    grain: Grain
    size: float
    period: float
    forward: Callable[[datetime], Spans]
    back: Callable[[datetime], Spans]
    shared_by: "tuple[Series, Series] | None" = None
    """The coarser and the finer series of which these are the spans in common."""

    def until(self, at: datetime, end: datetime) -> Spans:
        """As `forward`, those that begin before the end. What two series share is not looked for
        behind it, else each search in another series' spans would go far beyond them."""
        spans: Spans
        if self.shared_by is None:
            spans = islice(self.forward(at), MOST_STEPS)
        else:
            coarse, fine = self.shared_by
            outer = coarse.until(at, end)
            spans = (one for each in outer for one in _inside(each, fine) if one.end > at)
        for span in spans:
            if span.start >= end:
                return
            yield span


def floor(moment: datetime, grain: Grain) -> datetime:  # noqa: PLR0911 - one for each grain
    """The beginning of the second, hour, week … that a moment lies in."""
    if grain <= Grain.SECOND:
        return moment.replace(microsecond=0)
    if grain == Grain.MINUTE:
        return moment.replace(second=0, microsecond=0)
    if grain == Grain.HOUR:
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain == Grain.DAY:
        return day
    if grain == Grain.WEEK:
        return day - timedelta(days=day.weekday())
    if grain == Grain.MONTH:
        return day.replace(day=1)
    if grain == Grain.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)


def shift(moment: datetime, grain: Grain, count: int) -> datetime:
    """So many seconds, weeks, months … later; the last of a month where it has no such day."""
    if grain in _MONTHS:
        day = words.shift(moment.date(), "month", count * _MONTHS[grain])
        return datetime.combine(day, moment.time())
    return moment + timedelta(seconds=count * _SECONDS[grain])


def one(start: datetime, end: datetime, grain: Grain) -> Series:
    """A single span."""
    span = Span(start, end)
    size = (end - start).total_seconds()
    return Series(
        grain, size, 1e12,
        lambda at: iter((span,) if end > at else ()),
        lambda at: iter((span,) if start < at else ()),
    )  # fmt: skip


def nothing(grain: Grain) -> Series:
    """No span at all."""
    return Series(grain, seconds_of(grain), 1e12, lambda _: iter(()), lambda _: iter(()))


def unit(start: datetime, grain: Grain, count: int = 1) -> Series:
    """So many days, weeks … from this beginning."""
    return one(start, shift(start, grain, count), grain)


def every(grain: Grain) -> Series:
    """Each day, each week and so on."""

    def forward(at: datetime) -> Spans:
        start = floor(at, grain)
        while True:
            _take_a_step()
            after = shift(start, grain, 1)
            yield Span(start, after)
            start = after

    def back(at: datetime) -> Spans:
        start = floor(at, grain)
        if start == at:
            start = shift(start, grain, -1)
        while True:
            _take_a_step()
            yield Span(start, shift(start, grain, 1))
            start = shift(start, grain, -1)

    size = seconds_of(grain)
    return Series(grain, size, size, forward, back)


def chosen(grain: Grain, period: Grain, fits: Callable[[datetime], bool]) -> Series:
    """Those units that fit: each Monday, each 15th, each March."""
    all_units = every(grain)

    def forward(at: datetime) -> Spans:
        return (span for span in all_units.forward(at) if fits(span.start))

    def back(at: datetime) -> Spans:
        return (span for span in all_units.back(at) if fits(span.start))

    return Series(grain, seconds_of(grain), seconds_of(period), forward, back)


def daily(starts: tuple[timedelta, ...], length: timedelta, grain: Grain) -> Series:
    """Each day at these times for so long."""
    days = every(Grain.DAY)

    def forward(at: datetime) -> Spans:
        for day in days.forward(at - max(timedelta(days=1), length)):
            for start in starts:
                span = Span(day.start + start, day.start + start + length)
                if span.end > at:
                    yield span

    def back(at: datetime) -> Spans:
        for day in days.back(at + timedelta(days=1)):
            for start in reversed(starts):
                span = Span(day.start + start, day.start + start + length)
                if span.start < at:
                    yield span

    return Series(grain, length.total_seconds(), 86_400 / len(starts), forward, back)


def yearly(span_in: Callable[[int], Span | None], grain: Grain, size: float) -> Series:
    """What comes once a year, where the rule knows it for that year."""

    def years(first: int, step: int) -> Spans:
        for year in range(first, first + step * MOST_STEPS, step):
            _take_a_step()
            if 1 < year < _LAST_YEAR and (span := span_in(year)) is not None:
                yield span

    def forward(at: datetime) -> Spans:
        return (span for span in years(at.year - 1, 1) if span.end > at)

    def back(at: datetime) -> Spans:
        return (span for span in years(at.year + 1, -1) if span.start < at)

    return Series(grain, size, _SECONDS[Grain.YEAR], forward, back)


def within(coarse: Series, fine: Series) -> Series:
    """The spans of the finer series that begin within one of the coarser."""
    if (fine.size, fine.period) > (coarse.size, coarse.period):
        coarse, fine = fine, coarse

    def forward(at: datetime) -> Spans:
        for outer in islice(coarse.forward(at), MOST_STEPS):
            yield from (span for span in _inside(outer, fine) if span.end > at)

    def back(at: datetime) -> Spans:
        for outer in islice(coarse.back(at), MOST_STEPS):
            yield from (span for span in reversed(list(_inside(outer, fine))) if span.start < at)

    period = max(coarse.period, fine.period)
    grain = min(coarse.grain, fine.grain)
    return Series(grain, fine.size, period, forward, back, (coarse, fine))


def _inside(outer: Span, fine: Series) -> Spans:
    for span in fine.until(outer.start, outer.end):
        if span.start >= outer.start:
            yield Span(span.start, min(span.end, max(outer.end, span.start)))


def first_of(series: Series, at: datetime) -> Span:
    """The first that ends after it. Raise ValueError where there is none, as in what two days
    share that never meet."""
    span = next(series.forward(at), None)
    if span is None:
        raise ValueError("a series without a span")
    return span


def next_of(series: Series, at: datetime, count: int = 1, *, begun: bool = True) -> Span | None:
    """The so-manieth that is not over; without `begun`, that has not begun either."""
    spans = (one for one in series.forward(at) if begun or one.start > at)
    return next(islice(spans, count - 1, None), None)


def last_of(series: Series, at: datetime, count: int = 1) -> Span | None:
    """The so-manieth before, which is over."""
    spans = (span for span in series.back(at) if span.end <= at)
    return next(islice(spans, count - 1, None), None)
