"""Rounds of the clock, however late they come."""

from datetime import timedelta

from domain.desk.service_clock import ServiceFacts, ServiceLevel
from domain.desk.service_rounds import ServiceMark, TimedHandoff
from domain.handoffs import DueFor
from tests.unit.domain.desk.test_service_clock import LEVEL, OFFICE, berlin, business

OPENED = berlin("2026-11-20", "17:00")
UNANSWERED = ServiceFacts(
    opened_at=OPENED, first_reply_due=berlin("2026-11-23", "09:15"), awaiting_since=OPENED
)


def _mark(facts: ServiceFacts, day: str, clock: str, level: ServiceLevel = LEVEL) -> ServiceMark:
    handoff = TimedHandoff(handoff_id="h-1", queue="support", facts=facts, version=1)
    return ServiceMark.of(handoff, level, OFFICE, berlin(day, clock), escalates=True)


def test_each_moment_wakes_the_clock_once() -> None:
    """From the warning to the breach, and then to whatever comes next."""
    calm = _mark(UNANSWERED, "2026-11-20", "17:00")
    assert (calm.warned_at, calm.breached_at, calm.escalate) == (None, None, False)
    assert calm.look_at == berlin("2026-11-23", "09:05")
    assert calm.due_because["de"] == "fällig Mo 09:15: 45 Min. am Fr, 15 am Mo"

    warned = _mark(UNANSWERED, "2026-11-23", "09:05")
    assert (warned.warned_at, warned.breached_at) == (berlin("2026-11-23", "09:05"), None)
    assert warned.look_at == berlin("2026-11-23", "09:15")

    late = _mark(UNANSWERED, "2026-11-23", "09:15")
    assert (late.breached_at, late.escalate) == (berlin("2026-11-23", "09:15"), True)
    assert late.look_at is not None
    assert late.look_at > berlin("2026-11-23", "16:00"), "the resolution is still to come"


def test_a_round_after_a_night_of_silence_says_the_same() -> None:
    """Moments are those at which it happened, not those at which somebody looked."""
    in_time = _mark(UNANSWERED, "2026-11-23", "09:15")
    a_day_late = _mark(UNANSWERED, "2026-11-24", "07:00")

    assert a_day_late.breached_at == in_time.breached_at
    assert a_day_late.warned_at == in_time.warned_at
    assert [breach.due_for for breach in a_day_late.breaches] == [
        DueFor.FIRST_REPLY,
        DueFor.RESOLUTION,
    ]


def test_a_reply_that_came_late_counts_as_late() -> None:
    """Even if no round has seen it; one in time does not."""
    answered = UNANSWERED.model_copy(update={"awaiting_since": None})
    late = answered.model_copy(update={"first_replied_at": berlin("2026-11-23", "09:16")})
    in_time = answered.model_copy(update={"first_replied_at": berlin("2026-11-23", "09:15")})

    assert len(_mark(late, "2026-11-23", "09:17").breaches) == 1
    assert _mark(in_time, "2026-11-23", "09:17").breaches == ()


def test_what_never_changes_by_itself_wakes_nobody() -> None:
    """An answered talk without a target for its end."""
    answered = ServiceFacts(opened_at=OPENED, first_replied_at=OPENED)
    level = ServiceLevel(next_reply=business(5))

    mark = _mark(answered, "2026-11-23", "09:00", level)

    assert (mark.look_at, mark.due_at, mark.due_because) == (None, None, {})


def test_a_breach_explains_itself() -> None:
    """The days add up to what was promised."""
    [first, *_] = _mark(UNANSWERED, "2026-11-23", "09:15").breaches

    assert sum((share.lasts for share in first.explanation.days), timedelta(0)) == timedelta(
        minutes=60
    )
