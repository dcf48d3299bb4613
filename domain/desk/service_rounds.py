"""A round of the clock: what of each handoff is due, warned, overdue, and when to look again."""

from datetime import datetime, timedelta
from typing import Final, Self

from pydantic import AwareDatetime, Field

from domain.business_hours import after
from domain.desk.service_clock import Calendar, Due, ServiceFacts, ServiceLevel, clocks
from domain.desk.service_explanation import Explanation, explain, words
from domain.handoffs import DueFor
from domain.understanding.language.registry import LANGUAGES
from domain.values import Frozen

_SPREADS_WITHIN: Final = timedelta(seconds=30)
"""Until every process has read an edit, with room to spare."""


class TimedHandoff(Frozen):
    """An open handoff, with the facts that its clocks read."""

    handoff_id: str
    queue: str
    facts: ServiceFacts
    version: int
    """Counts the changes of the facts."""
    promised_at: AwareDatetime | None = None
    """When it was said by when the first reply comes; None: when it was opened."""
    is_repromised: bool = False
    """Whether that moment has been moved since."""
    new_promise: AwareDatetime | None = None
    """What it is moved to by this very round."""

    def promised_anew(
        self, level: ServiceLevel, calendar: Calendar, changed_at: datetime | None
    ) -> Self:
        """With the first reply due by these hours and targets, where they were edited after it was
        promised. What was broken before the edit stays broken; without an edit a promise is kept
        as it was made, whichever bot is published since."""
        facts, target = self.facts, level.first_reply
        due_at, promised_at = facts.first_reply_due, self.promised_at or facts.opened_at
        if due_at is None or target is None or facts.first_replied_at or changed_at is None:
            return self
        # A turn may have read the settings of a few seconds ago.
        if due_at <= changed_at or promised_at > changed_at + _SPREADS_WITHIN:
            return self
        due_anew = after(promised_at, target, calendar.hours, calendar.holidays)
        if due_anew == due_at:
            return self
        moved = facts.model_copy(update={"first_reply_due": due_anew})
        update = {"facts": moved, "is_repromised": True, "new_promise": due_anew}
        return self.model_copy(update=update)


class Breach(Frozen):
    """A promise that was not kept. One of each clock, however often it is found."""

    due_for: DueFor
    since: AwareDatetime
    due_at: AwareDatetime
    explanation: Explanation


class ServiceMark(Frozen):
    """What the row of a handoff shows from now on."""

    handoff_id: str
    version: int
    due_for: DueFor | None = None
    due_at: AwareDatetime | None = None
    due_because: dict[str, str] = Field(default_factory=dict)
    """The explanation by language."""
    warned_at: AwareDatetime | None = None
    breached_at: AwareDatetime | None = None
    escalate: bool = False
    breaches: tuple[Breach, ...] = ()
    first_reply_due: AwareDatetime | None = None
    """Where it was moved to; None where it stays."""
    look_at: AwareDatetime | None = None
    """The next moment at which something changes by itself; None where nothing does."""

    @classmethod
    def of(
        cls,
        handoff: TimedHandoff,
        level: ServiceLevel,
        calendar: Calendar,
        now: datetime,
        *,
        escalates: bool = False,
    ) -> Self:
        """A pure function of facts and moment: a round that comes late, or twice, says the same."""
        running = clocks(handoff.facts, level, calendar)
        breaches = tuple(
            _breach(due, handoff.facts, calendar)
            for due in (*running, *_late_first_reply(handoff.facts, level))
            if due.is_breached(now)
        )
        moments = [m for due in running for m in (due.warn_at, due.due_at) if m > now]
        bare = cls(
            handoff_id=handoff.handoff_id,
            version=handoff.version,
            # Its own workflow would escalate it at the moment that was first promised.
            escalate=(escalates or handoff.is_repromised) and bool(breaches),
            first_reply_due=handoff.new_promise,
            breaches=breaches,
            look_at=min(moments, default=None),
        )
        if not running:
            return bare
        due = running[0]
        explanation = explain(due, handoff.facts, calendar)
        return bare.model_copy(
            update={
                "due_for": due.due_for,
                "due_at": due.due_at,
                "due_because": {locale: words(explanation, locale) for locale in LANGUAGES},
                "warned_at": due.warn_at if due.is_warned(now) else None,
                "breached_at": due.due_at if due.is_breached(now) else None,
            }
        )


def _breach(due: Due, facts: ServiceFacts, calendar: Calendar) -> Breach:
    return Breach(
        due_for=due.due_for,
        since=due.since,
        due_at=due.due_at,
        explanation=explain(due, facts, calendar),
    )


def _late_first_reply(facts: ServiceFacts, level: ServiceLevel) -> tuple[Due, ...]:
    """It came, but after it was due, and no round has looked in between."""
    due_at, replied_at = facts.first_reply_due, facts.first_replied_at
    if due_at is None or replied_at is None or replied_at <= due_at:
        return ()
    business = level.first_reply is not None and level.first_reply.business
    return (
        Due(
            due_for=DueFor.FIRST_REPLY,
            since=facts.opened_at,
            warn_at=due_at,
            due_at=due_at,
            business=business,
        ),
    )
