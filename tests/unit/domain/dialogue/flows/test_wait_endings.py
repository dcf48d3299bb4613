"""A flow waits for a moment while the conversation is free for other things."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.dialogue.commands import CancelWait, CloseConversation, WaitUntil
from domain.dialogue.events import IdleElapsed, OperatorSkippedStep
from domain.dialogue.limits import size_of
from domain.messages import VerifiedCustomer
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import ADA, Talk
from tests.unit.domain.dialogue.dentist import (
    FILES,
    FRIDAY,
    a_visit,
    dentist,
    the_moment_comes,
    wait_of,
)


def test_a_flow_waits_and_goes_on_at_its_moment() -> None:
    """The day before, at the same hour of the clock on the practice's wall."""
    talk = a_visit()
    wait = wait_of(talk)
    assert talk.said == ["booked"]
    assert wait.at == datetime(2026, 12, 3, 13, 30, tzinfo=UTC)

    the_moment_comes(talk, wait)

    assert talk.said == ["reminder", "ask_coming"]
    assert "4 December 2026" in talk.words
    talk.says("yes")
    assert talk.said == ["see_you"]


def test_the_conversation_is_free_meanwhile() -> None:
    """Other flows run, even of the same kind, and none of them is said to be still waiting."""
    talk = a_visit()
    first = wait_of(talk)
    a_visit(talk, "2026-12-11", "v-2")
    second = wait_of(talk)

    assert first.wait_id != second.wait_id
    talk.says("an appointment", "book_visit")
    assert talk.said == ["ask_date"]
    the_moment_comes(talk, first)

    assert talk.said == ["reminder", "ask_coming"]
    assert talk.words.startswith("About your visit: A reminder: 4 December 2026.")
    talk.says("yes")
    assert talk.said[0] == "see_you"
    assert talk.said[-1] == "ask_date"


@pytest.mark.parametrize(("day", "said"), [("2026-11-24", ["booked"]), ("2026-11-23", ["booked"])])
def test_what_is_past_takes_its_branch(day: str, said: list[str]) -> None:
    """A visit in a few hours needs no reminder, and stays booked."""
    talk = Talk(dentist(), at=datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    a_visit(talk, day)

    assert talk.said == said
    assert talk.done == []
    assert talk.state.parked == talk.state.stack == ()


def test_a_moment_that_comes_too_late_counts_as_past() -> None:
    """Nobody hears "tomorrow" when the day is over because all was down."""
    talk = a_visit()
    the_moment_comes(talk, wait_of(talk), timedelta(hours=2))

    assert talk.commands == ()
    assert talk.state.parked == ()


def test_a_write_before_the_moment_is_settled_after_it() -> None:
    """Somebody who says in the reminder that they won't come has not failed to book."""
    talk = a_visit()
    the_moment_comes(talk, wait_of(talk))
    talk.says("no")

    assert (talk.said, talk.done) == (["pity"], [])


def test_a_yes_counts_though_another_question_had_one() -> None:
    """The yes of days ago is held by the flow, but no word to be left out of this one."""
    files = dict(FILES)
    files["slots.yaml"] += "sure: {type: bool, ask: ask_time}\n"
    files["flows/visits.yaml"] = (
        files["flows/visits.yaml"]
        .replace(
            "      if_past: end\n    - say: reminder\n",
            "      if_past: end\n    - say: reminder\n    - collect: sure\n",
            1,
        )
        .replace("    - say: see_you\n", "    - call: book\n    - say: see_you\n", 1)
    )
    talk = a_visit(Talk(a_bot(files)))
    the_moment_comes(talk, wait_of(talk))
    talk.says("yes")
    assert talk.said == ["ask_coming"]
    talk.says("yes")

    assert talk.call.tool == "book"


def test_an_idle_conversation_stays_open_for_its_moment() -> None:
    """Nobody is nudged, nothing closes; a question left open is forgotten without a word."""
    talk = a_visit()
    wait = wait_of(talk)
    talk.happens(IdleElapsed(at=talk.at, stage="nudge"))
    assert talk.commands == ()
    talk.says("an appointment", "book_visit")
    talk.happens(IdleElapsed(at=talk.at, stage="nudge"))
    assert talk.said == ["nudge"]

    talk.happens(IdleElapsed(at=talk.at, stage="close"))
    assert talk.commands == ()
    assert talk.state.stack == ()
    the_moment_comes(talk, wait)

    assert talk.said == ["reminder", "ask_coming"]
    assert talk.words.startswith("A reminder:")


def test_it_closes_silently_after_the_last_moment() -> None:
    """A customer who was not there is not told that a chat is over."""
    talk = a_visit()
    talk.happens(IdleElapsed(at=talk.at, stage="close"))
    the_moment_comes(talk, wait_of_state(talk))
    talk.happens(IdleElapsed(at=talk.at, stage="close"))

    assert talk.commands == (CloseConversation(reason="idle"),)


def wait_of_state(talk: Talk) -> WaitUntil:
    [frame] = talk.state.parked
    assert frame.waiting
    assert frame.waiting.until
    return WaitUntil(wait_id=frame.waiting.ref, at=frame.waiting.until)


def test_a_customer_who_came_back_is_told_that_it_closes() -> None:
    """Speaking ends the rest."""
    talk = a_visit()
    talk.happens(IdleElapsed(at=talk.at, stage="close"))
    the_moment_comes(talk, wait_of_state(talk))
    talk.says("yes")
    talk.happens(IdleElapsed(at=talk.at, stage="close"))

    assert talk.said == ["close"]


def test_reminders_are_bounded_and_it_says_so() -> None:
    """The state stays small, and no promise is broken in silence."""
    talk = Talk(dentist(), customer=ADA)
    said: list[str] = []
    for day in range(1, 10):
        a_visit(talk, f"2026-12-1{day - 1}", f"v-{day}")
        said += talk.said
        assert size_of(talk.state) <= 2_000

    assert "wait_full" in said
    assert 3 <= len(talk.state.parked) <= 5


def test_the_customers_zone_counts_where_it_is_known() -> None:
    """18:00 where they are; else where the tenant is."""
    talk = Talk(dentist(), customer=VerifiedCustomer(customer_id="c", zone="America/New_York"))
    talk.says("remind me", "remind_me")
    talk.says(FRIDAY)

    assert wait_of(talk).at == datetime(2026, 12, 3, 23, 0, tzinfo=UTC)


STEPS = """
    - wait: "{visit_date} 09:00 - 1w"
      if_past: skip
    - say: pity
    - wait: "{visit_date} 09:00 - 1d"
      if_past: {say: too_late, skip: true}
    - say: reminder
"""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FRIDAY, ["booked", "pity", "reminder"]),
        ("2026-11-27", ["booked", "reminder"]),
        ("2026-11-23", ["booked", "too_late"]),
    ],
)
def test_of_several_reminders_those_that_are_past_are_skipped(day: str, said: list[str]) -> None:
    """On to the next wait, or out of the flow."""
    flows = FILES["flows/visits.yaml"]
    first, last = flows.index("    - wait:"), flows.index("cancel_visit:")
    talk = Talk(a_bot(FILES | {"flows/visits.yaml": flows[:first] + STEPS + flows[last:]}))
    a_visit(talk, day)
    heard = list(talk.said)
    while waits := [c for c in talk.commands if isinstance(c, WaitUntil)]:
        the_moment_comes(talk, waits[0])
        heard += talk.said

    assert heard == said
    assert talk.state.parked == talk.state.stack == ()


def test_a_wait_is_never_silent() -> None:
    """Where the flow says nothing of its own, the customer hears when it goes on."""
    talk = Talk(dentist())
    talk.says("remind me", "remind_me")
    talk.says(FRIDAY)
    assert (talk.said, talk.words) == (
        ["wait_set"],
        "I'll write to you again on 3 December 2026 at 18:00.",
    )


def test_an_operator_skips_a_wait() -> None:
    """The reminder goes out now; its timer is called off."""
    talk = a_visit()
    wait = wait_of(talk)
    talk.happens(OperatorSkippedStep(at=talk.at, by="Olga"))

    assert CancelWait(wait_id=wait.wait_id) in talk.commands
    assert talk.said == ["reminder", "ask_coming"]
