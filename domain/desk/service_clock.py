"""By when a customer hears from a person: service levels in business time.

A pure function of what is recorded of a handoff. Nothing counts down: every moment follows from the
facts, so a clock that was down for a night shows the same as one that ran.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from domain.business_hours import Opening, open_spans
from domain.handoffs import DueFor
from domain.patience import Patience
from domain.tenant_settings import BusinessHours
from domain.values import Frozen


class PauseKind(StrEnum):
    """Why a clock stands still."""

    CUSTOMER = "customer"
    """The last word was a person's: it is the customer's turn."""
    SNOOZED = "snoozed"


_STOPPED_BY = {
    DueFor.FIRST_REPLY: frozenset[PauseKind](),
    DueFor.NEXT_REPLY: frozenset({PauseKind.SNOOZED}),
    DueFor.RESOLUTION: frozenset(PauseKind),
}
"""Nothing stops the clock of somebody who has heard from no person yet."""


class Pause(Frozen):
    """A span in which a clock stood still; without an end it still does."""

    kind: PauseKind
    start: AwareDatetime
    end: AwareDatetime | None = None


class ServiceLevel(Frozen):
    """What a handoff was promised when it began."""

    first_reply: Patience | None = None
    next_reply: Patience | None = None
    resolution: Patience | None = None
    warn_before: timedelta = timedelta(minutes=2)


class ServiceFacts(Frozen):
    """What is recorded of a handoff, as far as its clocks read it."""

    opened_at: AwareDatetime
    """When a person was asked for: what the bot said before does not count."""
    first_reply_due: AwareDatetime | None = None
    first_replied_at: AwareDatetime | None = None
    awaiting_since: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """When somebody is there for a queue."""

    hours: BusinessHours
    holidays: Collection[date] = ()


_ALWAYS = Calendar(BusinessHours())


class Due(Frozen):
    """A clock that runs: since when, until when, and when to warn."""

    due_for: DueFor
    since: AwareDatetime
    warn_at: AwareDatetime
    due_at: AwareDatetime
    business: bool = False

    def is_warned(self, now: datetime) -> bool:
        """Whether it is time to warn, or past it."""
        return now >= self.warn_at

    def is_breached(self, now: datetime) -> bool:
        """Whether the moment has come and what is due has not been done."""
        return now >= self.due_at


def clocks(facts: ServiceFacts, level: ServiceLevel, calendar: Calendar) -> tuple[Due, ...]:
    """All that run, the soonest first. None after the end; none that stands still and has time."""
    if facts.ended_at is not None:
        return ()
    found = (
        _first_reply(facts, level, calendar),
        _next_reply(facts, level, calendar),
        _due(DueFor.RESOLUTION, facts.opened_at, level.resolution, facts, level, calendar),
    )
    return tuple(sorted((due for due in found if due), key=lambda due: due.due_at))


def next_due(facts: ServiceFacts, level: ServiceLevel, calendar: Calendar) -> Due | None:
    """What must be done next; what is overdue comes first."""
    return next(iter(clocks(facts, level, calendar)), None)


def counted(due: Due, facts: ServiceFacts, calendar: Calendar) -> list[Opening]:
    """The spans that count towards this moment."""
    spans = running(due.since, _hours(calendar, business=due.business), _stops(due.due_for, facts))
    return [(start, min(end, due.due_at)) for start, end in _until(spans, due.due_at)]


def running(
    since: datetime, calendar: Calendar, pauses: Collection[tuple[datetime, datetime | None]]
) -> Iterator[Opening]:
    """From then on when a clock runs: while somebody is there, without the pauses."""
    stops = sorted(pauses, key=lambda pause: pause[0])
    for start, end in open_spans(since, calendar.hours, calendar.holidays):
        begin = start
        for stop, resume in stops:
            if resume is not None and resume <= begin:
                continue
            if stop >= end:
                break
            if stop > begin:
                yield begin, stop
            if resume is None:
                return
            begin = max(begin, resume)
            if begin >= end:
                break
        if begin < end:
            yield begin, end


def _first_reply(facts: ServiceFacts, level: ServiceLevel, calendar: Calendar) -> Due | None:
    """Promised when the handoff began, and the same for everybody who reads it."""
    if facts.first_reply_due is None or facts.first_replied_at is not None:
        return None
    business = level.first_reply is not None and level.first_reply.business
    return _warned(
        Due(
            due_for=DueFor.FIRST_REPLY,
            since=facts.opened_at,
            warn_at=facts.first_reply_due,
            due_at=facts.first_reply_due,
            business=business,
        ),
        facts,
        level,
        calendar,
    )


def _next_reply(facts: ServiceFacts, level: ServiceLevel, calendar: Calendar) -> Due | None:
    if facts.awaiting_since is None or facts.first_replied_at is None:
        return None
    return _due(DueFor.NEXT_REPLY, facts.awaiting_since, level.next_reply, facts, level, calendar)


def _due(  # noqa: PLR0917 - the three things that a clock is a function of
    due_for: DueFor,
    since: datetime,
    target: Patience | None,
    facts: ServiceFacts,
    level: ServiceLevel,
    calendar: Calendar,
) -> Due | None:
    if target is None:
        return None
    spans = running(since, _hours(calendar, business=target.business), _stops(due_for, facts))
    due_at = _after(spans, target.lasts)
    if due_at is None:
        return None
    due = Due(due_for=due_for, since=since, warn_at=due_at, due_at=due_at, business=target.business)
    return _warned(due, facts, level, calendar)


def _warned(due: Due, facts: ServiceFacts, level: ServiceLevel, calendar: Calendar) -> Due:
    """The warning comes while somebody is there to hear it: it is counted in the same time."""
    spans = counted(due, facts, calendar)
    total = sum((end - start for start, end in spans), timedelta(0))
    warn_at = _after(iter(spans), max(total - level.warn_before, timedelta(0)))
    return due.model_copy(update={"warn_at": warn_at or due.due_at})


def _after(spans: Iterator[Opening], lasts: timedelta) -> datetime | None:
    """When that much of these spans has passed; None where they do not hold as much."""
    left = lasts
    for start, end in spans:
        if left <= end - start:
            return start + left
        left -= end - start
    return None


def _until(spans: Iterator[Opening], moment: datetime) -> Iterator[Opening]:
    for span in spans:
        if span[0] >= moment:
            return
        yield span


def _hours(calendar: Calendar, *, business: bool) -> Calendar:
    return calendar if business else _ALWAYS


def _stops(due_for: DueFor, facts: ServiceFacts) -> list[tuple[datetime, datetime | None]]:
    stopped_by = _STOPPED_BY[due_for]
    return [(pause.start, pause.end) for pause in facts.pauses if pause.kind in stopped_by]
