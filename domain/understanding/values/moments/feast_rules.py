"""Rules for named holidays and feasts."""

from datetime import datetime, time, timedelta

from domain.understanding.values.moments.chart import rule
from domain.understanding.values.moments.feast_days import ELSEWHERE, FEASTS, Feast, first_day
from domain.understanding.values.moments.series import Grain, Span, yearly
from domain.understanding.values.moments.times import Clock, Time

_EARTH_HOUR = (timedelta(hours=20, minutes=30), timedelta(hours=21, minutes=30))


def feast_time(clock: Clock, name: str) -> Time:
    """Every year's, as far as it is known."""
    feast = ELSEWHERE.get((name, clock.country)) or FEASTS[name]
    length = timedelta(days=feast.days)

    def span(year: int) -> Span | None:
        start = _start(clock, feast, year)
        if start is None:
            return None
        if name == "ramadan":
            later = clock.festivals("eid_fitr", year)
            ends = [datetime.combine(day, time()) for day in later]
            end = next((end for end in ends if end > start), start + timedelta(days=30))
            return Span(start, end)
        if name == "earth_hour":
            return Span(start + _EARTH_HOUR[0], start + _EARTH_HOUR[1])
        return Span(start, start + length)

    is_long = feast.days != 1 or name == "earth_hour"
    grain = Grain.MINUTE if name == "earth_hour" else Grain.DAY
    fields = "MDH" if name == "earth_hour" else "MD"
    series = yearly(span, grain, max(feast.days, 1) * 86_400)
    return Time(series, fields, is_range=is_long, feast=name)


def _start(clock: Clock, feast: Feast, year: int) -> datetime | None:
    day = first_day(feast, year)
    if day is None and feast.table:
        days = clock.festivals(feast.table, year)
        day = days[0] if days else None
    return None if day is None else datetime.combine(day, time())


@rule("T", "FEAST", "on the? FEAST", "the FEAST", "this FEAST", weight=0.6)
def _(clock: Clock, name: str) -> Time:
    return feast_time(clock, name)


@rule("T", "FEAST weekend", "the? FEAST weekend", weight=0.8)
def _(clock: Clock, name: str) -> Time | None:
    """From the evening before, where it is a Monday or a Friday, to the end of the days off."""
    whole = feast_time(clock, name)

    def span(year: int) -> Span | None:
        found = next(iter(whole.series.forward(datetime(year, 1, 1))), None)  # noqa: DTZ001
        if found is None or found.start.weekday() not in {0, 4}:
            return None
        days = -3 if found.start.weekday() == 0 else -1
        start = found.start + timedelta(days=days, hours=18)
        return Span(start, found.start + timedelta(days=1 if days == -3 else 3))  # noqa: PLR2004

    return Time(yearly(span, Grain.HOUR, 3 * 86_400), "MD", is_range=True, feast=name)
