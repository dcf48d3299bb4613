"""A question that any words answer: only a plain command to the bot is no answer."""

import pytest

from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.small_bot import small_bot

FREE = [
    "When I opened the box it was broken",
    "You cancelled my flight",
    "I was told to wait but nobody called",
    "what I ordered was blue",
    "is broken",
    "they said the operator cancelled",
    "no thanks",
    "please don't put us near the lift",
    "I spoke to a human already and he cancelled it",
    "the red room is wrong, we wanted blue instead",
    "Als ich ankam, war alles storniert",
    "forget about breakfast",
]


@pytest.mark.parametrize("text", FREE)
@pytest.mark.parametrize("intent", ["cancel", "talk_to_human", "colours", None])
def test_free_text_is_the_answer(text: str, intent: str | None) -> None:
    """Whatever intent its words resemble."""
    talk = at_the_hotels_free_question()

    talk.says(text, intent)

    assert (talk.said, talk.state.slots.get("guest")) == (["ask_sure"], text)


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("cancel", "cancel", ["cancelled"]),
        ("Never mind!", "cancel", ["cancelled"]),
        ("cancel my room", None, ["cancelled"]),
        ("talk to a human", "talk_to_human", ["handoff_waiting"]),
        ("I want to speak to a person please", "talk_to_human", ["handoff_waiting"]),
        ("what colours are there", "colours", ["as_you_like", "booked", "ask_guest"]),
        ("how much does it cost?", None, ["no_answer", "ask_guest"]),
        ("repeat", "repeat", ["ask_guest"]),
    ],
)
def test_a_plain_command_or_question_is_none(
    text: str, intent: str | None, said: list[str]
) -> None:
    """Nobody is called "talk to a human"."""
    talk = at_the_hotels_free_question()

    talk.says(text, intent)

    assert talk.said == said


def at_the_hotels_free_question() -> Talk:
    talk = Talk(small_bot())
    talk.says("book a room", "book")
    talk.says("2026-12-01")
    talk.says("2")
    talk.succeeds({"total": "80.00 EUR"})
    talk.says("red")
    assert talk.said == ["ask_guest"]
    return talk
