"""Questions that may be left open."""

import pytest

from domain.dialogue.events import MessageUnderstood
from domain.understanding.model import Entity, Understanding
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.clinic import DOCTORS, FILES, TIMES, asked_for_note
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.reactions.test_button_answers import buttons


def test_offers_to_skip() -> None:
    """Whoever may leave it open is told so."""
    talk = asked_for_note()
    assert talk.said == ["ask_note"]
    assert buttons(talk) == ("Skip",)


@pytest.mark.parametrize(
    "said",
    [
        "Skip", "skip", "skip this", "skip it please", "no", "nope", "no thanks", "no idea",
        "nothing",         "i don't know", "i dont know", "no clue", "none",
        "weiß ich nicht", "weiss nicht", "keine ahnung", "überspringen", "nichts", "nein danke",
        "i'd rather not say", "not sure", "I have no idea", "-", "n/a", "next", "egal", "pass",
        "nothing right now", "leave it blank", "das weiß ich leider nicht",
    ],
)  # fmt: skip
def test_skips(said: str) -> None:
    """The slot stays empty, the flow goes on, and an expression can tell."""
    talk = asked_for_note()
    talk.says(said)
    assert "note" not in talk.state.slots
    assert talk.said == ["ask_insured"]


@pytest.mark.parametrize(
    "said",
    ["no sugar please", "I know Dr Stone from school", "nothing but nuts, I am allergic",
     "I have no teeth left", "pass me to the nurse first", "keine Spritzen bitte",
     "ich weiß nicht ob ich schwanger bin", "I skip breakfast", "next of kin is Bob"],
)  # fmt: skip
def test_keeps_an_answer_that_only_looks_like_skipping(said: str) -> None:
    """An allergy must not be lost because it began with "nothing"."""
    talk = asked_for_note()
    talk.says(said)
    assert talk.state.slots["note"] == said


def test_no_to_a_yes_or_no_question_is_an_answer() -> None:
    """ "No" there says something; "no idea" does not."""
    talk = asked_for_note()
    talk.says("skip")
    talk.says("no")
    assert talk.state.slots["insured"] is False
    assert talk.said == ["nothing_noted", "ask_sure"]
    other = asked_for_note()
    other.says("skip")
    other.says("no idea")
    assert "insured" not in other.state.slots


def test_calls_without_what_was_skipped() -> None:
    """The backend gets no made-up note, and the call is made all the same."""
    talk = asked_for_note()
    talk.says("skip")
    talk.says("skip")
    talk.says("yes")
    assert talk.call.arguments == {"start": "2026-11-30T09:00", "doctor": "Dr Bob Stone"}


def test_what_was_skipped_may_be_given_later() -> None:
    """ "Oh, my number is …" at the confirmation is not lost."""
    slots = FILES["slots.yaml"].replace("note: {type: string", "note: {type: phone")
    talk = Talk(a_bot(FILES | {"slots.yaml": slots}))
    talk.says("Hi", "book")
    talk.succeeds(TIMES)
    talk.says("the first one")
    talk.succeeds(DOCTORS)
    talk.says("the first one")
    talk.says("skip")
    talk.says("skip")
    assert talk.said == ["nothing_noted", "ask_sure"]
    talk.happens(
        MessageUnderstood(
            at=talk.at,
            text="oh wait, my number is +49 171 2345678",
            understanding=Understanding(
                intent=None,
                confidence=0.1,
                entities=(Entity(kind="phone", value="+491712345678"),),
            ),
        )
    )
    assert talk.state.slots["note"] == "+491712345678"
    assert "corrected" in talk.said
