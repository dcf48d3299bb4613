"""An answer that is looked up elsewhere: what may come before it, and what it counts for then."""

import pytest

from domain.dialogue.commands import FindAnswer, HandOff
from domain.dialogue.engine import decide
from domain.dialogue.events import (
    AnswerFound,
    Event,
    HandoffClaimed,
    HandoffReturned,
    IdleElapsed,
    MessageUnderstood,
    NoAnswerFound,
    OperatorForcedHandoff,
    OperatorSkippedStep,
    TurnFailed,
)
from domain.dialogue.state import DialogueState
from domain.knowledge import Answer
from domain.messages import Citation
from domain.understanding.model import Need, Understanding
from tests.unit.domain.bots import MONDAY_MORNING as NOW
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.small_bot import small_bot

HOURS = Need(text="what are your opening hours?", intent=None, confidence=0.1)


def asks(talk: Talk, text: str, intent: str | None, *also: Need) -> str:
    """The customer speaks, and the bot looks it up; returns the query."""
    one = Understanding(intent=intent, confidence=0.9 if intent else 0.1, said=text, also=also)
    talk.happens(MessageUnderstood(at=talk.at, text=text, understanding=one))
    assert isinstance(talk.commands[-1], FindAnswer)
    return talk.commands[-1].query


def found(query: str, text: str = "Red and blue.") -> AnswerFound:
    cited = (Citation(document_id="d.md", title="D"),)
    return AnswerFound(
        at=NOW, query=query, answer=Answer(text=text, citations=cited, confidence=0.9)
    )


@pytest.fixture
def talk() -> Talk:
    """A flow waits at its own step for an answer."""
    talk = Talk(small_bot())
    asks(talk, "which colours?", "colours")
    waiting = talk.state.stack[-1].waiting
    assert waiting is not None
    assert waiting.on == "answer"
    return talk


def test_a_state_that_waits_for_an_answer_survives_its_way_through_a_workflow(talk: Talk) -> None:
    """Between two steps it is JSON."""
    query = talk.commands[-1].query if isinstance(talk.commands[-1], FindAnswer) else ""
    talk.state = DialogueState.model_validate_json(talk.state.model_dump_json())

    talk.happens(found(query))

    assert talk.said == ["Red and blue.", "booked"]
    assert talk.state.stack == ()
    assert talk.state.looking_up == ""


@pytest.mark.parametrize("late", [found("another question?"), NoAnswerFound(at=NOW, query="x?")])
def test_an_answer_to_another_question_changes_nothing(talk: Talk, late: Event) -> None:
    before = talk.state

    talk.happens(late)

    assert talk.commands == ()
    assert talk.state == before


def test_an_answer_counts_once(talk: Talk) -> None:
    [asked] = [c for c in talk.commands if isinstance(c, FindAnswer)]
    talk.happens(found(asked.query))
    talk.happens(found(asked.query))

    assert talk.commands == ()


def test_a_second_need_is_looked_up_after_the_first_is_answered() -> None:
    """Each answer is a step of its own, and is known by its question."""
    talk = Talk(small_bot())
    first = asks(talk, "which colours?", "colours", HOURS)

    talk.happens(found(first))
    second = talk.commands[-1]

    assert talk.said == ["Red and blue.", "booked"]
    assert isinstance(second, FindAnswer)
    assert second.query == HOURS.text
    talk.happens(found(first, "Red and blue, again."))
    assert talk.commands == ()
    talk.happens(found(second.query, "From nine to five."))
    assert talk.said == ["From nine to five."]


OTHERS: list[Event] = [
    MessageUnderstood(
        at=NOW, text="cancel", understanding=Understanding(intent="cancel", confidence=0.99)
    ),
    MessageUnderstood(
        at=NOW, text="book a room", understanding=Understanding(intent="book", confidence=0.9)
    ),
    OperatorForcedHandoff(at=NOW, by="olga"),
    OperatorSkippedStep(at=NOW, by="olga"),
    IdleElapsed(at=NOW, stage="close"),
    TurnFailed(at=NOW, reason="timed out"),
]


@pytest.mark.parametrize("event", OTHERS, ids=lambda e: getattr(e, "text", "") or e.kind)
def test_what_comes_first_ends_the_waiting_and_the_answer_comes_too_late(
    talk: Talk, event: Event
) -> None:
    """A customer who has moved on is not told what they asked before, and nothing hangs."""
    [asked] = [c for c in talk.commands if isinstance(c, FindAnswer)]

    talk.happens(event)
    after = talk.state

    assert not [f for f in after.stack if f.waiting and f.waiting.on == "answer"]
    assert after.looking_up == ""
    late = decide(talk.bot, after, found(asked.query))
    assert late.commands == ()
    assert late.state == after


def test_a_human_who_takes_over_and_leaves_again_leaves_nothing_waiting(talk: Talk) -> None:
    """The flow that only wanted an answer is over; the customer was with a human since."""
    asked = talk.commands[-1]
    assert isinstance(asked, FindAnswer)
    talk.happens(OperatorForcedHandoff(at=NOW, by="olga"))
    [handoff] = [c for c in talk.commands if isinstance(c, HandOff)]
    second = asks(talk, "what else is there?", None)
    talk.happens(HandoffClaimed(at=NOW, handoff_id=handoff.handoff_id, agent="Sam"))
    talk.happens(found(second))
    assert talk.commands == ()

    talk.happens(HandoffReturned(at=NOW, handoff_id=handoff.handoff_id))

    assert talk.said[0] == "handoff_returned"
    assert talk.state.stack == ()


def test_a_deed_that_was_to_be_offered_after_the_answer_is_forgotten_with_it() -> None:
    """Else "how do I return something?" would be taken up in the middle of something else."""
    talk = Talk()
    asks(talk, "how do I return something", "return_item")
    assert talk.state.needs[0].looked_up

    talk.says("cancel", "cancel", 0.99)

    assert talk.state.needs == ()
    assert talk.state.stack == ()


def test_a_quote_in_another_language_says_that_it_is(talk: Talk) -> None:
    """In the customer's own; a quote in their language is said alone."""
    query = asks(talk, "which colours?", "colours")
    told = found(query, "Rot und blau.")
    foreign = told.answer.model_copy(update={"language": "de"})
    talk.happens(told.model_copy(update={"answer": foreign}))
    assert talk.said[0] == "I only found this in another language: Rot und blau."

    query = asks(talk, "which colours?", "colours")
    own = told.answer.model_copy(update={"language": "en"})
    talk.happens(told.model_copy(update={"query": query, "answer": own}))
    assert talk.said[0] == "Rot und blau."
