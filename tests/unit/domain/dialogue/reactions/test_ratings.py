"""Thumbs below an answer count whenever they come, and answer nothing."""

import pytest

from domain.dialogue.commands import AskApproval, CallTool
from domain.dialogue.events import HandoffClaimed, HandoffReturned
from domain.feedback import THUMB_DOWN, THUMB_UP
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, Talk, a_return


@pytest.mark.parametrize(("thumb", "rating"), [(THUMB_UP, 5), (THUMB_DOWN, 1)])
def test_a_thumb_rates_an_answer(thumb: str, rating: int) -> None:
    """In the same place as the rating after a conversation with a human."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    talk.succeeds(ESPRESSO)

    talk.says(thumb)
    assert talk.said == ["csat_thanks"]
    assert talk.state.slots["csat"] == rating


def test_a_thumb_is_no_yes() -> None:
    """Whoever rates the question has not agreed to anything, and may still do so."""
    talk = Talk(customer=ADA)
    a_return(talk)
    asked = talk.state.question

    talk.says(THUMB_UP)
    assert not any(isinstance(command, CallTool | AskApproval) for command in talk.commands)
    assert talk.state.question == asked
    talk.says("yes")
    assert isinstance(talk.commands[-1], CallTool | AskApproval)


def test_a_thumb_answers_the_question_for_a_rating() -> None:
    """Which is not asked any more then."""
    talk = Talk()
    talk.says("talk to a human", "talk_to_human")
    handoff_id = talk.handoff.handoff_id
    talk.happens(HandoffClaimed(at=talk.at, handoff_id=handoff_id, agent="Sam"))
    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id))
    assert talk.said[-1] == "csat"

    talk.says(THUMB_DOWN)
    assert talk.state.slots["csat"] == 1
    assert talk.state.meanings == ()
    talk.says("5")
    assert talk.state.slots["csat"] == 1


def test_a_bare_thumb_is_what_somebody_writes() -> None:
    """And is read like any other words."""
    talk = Talk(customer=ADA)
    talk.says("\N{THUMBS UP SIGN}")
    assert "csat" not in talk.state.slots
