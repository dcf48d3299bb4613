"""Sections that are offered to read where a question has no sure answer."""

import pytest

from domain.dialogue.commands import HandOff
from domain.dialogue.events import MessageUnderstood, NoAnswerFound
from domain.knowledge import Topic
from domain.messages import Citation
from domain.understanding.model import Understanding
from tests.unit.domain.dialogue.conversations import Talk

FEE = Topic(
    text="The account costs 3.50 EUR a month.",
    citation=Citation(document_id="account.md", title="Everyday account", heading="Monthly fee"),
)
CARD = Topic(
    text="The debit card is free of charge.",
    citation=Citation(document_id="account.md", title="Everyday account", heading="Debit card"),
)


@pytest.fixture
def talk() -> Talk:
    """Asked something that two sections are near to, and none answers."""
    return asked(FEE, CARD)


def buttons(talk: Talk) -> tuple[str, ...]:
    return talk.state.question.choices if talk.state.question else ()


def asked(*topics: Topic) -> Talk:
    talk = Talk()
    text = "what does it set me back to bank with you?"
    talk.happens(
        MessageUnderstood(
            at=talk.at, text=text, understanding=Understanding(intent=None, confidence=0.1)
        )
    )
    talk.happens(NoAnswerFound(at=talk.at, query=text, topics=topics))
    return talk


def test_the_bot_says_that_it_has_no_answer_and_offers_the_sections(talk: Talk) -> None:
    """What they say is not claimed to be the answer: it is shown to who asks for it."""
    assert talk.said == ["which_topic"]
    assert buttons(talk)[:2] == (
        "Everyday account: Monthly fee",
        "Everyday account: Debit card",
    )
    assert FEE.text not in talk.words


def test_a_section_that_is_chosen_is_quoted_with_its_source(talk: Talk) -> None:
    talk.says("Everyday account: Debit card")

    assert talk.words == CARD.text
    assert talk.state.meanings == ()


def test_a_human_may_be_chosen_instead(talk: Talk) -> None:
    talk.says(buttons(talk)[-1])

    assert any(isinstance(command, HandOff) for command in talk.commands)


def test_a_yes_chooses_none_of_several(talk: Talk) -> None:
    talk.says("yes")

    assert FEE.text not in talk.words
    assert CARD.text not in talk.words


def test_a_yes_to_the_only_section_reads_it() -> None:
    talk = asked(FEE)
    talk.says("yes")

    assert talk.words == FEE.text


def test_a_no_leaves_it_at_that(talk: Talk) -> None:
    talk.says("no")

    assert talk.said == ["human_declined"]


def test_the_second_question_without_an_answer_offers_a_human_alone(talk: Talk) -> None:
    """Who was not understood twice is not sent to read a third time."""
    talk.happens(
        MessageUnderstood(
            at=talk.at,
            text="and the pin?",
            understanding=Understanding(intent=None, confidence=0.1),
        )
    )
    talk.happens(NoAnswerFound(at=talk.at, query="and the pin?", topics=(CARD,)))

    assert talk.said == ["offer_human"]


@pytest.mark.parametrize(
    ("title", "heading", "label"),
    [
        ("Everyday account", "Monthly fee", "Everyday account: Monthly fee"),
        ("Monthly fee", "Monthly fee", "Monthly fee"),
        ("Fees", "", "Fees"),
        ("T" * 50, "A heading of its own", "A heading of its own"),
        ("T" * 80, "", "T" * 59 + "…"),
    ],
)
def test_a_button_says_where_the_section_stands_and_stays_short(
    title: str, heading: str, label: str
) -> None:
    citation = Citation(document_id="d", title=title, heading=heading)
    assert Topic(text="x", citation=citation).label == label
