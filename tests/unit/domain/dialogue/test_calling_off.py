"""A wait is called off: by the customer, by an author's step, by another value."""

from datetime import UTC, datetime

import pytest

from domain.bot.model import Bot
from domain.dialogue.commands import CancelWait
from domain.dialogue.events import MomentReached
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.dentist import (
    FILES,
    FRIDAY,
    a_visit,
    dentist,
    the_moment_comes,
    wait_of,
)


def without_a_flow_of_its_own() -> Bot:
    """The practice without the flow that cancels visits: the engine does it."""
    flows = FILES["flows/visits.yaml"]
    kept = flows[: flows.index("cancel_visit:")] + flows[flows.index("remind_me:") :]
    intents = [line for line in FILES["intents.yaml"].splitlines() if "cancel_visit" not in line]
    return a_bot(FILES | {"flows/visits.yaml": kept, "intents.yaml": "\n".join(intents)})


def test_a_moment_that_was_called_off_changes_nothing() -> None:
    """As with every event that nothing waits for."""
    talk = a_visit()
    wait = wait_of(talk)
    the_moment_comes(talk, wait)
    talk.says("yes")
    before = talk.state

    talk.happens(MomentReached(at=talk.at, wait_id=wait.wait_id))

    assert (talk.commands, talk.state) == ((), before)


def test_an_author_calls_waits_off() -> None:
    """By flow, and of its waits only those of the same visit. Nothing is undone."""
    talk = a_visit()
    first = wait_of(talk)
    a_visit(talk, "2026-12-11", "v-2")
    second = wait_of(talk)

    talk.says("I cannot come", "cancel_visit")

    assert talk.commands[0] == CancelWait(wait_id=second.wait_id)
    assert (talk.said, talk.done) == (["visit_cancelled"], ["cancel_wait"])
    assert [f.waiting.ref for f in talk.state.parked if f.waiting] == [first.wait_id]


def test_a_bare_cancel_is_asked_about_and_then_undoes_the_visit() -> None:
    """It may mean something else than what was settled days ago."""
    talk = a_visit()
    wait = wait_of(talk)
    talk.says("cancel", "cancel")
    assert (talk.said, talk.done) == (["ask_call_off"], [])
    assert "your visit" in talk.words

    talk.says("yes")

    assert talk.done == ["cancel_wait", "call_tool"]
    assert CancelWait(wait_id=wait.wait_id) in talk.commands
    assert (talk.call.tool, talk.call.arguments) == ("cancel", {"id": "v-1"})
    talk.succeeds()
    assert talk.said == ["taken_back"]


def test_of_two_visits_the_customer_says_which_is_cancelled() -> None:
    """Only they know; a yes chooses none, and no other visit is touched."""
    talk = a_visit(Talk(without_a_flow_of_its_own()))
    a_visit(talk, "2026-12-11", "v-2")
    talk.says("cancel my visit", "cancel")
    assert (talk.said, talk.done) == (["ask_which_call_off"], [])
    assert "4 December 2026" in str(talk.commands)

    talk.says("4 December 2026")

    assert (talk.call.tool, talk.call.arguments) == ("cancel", {"id": "v-1"})
    talk.succeeds()
    assert len(talk.state.parked) == 1


@pytest.mark.parametrize("text", ["yes, but not yet", "yes if it costs nothing", "is it free?"])
def test_half_a_yes_cancels_nothing(text: str) -> None:
    """The visit stays booked."""
    talk = a_visit()
    talk.says("cancel", "cancel")
    talk.says(text)

    assert "cancel_wait" not in talk.done
    assert len(talk.state.parked) == 1


def test_by_its_name_it_is_cancelled_at_once() -> None:
    """No question is left: there is one visit, and it was named."""
    talk = a_visit(Talk(without_a_flow_of_its_own()))
    talk.says("please cancel my visit", "cancel")

    assert talk.said[0] == "cancelled"
    assert talk.done == ["cancel_wait", "call_tool"]


def test_after_the_reminder_it_is_cancelled_by_its_name_as_before() -> None:
    """What is settled is not lost: "cancelled" is never said of a visit that still stands."""
    talk = a_visit(Talk(without_a_flow_of_its_own()))
    the_moment_comes(talk, wait_of(talk))
    talk.says("cancel my visit", "cancel")

    assert (talk.call.tool, talk.call.arguments) == ("cancel", {"id": "v-1"})
    talk.succeeds()
    assert talk.said == ["taken_back"]


def test_starting_over_books_no_second_visit() -> None:
    """After the reminder the first one still stands."""
    talk = a_visit()
    the_moment_comes(talk, wait_of(talk))
    talk.says("start over")

    assert talk.said[:1] == ["cannot_change_now"]
    assert talk.done == []


def test_starting_over_leaves_a_reminder_alone() -> None:
    """What is begun anew is what is being talked about."""
    talk = Talk(dentist())
    talk.says("remind me", "remind_me")
    talk.says(FRIDAY)
    talk.says("start over")
    talk.says("go back")

    assert len(talk.state.parked) == 1


def test_no_keeps_it() -> None:
    """The reminder still comes."""
    talk = a_visit()
    wait = wait_of(talk)
    talk.says("stop", "cancel")
    talk.says("no")
    assert talk.done == []

    the_moment_comes(talk, wait)

    assert talk.said == ["reminder", "ask_coming"]


def test_another_day_voids_the_wait_and_makes_a_new_one() -> None:
    """The values from which the moment was made have changed."""
    talk = Talk(dentist())
    talk.says("remind me", "remind_me")
    talk.says(FRIDAY)
    wait = wait_of(talk)
    assert wait.at == datetime(2026, 12, 3, 17, 0, tzinfo=UTC)

    talk.says("no, it is 2026-12-09")

    assert CancelWait(wait_id=wait.wait_id) in talk.commands
    assert wait_of(talk).at == datetime(2026, 12, 8, 17, 0, tzinfo=UTC)
    assert len(talk.state.parked) == 1
