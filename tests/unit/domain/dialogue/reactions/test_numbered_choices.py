"""A bare "2" where choices are numbered because they cannot be drawn: the second one is meant."""

import pytest

from domain.dialogue.commands import CallTool
from domain.dialogue.context import context_of
from domain.understanding.context import resolve
from domain.understanding.entities import find_entities
from domain.understanding.preprocess import clean
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.small_bot import small_bot


def types(talk: Talk, text: str) -> None:
    """Understood in its conversation, as the product understands it."""
    context = context_of(talk.bot, talk.state, talk.at)
    found = find_entities(talk.bot, clean(text), talk.at.date(), locale=talk.state.locale)
    talk.says(text, entities=resolve(talk.bot, text, context, found).entities)


def offered_a_human() -> Talk:
    talk = Talk()
    talk.says("asdf")
    talk.says("qwer")
    assert talk.said == ["offer_human"]
    return talk


@pytest.mark.parametrize("first", ["1", "1.", "#1", "option 1", " 1 "])
def test_the_first_of_an_offer(first: str) -> None:
    talk = offered_a_human()
    types(talk, first)
    assert talk.handoff.queue == "support"


@pytest.mark.parametrize("second", ["2", "2)", "Nr. 2", "the second one"])
def test_the_second_of_an_offer(second: str) -> None:
    talk = offered_a_human()
    types(talk, second)
    assert (talk.said, talk.done) == (["human_declined"], [])


def test_a_number_that_was_not_offered_chooses_nothing() -> None:
    talk = offered_a_human()
    types(talk, "7")
    assert talk.done == []


def at_the_confirmation() -> Talk:
    talk = Talk(small_bot())
    talk.says("book a room", "book")
    talk.says("2026-12-01")
    talk.says("2")
    talk.succeeds({"total": "80.00 EUR"})
    talk.says("red")
    talk.says("Grace")
    assert talk.said == ["ask_sure"]
    return talk


def test_yes_and_no_by_their_numbers() -> None:
    yes, no = at_the_confirmation(), at_the_confirmation()
    types(yes, "1")
    types(no, "2")
    assert any(isinstance(command, CallTool) for command in yes.commands)
    assert no.said == ["as_you_like"]


def test_where_a_number_is_asked_for_it_is_the_number() -> None:
    talk = Talk(small_bot())
    talk.says("book a room", "book")
    talk.says("2026-12-01")
    types(talk, "2")
    assert talk.state.slots["beds"] == 2


def test_after_an_answer_with_something_to_press() -> None:
    """No question is open: what was last shown is meant."""
    talk = Talk()
    talk.says("are you a bot?", "about_bot")
    types(talk, "1")
    assert talk.handoff.queue == "support"


@pytest.mark.parametrize(
    "text", ["first tell me what it costs", "the first one looked better", "3", "12"]
)
def test_a_place_within_a_sentence_confirms_nothing(text: str) -> None:
    """Nothing is paid or sent for a number that was not plainly an answer."""
    talk = at_the_confirmation()
    types(talk, text)
    assert not any(isinstance(command, CallTool) for command in talk.commands)
