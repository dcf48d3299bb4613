"""The clocks of service levels, in time that is given to them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.desk.service_clock import (
    Calendar,
    Pause,
    PauseKind,
    ServiceFacts,
    ServiceLevel,
    clocks,
    next_due,
)
from domain.handoffs import DueFor
from domain.patience import Patience
from domain.tenant_settings import BusinessHours
from tests.unit.domain.desk.service_reference import differences

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(
    BusinessHours(
        tz="Europe/Berlin",
        days=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-12:00", "13:00-17:45")),
    )
)


def berlin(day: str, clock: str) -> datetime:
    """A moment by the clock on the wall."""
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=BERLIN)


def business(minutes: float) -> Patience:
    """Minutes of business time."""
    return Patience(lasts=timedelta(minutes=minutes), business=True)


LEVEL = ServiceLevel(
    first_reply=business(60),
    next_reply=business(30),
    resolution=business(480),
    warn_before=timedelta(minutes=10),
)


def test_it_equals_the_reference_calculator() -> None:
    """A sample of what `python -m tests.unit.domain.desk.service_reference` compares."""
    assert list(differences(500, seed=7)) == []


def test_before_a_person_has_written_the_first_reply_is_due() -> None:
    """What was promised when the handoff began; the next reply has no clock yet."""
    opened = berlin("2026-11-20", "17:00")
    facts = ServiceFacts(
        opened_at=opened, first_reply_due=berlin("2026-11-23", "09:15"), awaiting_since=opened
    )

    found = clocks(facts, LEVEL, OFFICE)

    assert [due.due_for for due in found] == [DueFor.FIRST_REPLY, DueFor.RESOLUTION]
    assert found[0].due_at == berlin("2026-11-23", "09:15")
    assert found[0].warn_at == berlin("2026-11-23", "09:05")
    assert found[0].since == opened


def test_the_warning_comes_while_somebody_is_there() -> None:
    """Ten minutes before 09:05 on Monday nobody is at work: five minutes before Friday's end."""
    facts = ServiceFacts(
        opened_at=berlin("2026-11-20", "16:50"), first_reply_due=berlin("2026-11-23", "09:05")
    )

    due = next_due(facts, LEVEL, OFFICE)

    assert due is not None
    assert due.warn_at == berlin("2026-11-20", "17:40")
    assert not due.is_warned(berlin("2026-11-20", "17:39"))
    assert due.is_warned(berlin("2026-11-20", "17:40"))
    assert not due.is_breached(berlin("2026-11-23", "09:04"))
    assert due.is_breached(berlin("2026-11-23", "09:05"))


def test_an_answer_waits_from_the_message_that_nobody_has_answered() -> None:
    """Not from the latest of several."""
    facts = ServiceFacts(
        opened_at=berlin("2026-11-23", "09:00"),
        first_replied_at=berlin("2026-11-23", "09:01"),
        awaiting_since=berlin("2026-11-23", "11:45"),
    )

    due = next_due(facts, LEVEL, OFFICE)

    assert due is not None
    assert due.due_for is DueFor.NEXT_REPLY
    assert due.due_at == berlin("2026-11-23", "13:15")


def test_nothing_runs_after_the_end() -> None:
    """However it ended, and whatever was overdue."""
    opened = berlin("2026-11-20", "09:00")
    facts = ServiceFacts(opened_at=opened, first_reply_due=opened, awaiting_since=opened)

    assert clocks(facts, LEVEL, OFFICE)
    assert clocks(facts.model_copy(update={"ended_at": opened}), LEVEL, OFFICE) == ()


def test_waiting_for_the_customer_stops_the_resolution_and_nothing_else() -> None:
    """Two hours of the customer's own; a next reply that is awaited goes on."""
    answered, wrote = berlin("2026-11-23", "09:30"), berlin("2026-11-23", "11:30")
    facts = ServiceFacts(
        opened_at=berlin("2026-11-23", "09:00"),
        first_replied_at=answered,
        awaiting_since=wrote,
        pauses=(Pause(kind=PauseKind.CUSTOMER, start=answered, end=wrote),),
    )

    found = {due.due_for: due.due_at for due in clocks(facts, LEVEL, OFFICE)}

    assert found[DueFor.RESOLUTION] == berlin("2026-11-24", "11:15")
    assert found[DueFor.NEXT_REPLY] == berlin("2026-11-23", "12:00")


def test_a_clock_that_stands_still_has_no_moment_unless_it_had_run_out() -> None:
    """While the customer is asked something nothing is due."""
    opened, answered = berlin("2026-11-23", "09:00"), berlin("2026-11-24", "14:00")
    facts = ServiceFacts(
        opened_at=opened,
        first_replied_at=answered,
        pauses=(Pause(kind=PauseKind.CUSTOMER, start=answered),),
    )

    assert next_due(facts, LEVEL, OFFICE) is not None, "eight hours were over by then"
    patient = LEVEL.model_copy(update={"resolution": business(2000)})
    assert next_due(facts, patient, OFFICE) is None


def test_a_snooze_stops_the_next_reply_but_never_the_first() -> None:
    """A customer who has heard from nobody cannot be put off by a snooze."""
    wrote, wakes = berlin("2026-11-23", "10:00"), berlin("2026-11-23", "11:00")
    snoozed = (Pause(kind=PauseKind.SNOOZED, start=wrote, end=wakes),)
    unheard = ServiceFacts(
        opened_at=wrote, first_reply_due=berlin("2026-11-23", "11:00"), pauses=snoozed
    )
    heard = ServiceFacts(
        opened_at=wrote, first_replied_at=wrote, awaiting_since=wrote, pauses=snoozed
    )

    first, following = next_due(unheard, LEVEL, OFFICE), next_due(heard, LEVEL, OFFICE)

    assert first is not None
    assert first.due_at == berlin("2026-11-23", "11:00")
    assert following is not None
    assert following.due_at == berlin("2026-11-23", "11:30")


@pytest.mark.parametrize(
    ("zone", "spans", "opened", "due"),
    [
        ("Europe/Berlin", "01:00-05:00", "2026-03-29T00:00", "2026-03-29T01:30"),
        ("Europe/Berlin", "02:30-05:00", "2026-03-29T00:00", "2026-03-29T02:30"),
        ("Europe/Berlin", "01:00-05:00", "2026-10-24T22:30", "2026-10-25T00:30"),
        ("America/New_York", "22:00-06:00", "2026-03-08T06:30", "2026-03-08T08:00"),
        ("Asia/Kathmandu", "09:00-10:00", "2026-03-08T03:00", "2026-03-09T03:45"),
    ],
)
def test_nights_in_which_clocks_change(zone: str, spans: str, opened: str, due: str) -> None:
    """Moments are in UTC: an hour that is leapt over does not count, one that comes twice does."""
    days = dict.fromkeys(("mon", "sat", "sun"), (spans,))
    wrote = datetime.fromisoformat(opened).replace(tzinfo=UTC)
    facts = ServiceFacts(opened_at=wrote, first_replied_at=wrote, awaiting_since=wrote)
    level = ServiceLevel(next_reply=business(90))

    found = next_due(facts, level, Calendar(BusinessHours(tz=zone, days=days)))

    assert found is not None
    assert found.due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_holiday_does_not_count_and_plain_time_takes_no_notice_of_it() -> None:
    """The same hour, in business time and by the clock."""
    christmas = Calendar(OFFICE.hours, {date(2026, 12, 25)})
    wrote = berlin("2026-12-24", "17:00")
    facts = ServiceFacts(opened_at=wrote, first_replied_at=wrote, awaiting_since=wrote)
    plain = ServiceLevel(next_reply=Patience(lasts=timedelta(hours=1)))

    in_business = next_due(facts, ServiceLevel(next_reply=business(60)), christmas)
    by_the_clock = next_due(facts, plain, christmas)

    assert in_business is not None
    assert in_business.due_at == berlin("2026-12-28", "09:15")
    assert by_the_clock is not None
    assert by_the_clock.due_at == berlin("2026-12-24", "18:00")


def test_hours_that_never_come_make_nothing_due() -> None:
    """A queue that is closed for good has no clock, and no loop without end."""
    never = Calendar(OFFICE.hours.model_copy(update={"days": {"mon": ()}}))
    wrote = berlin("2026-11-23", "10:00")
    facts = ServiceFacts(opened_at=wrote, first_replied_at=wrote, awaiting_since=wrote)

    assert next_due(facts, LEVEL, never) is None
