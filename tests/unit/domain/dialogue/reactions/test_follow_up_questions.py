"""Questions after an answer, as they are looked up."""

import pytest

from domain.dialogue.commands import FindAnswer
from domain.dialogue.events import (
    AnswerFound,
    HandoffReturned,
    MessageUnderstood,
    NoAnswerFound,
)
from domain.follow_ups import EarlierAnswer, Resting
from domain.knowledge import Answer
from domain.messages import Citation
from domain.understanding.model import Understanding
from tests.unit.domain.dialogue.conversations import Talk

RETURNS = Citation(document_id="returns", title="Returns policy", heading="How to return an item")
EARLIER = EarlierAnswer(document_id="returns", heading="How to return an item")


@pytest.fixture
def talk() -> Talk:
    """It has just been told how to return an item."""
    talk = Talk()
    asks(talk, "how can I send something back to you?")
    answered(talk, RETURNS)
    return talk


def asks(talk: Talk, text: str, intent: str | None = None) -> FindAnswer | None:
    understood = Understanding(intent=intent, confidence=0.9 if intent else 0.1)
    talk.happens(MessageUnderstood(at=talk.at, text=text, understanding=understood))
    return next((one for one in talk.commands if isinstance(one, FindAnswer)), None)


def answered(talk: Talk, *places: Citation) -> None:
    query = next(one.query for one in talk.commands if isinstance(one, FindAnswer))
    answer = Answer(text="Yes.", citations=places, confidence=0.9)
    talk.happens(AnswerFound(at=talk.at, query=query, answer=answer))


def test_the_first_question_rests_on_nothing() -> None:
    asked = asks(Talk(), "what does that cost?")
    assert asked is not None
    assert asked.follow_up is None


def test_the_next_one_says_what_was_answered_and_how_far_it_rests_on_it(talk: Talk) -> None:
    """The words decide, not whether an answer would be found."""
    asked = asks(talk, "what does that cost from Austria?")
    assert asked is not None
    assert asked.follow_up is not None
    assert asked.follow_up.earlier == EARLIER
    assert asked.follow_up.resting is Resting.WHOLLY


def test_a_flow_that_answers_looks_it_up_in_the_same_way() -> None:
    """Many bots have an intent for questions, whose flow only answers."""
    talk = Talk()
    asks(talk, "how can I send something back to you?", "shop_question")
    answered(talk, RETURNS)
    asked = asks(talk, "what does that cost from Austria?", "shop_question")
    assert asked is not None
    assert asked.follow_up is not None
    assert asked.follow_up.resting is Resting.WHOLLY


def test_a_refusal_in_between_changes_no_subject(talk: Talk) -> None:
    """Whoever is not understood says the same thing in other words."""
    asked = asks(talk, "and with what?")
    assert asked is not None
    talk.happens(NoAnswerFound(at=talk.at, query=asked.query))
    again = asks(talk, "and what do I put around it?")
    assert again is not None
    assert again.follow_up is not None
    assert again.follow_up.earlier == EARLIER


def test_thanks_in_between_change_no_subject(talk: Talk) -> None:
    talk.says("thanks")
    asked = asks(talk, "and what does that cost?")
    assert asked is not None
    assert asked.follow_up is not None


def test_the_latest_answer_counts(talk: Talk) -> None:
    asks(talk, "do you ship to Norway?")
    answered(talk, Citation(document_id="international", title="International orders"))
    assert talk.state.answered == EarlierAnswer(
        document_id="international", heading="International orders"
    )


def test_a_wish_changes_the_subject(talk: Talk) -> None:
    """ "What does it cost?" then is about what is being done."""
    talk.says("talk to a human")
    assert talk.state.answered is None


def test_a_person_changes_the_subject(talk: Talk) -> None:
    """ "What does that cost?" then is about what the person has said."""
    talk.happens(HandoffReturned(at=talk.at, handoff_id="h-9", taken_over=True))
    assert talk.state.answered is None


def test_an_answer_that_cites_nothing_is_nothing_to_rest_on(talk: Talk) -> None:
    asks(talk, "and the weather?")
    answered(talk)
    assert talk.state.answered is None


def test_a_very_long_name_is_not_carried_along() -> None:
    """The state of a conversation is small."""
    long = Citation(document_id="x" * 301, title="t", heading="h" * 500)
    assert EarlierAnswer.at([long]) is None
    kept = EarlierAnswer.at([long.model_copy(update={"document_id": "x"})])
    assert kept is not None
    assert len(kept.heading) == 100
