"""Explanations of service levels: how much of which day led to a moment, in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from pydantic import AwareDatetime

from domain.business_hours import Opening, zone_of
from domain.desk.service_clock import Calendar, Due, ServiceFacts, counted
from domain.handoffs import DueFor
from domain.understanding.language.registry import by_language
from domain.values import Frozen

_HOUR, _MINUTE, _DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
_WEEK = 7
_SHOWN = 6
"""Of the days; between the first ones and the last the rest is summed up."""


class DayShare(Frozen):
    """How much of one day, by the queue's own clock, has counted."""

    day: date
    lasts: timedelta


class Explanation(Frozen):
    """The days that led to a moment. Together they last as long as was promised."""

    due_for: DueFor
    since: AwareDatetime
    due_at: AwareDatetime
    """In the queue's own zone."""
    days: tuple[DayShare, ...]
    paused: timedelta = timedelta(0)
    """Time that would have counted, had the clock not stood still."""


def explain(due: Due, facts: ServiceFacts, calendar: Calendar) -> Explanation:
    """The same spans that the clock counted, by day."""
    zone = zone_of(calendar.hours)
    shares: dict[date, timedelta] = {}
    spans = counted(due, facts, calendar)
    for span in spans:
        for day, lasts in _by_day(span, calendar):
            shares[day] = shares.get(day, timedelta(0)) + lasts
    unpaused = counted(due, facts.model_copy(update={"pauses": ()}), calendar)
    possible = _sum(end - start for start, end in unpaused)
    return Explanation(
        due_for=due.due_for,
        since=due.since.astimezone(zone),
        due_at=due.due_at.astimezone(zone),
        days=tuple(DayShare(day=day, lasts=lasts) for day, lasts in shares.items()),
        paused=possible - _sum(end - start for start, end in spans),
    )


def words(explanation: Explanation, locale: str) -> str:
    """Such as "due Mon 09:30: 45 min on Fri, 15 on Mon", in English where the language has no
    words."""
    known = by_language("service_levels", "WORDS")
    text: dict[str, str] = known.get(locale.partition("-")[0].lower(), known["en"])
    days, due = explanation.days, explanation.due_at
    is_long = bool(days) and (due.date() - days[0].day).days >= _WEEK
    moment = f"{_day(due.date(), text, dated=is_long)} {due:%H:%M}"
    said = text["due"].format(moment=moment)
    if days:
        said = f"{said}: {', '.join(_parts(days, text, dated=is_long))}"
    if explanation.paused >= _MINUTE:
        said += text["paused"].format(time=_time(explanation.paused, text))
    return said


def _by_day(span: Opening, calendar: Calendar) -> list[tuple[date, timedelta]]:
    """The parts of a span between one midnight and the next, by the clock on the wall."""
    zone = zone_of(calendar.hours)
    start, end = span
    parts: list[tuple[date, timedelta]] = []
    while start < end:
        day = start.astimezone(zone).date()
        midnight = datetime.combine(day + _DAY, time(0), zone).astimezone(start.tzinfo)
        until = min(max(midnight, start + timedelta(seconds=1)), end)
        parts.append((day, until - start))
        start = until
    return parts


def _parts(days: Sequence[DayShare], text: dict[str, str], *, dated: bool) -> list[str]:
    short = all(share.lasts < _HOUR and not share.lasts % _MINUTE for share in days)
    if len(days) > _SHOWN:
        between = days[3:-2]
        lasts = _time(_sum(share.lasts for share in between), text)
        rest = [text["between"].format(time=lasts, days=len(between))]
        first = [_share(share, text, dated=dated) for share in days[:3]]
        return [*first, *rest, *(_share(share, text, dated=dated) for share in days[-2:])]
    said = [_share(share, text, dated=dated) for share in days]
    if short:  # the unit is said once
        bare = [
            text["on"].format(time=share.lasts // _MINUTE, day=_day(share.day, text, dated=dated))
            for share in days[1:]
        ]
        return [said[0], *bare]
    return said


def _share(share: DayShare, text: dict[str, str], *, dated: bool) -> str:
    return text["on"].format(time=_time(share.lasts, text), day=_day(share.day, text, dated=dated))


def _time(lasts: timedelta, text: dict[str, str]) -> str:
    """Hours, minutes and, where there is nothing longer or they are not whole, seconds."""
    hours, rest = divmod(lasts, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds = int(rest.total_seconds())
    parts = [(hours, text["hours"]), (minutes, text["minutes"]), (seconds, text["seconds"])]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or f"0 {text['minutes']}"


def _day(day: date, text: dict[str, str], *, dated: bool) -> str:
    name = text["weekdays"].split()[day.weekday()]
    if not dated:
        return name
    month = text["months"].split()[day.month - 1]
    return text["dated"].format(weekday=name, day=day.day, month=month)


def _sum(spans: Iterable[timedelta]) -> timedelta:
    return sum(spans, timedelta(0))
