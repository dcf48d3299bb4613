"""Each moment explains itself."""

from datetime import datetime, timedelta

import pytest

from domain.business_hours import after
from domain.desk.service_clock import Due, Pause, PauseKind, ServiceFacts, ServiceLevel, next_due
from domain.desk.service_explanation import explain, words
from domain.patience import Patience
from tests.unit.domain.desk.test_service_clock import OFFICE, berlin, business

_FIVE_DAYS = ("Thu 19 Nov", "Fri 20 Nov", "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov")
_IN_GERMAN = ("Do 19.11.", "Fr 20.11.", "Mo 23.11.", "Di 24.11.", "Mi 25.11.")


def _due(wrote: datetime, target: Patience, *pauses: Pause) -> tuple[Due, ServiceFacts]:
    facts = ServiceFacts(
        opened_at=wrote, first_replied_at=wrote, awaiting_since=wrote, pauses=pauses
    )
    due = next_due(facts, ServiceLevel(next_reply=target), OFFICE)
    assert due is not None
    return due, facts


@pytest.mark.parametrize(
    ("opened", "target", "english", "german"),
    [
        (
            ("2026-11-20", "17:00"),
            business(75),
            "due Mon 09:30: 45 min on Fri, 30 on Mon",
            "fällig Mo 09:30: 45 Min. am Fr, 30 am Mo",
        ),
        (
            ("2026-11-23", "10:00"),
            business(0.5),
            "due Mon 10:00: 30 s on Mon",
            "fällig Mo 10:00: 30 Sek. am Mo",
        ),
        (
            ("2026-11-23", "09:00"),
            business(8 * 60),
            "due Tue 09:15: 7 h 45 min on Mon, 15 min on Tue",
            "fällig Di 09:15: 7 Std. 45 Min. am Mo, 15 Min. am Di",
        ),
        (
            ("2026-11-19", "09:00"),
            business(45 * 60),
            "due Thu 26 Nov 16:15: "
            + ", ".join(f"7 h 45 min on {day}" for day in _FIVE_DAYS)
            + ", 6 h 15 min on Thu 26 Nov",
            "fällig Do 26.11. 16:15: "
            + ", ".join(f"7 Std. 45 Min. am {day}" for day in _IN_GERMAN)
            + ", 6 Std. 15 Min. am Do 26.11.",
        ),
        (
            ("2026-11-21", "23:00"),
            Patience(lasts=timedelta(hours=2)),
            "due Sun 01:00: 1 h on Sat, 1 h on Sun",
            "fällig So 01:00: 1 Std. am Sa, 1 Std. am So",
        ),
    ],
)
def test_the_days_are_named_with_what_counted_on_them(
    opened: tuple[str, str], target: Patience, english: str, german: str
) -> None:
    """In the agent's language; in English where we have no words of theirs."""
    due, facts = _due(berlin(*opened), target)

    explained = explain(due, facts, OFFICE)

    assert words(explained, "en-GB") == english
    assert words(explained, "de") == german
    assert words(explained, "fr") == english
    assert sum((share.lasts for share in explained.days), timedelta(0)) == target.lasts


def test_many_days_are_summed_up() -> None:
    """The first three and the last two are enough to check it by."""
    due, facts = _due(berlin("2026-11-02", "09:00"), business(100 * 60))

    said = words(explain(due, facts, OFFICE), "en")

    assert "62 h on 8 days between" in said
    assert said.count(" on ") == 6


def test_time_that_did_not_count_is_said() -> None:
    """A snooze moves the moment, and nobody has to guess by how much."""
    wrote = berlin("2026-11-23", "09:00")
    snoozed = Pause(kind=PauseKind.SNOOZED, start=wrote, end=wrote + timedelta(minutes=20))
    due, facts = _due(wrote, business(45), snoozed)

    said = words(explain(due, facts, OFFICE), "en")

    assert said == "due Mon 10:05: 45 min on Mon (the clock stood still for 20 min)"


def test_a_first_reply_explains_the_moment_that_was_promised() -> None:
    """The moment is recorded when the handoff begins; its days follow from the queue's hours."""
    opened = berlin("2026-11-20", "17:00")
    promised = after(opened, business(60), OFFICE.hours)
    facts = ServiceFacts(opened_at=opened, first_reply_due=promised)
    due = next_due(facts, ServiceLevel(first_reply=business(60)), OFFICE)
    assert due is not None

    said = words(explain(due, facts, OFFICE), "en")

    assert said == "due Mon 09:15: 45 min on Fri, 15 on Mon"
