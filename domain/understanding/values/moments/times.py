"""A moment or range as the grammar puts it together, and the clock that it is read by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from domain.understanding.values.moments.series import (
    Grain,
    Series,
    Span,
    next_of,
    one,
    within,
)

Festivals = Callable[[str, int], tuple[date, ...]]
"""The days on which the feast of this name begins in a year of our calendar."""


class Clock(NamedTuple):
    """The moment at which, the place where and the habits by which a message is read."""

    now: datetime
    """With the zone of the person."""
    month_first: bool | None
    country: str
    festivals: Festivals

    @property
    def local(self) -> datetime:
        return self.now.replace(tzinfo=None, microsecond=0)

    @property
    def today(self) -> datetime:
        return self.local.replace(hour=0, minute=0, second=0)

    def after(self, seconds: float) -> datetime:
        """So many seconds later, which is another hour where the clocks change between."""
        moment = self.now.astimezone(UTC) + timedelta(seconds=seconds)
        return moment.astimezone(self.now.tzinfo).replace(tzinfo=None, microsecond=0)


@dataclass(frozen=True)
class Time:
    """`fields` are the parts of a moment that it settles: Y year, Q quarter, M month, w week,
    D day of the month, W weekday, X whole day, P part of the day, H hour, Z zone."""

    series: Series
    fields: str
    latent: bool = False
    """Only a moment beside other words: a bare "3"."""
    halves: tuple[Series, Series] | None = None
    """Before and after noon, where neither is said."""
    is_range: bool = False
    opens: str = ""
    """"after" or "until": one end is open."""
    later: bool = False
    """Not the one that is now: "Tuesday" said on a Tuesday."""
    feast: str = ""
    others: tuple["Time", ...] = ()
    """Other moments that the same words may mean."""
    loose: bool = False
    """Numbers that are hours only where nothing follows that they might count: "at 10"."""
    known: bool = False
    """Settled to one moment, so that nothing narrows it down further."""

    @property
    def grain(self) -> Grain:
        return self.series.grain

    def has(self, fields: str) -> bool:
        return any(field in self.fields for field in fields)


def time_at(start: datetime, end: datetime, grain: Grain, fields: str, **more: object) -> Time:
    return Time(one(start, end, grain), fields, known=True, **more)  # type: ignore[arg-type]


def both(first: Time, second: Time) -> Time | None:
    """What fits the two: "Monday" and "3 pm"."""
    if set(first.fields) & set(second.fields) or first.opens or second.opens:
        return None
    series = within(first.series, second.series)
    halves = None
    ambiguous = first if first.halves else second if second.halves else None
    if ambiguous is not None and ambiguous.halves is not None:
        other = second if ambiguous is first else first
        morning, evening = (within(other.series, half) for half in ambiguous.halves)
        halves = (morning, evening)
    fine = first if first.series.size <= second.series.size else second
    return Time(
        series, _joined(first, second), halves=halves, is_range=fine.is_range,
        feast=first.feast or second.feast, loose=first.loose or second.loose,
    )  # fmt: skip


def _joined(first: Time, second: Time) -> str:
    return "".join(dict.fromkeys(first.fields + second.fields))


def settled(time: Time, clock: Clock, *, at: datetime | None = None) -> Span | None:
    """The one that is meant: the next, else the last."""
    at = clock.local if at is None else at
    found = next_of(time.series, at, begun=not time.later)
    if found is None:
        found = next(iter(time.series.back(at)), None)
    return found


def with_half(time: Time, half: str) -> Time:
    """Of the morning ("am") or the afternoon."""
    if time.halves is None:
        return time
    chosen = time.halves[0] if half == "am" else time.halves[1]
    return replace(time, series=chosen, halves=None, latent=False)
