"""A human is asked for, comes or not, and gives back."""

from datetime import timedelta

import pytest

from domain.dialogue.commands import CancelHandoff, CloseConversation, WaitAnew
from domain.dialogue.events import (
    HandoffClaimed,
    HandoffReturned,
    HandoffTransferred,
    HandoffUnanswered,
    IdleElapsed,
    OperatorForcedHandoff,
    TurnFailed,
)
from domain.dialogue.state import DialogueState
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, Talk, a_return


def a_handoff(talk: Talk | None = None) -> tuple[Talk, str]:
    talk = talk or Talk()
    talk.says("talk to a human", "talk_to_human")
    return talk, talk.handoff.handoff_id


def test_a_human_is_asked_for_with_the_tenants_rule() -> None:
    """Queue, skills in the customer's language, and deadlines in business hours."""
    talk, handoff_id = a_handoff()

    assert talk.said == ["handoff_waiting"]
    assert (talk.handoff.queue, talk.handoff.skills) == ("support", ("en",))
    assert talk.handoff.nobody_at == talk.at + timedelta(minutes=5)
    assert handoff_id == talk.state.handoff_id


def test_asking_again_does_not_queue_twice() -> None:
    """One place in one queue."""
    talk, _ = a_handoff()

    talk.says("a person please", "talk_to_human")

    assert (talk.said, talk.done) == (["handoff_still_waiting"], [])


def test_the_return_waits_for_the_human_and_goes_on_after() -> None:
    """Asked for in the middle of a question."""
    talk = Talk(customer=ADA)
    a_return(talk)
    _, handoff_id = a_handoff(talk)
    talk.happens(HandoffClaimed(at=talk.at, handoff_id=handoff_id, agent="Sam"))
    assert talk.commands == ()

    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id))

    assert talk.said == ["handoff_back", "confirm_refund"]
    assert talk.state.slots["order_id"] == "A100001"


def test_after_a_take_over_the_flow_goes_on_where_it_stood() -> None:
    """The bot had not handed off: it hears of the agent only when they give it back."""
    talk = Talk(customer=ADA)
    a_return(talk)

    talk.happens(HandoffReturned(at=talk.at, handoff_id="h-other"))
    assert talk.commands == ()
    talk.happens(HandoffReturned(at=talk.at, handoff_id="h-taken", taken_over=True))

    assert talk.said == ["handoff_back", "confirm_refund"]
    assert talk.state.slots["order_id"] == "A100001"


def test_while_a_human_talks_the_bot_says_nothing() -> None:
    """Even if a message should reach it."""
    talk, handoff_id = a_handoff()
    talk.happens(HandoffClaimed(at=talk.at, handoff_id=handoff_id, agent="Sam"))

    talk.says("track my order", "track_order")

    assert talk.commands == ()


def test_afterwards_it_asks_how_it_was() -> None:
    """Where the rule says so and nothing else is open."""
    talk, handoff_id = a_handoff()
    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id))
    assert talk.said == ["handoff_back", "csat"]

    talk.says("4")

    assert talk.said == ["csat_thanks"]
    assert talk.state.slots["csat"] == 4


@pytest.mark.parametrize("channel", ["web", "slack", "sms"])
def test_resolved_it_asks_how_it_was_and_ends_with_the_answer(channel: str) -> None:
    """The session stays open for the rating only, and nobody is nudged for one. A button's words
    are what somebody without buttons writes; what is awaited is kept with the dialogue's state."""
    talk = Talk()
    talk.state = talk.state.model_copy(update={"channel": channel})
    talk, handoff_id = a_handoff(talk)
    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id, resolved=True))
    assert (talk.said, talk.done) == (["handoff_resolved", "csat"], [])
    talk.happens(IdleElapsed(at=talk.at, stage="nudge"))
    assert talk.said == []
    talk.state = DialogueState.model_validate_json(talk.state.model_dump_json())

    talk.says("4")

    assert (talk.said, talk.done) == (["csat_thanks"], ["close_conversation"])
    assert talk.state.slots["csat"] == 4


def test_whoever_writes_something_else_instead_is_heard_by_the_bot() -> None:
    """The session goes on, and a rating that comes after all does not end it."""
    talk, handoff_id = a_handoff()
    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id, resolved=True))

    talk.says("track my order", "track_order")
    assert talk.said
    assert talk.state.ends_when_rated is False

    talk.happens(IdleElapsed(at=talk.at, stage="close"))
    assert talk.said == ["close"]


def test_a_question_that_nobody_answered_is_left_by_resolving() -> None:
    """The person has settled what the flow was about."""
    talk = Talk(customer=ADA)
    a_return(talk)
    _, handoff_id = a_handoff(talk)

    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id, resolved=True))

    assert talk.said == ["handoff_resolved", "csat"]
    assert (talk.state.stack, talk.state.parked) == ((), ())


def test_who_is_passed_on_waits_again_by_the_other_queues_rule() -> None:
    """Stale transfers, of a handoff that is over, change nothing."""
    talk, handoff_id = a_handoff()
    talk.happens(HandoffTransferred(at=talk.at, handoff_id="h-other", queue="returns"))
    assert (talk.said, talk.done) == ([], [])

    talk.happens(HandoffTransferred(at=talk.at, handoff_id=handoff_id, queue="elsewhere"))

    assert (talk.said, talk.done) == (["handoff_transferred"], ["wait_anew"])
    wait = talk.commands[-1]
    assert isinstance(wait, WaitAnew)
    assert (wait.handoff_id, wait.queue) == (handoff_id, "elsewhere")
    assert talk.at < wait.first_reply_due <= wait.nobody_at
    assert talk.state.handoff_queue == "elsewhere"


def test_nobody_came_and_the_customer_chooses() -> None:
    """The offers of the tenant's rule; the place in the queue is kept."""
    talk, handoff_id = a_handoff()

    talk.happens(HandoffUnanswered(at=talk.at, handoff_id=handoff_id))
    assert talk.said == ["handoff_nobody"]
    talk.says("I'd rather wait")

    assert talk.said == ["handoff_wait_on"]
    assert talk.state.handoff_id == handoff_id


def test_a_message_left_takes_the_place_of_the_human() -> None:
    """One ticket for one handoff, whatever happens twice."""
    talk, handoff_id = a_handoff()
    talk.happens(HandoffUnanswered(at=talk.at, handoff_id=handoff_id))
    talk.says("leave a message")
    assert talk.said == ["ask_contact_email"]

    talk.says("ada@example.com")
    assert talk.call.arguments["contact"] == "ada@example.com"
    assert talk.call.idempotency_key == f"{handoff_id}.ticket:ticket"
    talk.succeeds({"ticket_id": "T-1"})

    assert talk.commands[0] == CancelHandoff(handoff_id=handoff_id)
    assert "T-1" in talk.words
    assert talk.state.handoff_id is None


def test_never_mind_leaves_the_queue_and_goes_back() -> None:
    """To the question that was open."""
    talk = Talk(customer=ADA)
    a_return(talk)
    _, handoff_id = a_handoff(talk)

    talk.says("never mind", "cancel")

    assert talk.commands[0] == CancelHandoff(handoff_id=handoff_id)
    assert talk.said == ["handoff_cancelled", "confirm_refund"]


def test_what_is_said_while_waiting_is_acknowledged() -> None:
    """In a word, after the first time."""
    talk, _ = a_handoff()

    said = []
    for _ in range(5):
        talk.says("it is about my invoice")
        said += talk.said

    assert said == ["handoff_still_waiting", *["handoff_noted"] * 3, "handoff_still_waiting"]


def test_orders_can_be_tracked_while_waiting() -> None:
    """The bot still helps where it can."""
    talk, _ = a_handoff(Talk(customer=ADA))

    talk.says("where is A100001?", "track_order")
    talk.succeeds(ESPRESSO)

    assert talk.said == ["order_delivered"]


def test_an_operator_can_force_one() -> None:
    """Into a queue of their choice."""
    talk = Talk()

    talk.happens(OperatorForcedHandoff(at=talk.at, by="olga", queue="returns"))

    assert talk.handoff.queue == "returns"
    assert talk.said == ["handoff_waiting"]


@pytest.mark.parametrize("stage", ["nudge", "close"])
def test_nothing_closes_while_a_human_is_awaited(stage: str) -> None:
    """Nor is the customer nudged, whom we keep waiting."""
    talk, _ = a_handoff()

    talk.happens(IdleElapsed.model_validate({"at": talk.at, "stage": stage}))

    assert talk.commands == ()


def test_silence_closes_what_is_not_open() -> None:
    """After a word, and with nothing left behind."""
    talk = Talk()
    talk.says("track my order", "track_order")

    talk.happens(IdleElapsed(at=talk.at, stage="close"))

    assert talk.said == ["close"]
    assert talk.commands[-1] == CloseConversation(reason="idle")
    assert talk.state.stack == ()


def test_a_turn_that_failed_is_named_and_its_call_goes_on() -> None:
    """Under the same id, so nothing is done twice."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    call = talk.call

    talk.happens(TurnFailed(at=talk.at, reason="timed out"))

    assert talk.said == ["turn_failed", "backend_trouble"]
    assert talk.parked_call.call == call
