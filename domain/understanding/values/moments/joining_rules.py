"""Rules that join a day and a time, and put them into the zone that is named."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.duration_rules import Length, moved
from domain.understanding.values.moments.series import Grain, Series, Span, first_of, floor
from domain.understanding.values.moments.times import Clock, Time, both, time_at, with_half

_OPENING = 8
"""Hours from here on are more likely of the morning."""
_ANY_DAY = datetime(2001, 1, 1)  # noqa: DTZ001 - only its hours count


@rule("T", "T T", "T of T", "T on T", "T at T", "T comma T", "T in T", "T to_of T", weight=0.1)
@rule("T", "T TOD", "T comma TOD", "TOD T", "TOD on T", "TOD of T", "T on TOD", weight=0.2)
@rule("T", "T HOUR", "T at HOUR", "T SPOKEN", "HOUR T", weight=-0.2)
def _(_: Clock, first: Time, second: Time) -> Time | None:
    """Two that narrow each other down: "Monday" and "3 pm"."""
    if first.latent and second.latent:
        return None
    if {first.fields, second.fields} == {"D", "H"} and (first.latent or second.latent):
        return None  # "the second one"
    if first.is_range and second.is_range:
        return None
    return both(first, second)


@rule("T", "PT", "TOD", "on PT", "at PT", "part_of the? PT")
def _(_: Clock, time: Time) -> Time:
    return time


@rule("T", "on T", "in T", weight=-0.05)
def _(_: Clock, time: Time) -> Time | None:
    """ "In May", "am 3.3."."""
    return None if time.has("H") or time.opens or time.latent else time


@rule("T", "in DUR at? TOD", "in DUR at HOUR", weight=0.6)
def _(clock: Clock, by: Length, time: Time) -> Time | None:
    """ "In two days at 5 pm"."""
    if by.grain < Grain.DAY:
        return None
    start = floor(moved(clock, clock.local, by, 1), Grain.DAY)
    day = time_at(start, start + timedelta(days=1), Grain.DAY, "XMYD")
    return both(day, time)


@rule("T", "T ZONE", "TOD ZONE", "HOUR ZONE", "T at HOUR ZONE", weight=0.5)
def _(clock: Clock, *parts: object) -> Time | None:
    *times, minutes = parts
    time = times[0] if len(times) == 1 else both(*times)  # type: ignore[arg-type]
    if not isinstance(time, Time) or not time.has("H") or time.has("Z"):
        return None
    return _in_zone(clock, time, int(str(minutes)))


def _in_zone(clock: Clock, time: Time, minutes: int) -> Time:
    """By the clock of the person, whose day may be another. "At 8 GMT" is in the morning there."""
    if time.halves is not None:
        time = _usual_half(time)

    def moved_series(series: Series) -> Series:
        def there(span: Span) -> Span:
            offset = clock.now.replace(
                year=span.start.year, month=span.start.month, day=min(span.start.day, 28),
                hour=12).utcoffset() or timedelta()  # fmt: skip
            by = offset - timedelta(minutes=minutes)
            return Span(span.start + by, span.end + by)

        grain = Grain.MINUTE if series.grain == Grain.HOUR else series.grain
        return Series(
            grain, series.size, series.period,
            lambda at: (t for s in series.forward(at - timedelta(days=1))
                        if (t := there(s)).end > at),
            lambda at: (t for s in series.back(at + timedelta(days=1))
                        if (t := there(s)).start < at),
        )  # fmt: skip

    halves = (moved_series(time.halves[0]), moved_series(time.halves[1])) if time.halves else None
    return replace(
        time,
        series=moved_series(time.series),
        fields=time.fields + "Z",
        halves=halves,
        latent=False,
        loose=False,
    )


def _usual_half(time: Time) -> Time:
    early = first_of((time.halves or (time.series,))[0], _ANY_DAY).start
    return with_half(time, "am" if early.hour >= _OPENING else "pm")
