"""Whose yes lets something be written, and from when on."""

from datetime import timedelta

import pytest

from domain.dialogue.state import DialogueState
from tests.unit.domain.dialogue.conversations import ADA, MUGS, Talk, a_return

YESES = ("yes", "Yes, refund A100003", "ja", "ok", "\N{THUMBS UP SIGN}", "Yes, go ahead")


def at_the_confirmation(person: str | None = "ada") -> Talk:
    talk = Talk(customer=ADA)
    talk.person = person
    a_return(talk, MUGS)
    assert talk.said == ["confirm_refund"]
    return talk


@pytest.mark.parametrize("text", YESES)
def test_nobody_confirms_what_another_person_asked_for(text: str) -> None:
    """
    In a thread of several people a colleague's yes is about something else, or a joke.
    """
    talk = at_the_confirmation()

    talk.person = "ben"
    for _ in range(5):
        talk.says(text)
        assert (talk.said, talk.done) == (["confirm_not_yours", "confirm_refund"], [])
    assert "haven't done anything" in talk.words
    talk.person = "ada"
    talk.says(text)

    assert talk.call.tool == "create_label"


def test_anybody_may_ask_something_else_meanwhile_and_say_no() -> None:
    """
    It is a conversation of several people: only what writes is one person's.
    """
    talk = at_the_confirmation()

    talk.person = "ben"
    talk.says("How long does a refund take?", answer="Five days.")
    assert talk.said[-1] == "confirm_refund"
    talk.person = "ada"
    talk.says("yes")
    assert talk.call.tool == "create_label"

    talk = at_the_confirmation()
    talk.person = "ben"
    talk.says("no")
    assert talk.done == []
    assert "confirm_refund" not in talk.said


@pytest.mark.parametrize("person", [None, "ada"])
@pytest.mark.parametrize("text", YESES)
def test_a_yes_that_was_written_before_the_question_confirms_nothing(
    text: str, person: str | None
) -> None:
    """
    A "1" pressed twice, or words meant for the question before, cross the one that pays.
    """
    talk = at_the_confirmation(person)

    talk.crossed_since = talk.at - timedelta(seconds=1)
    talk.says(text)
    assert (talk.said, talk.done) == (["confirm_too_early", "confirm_refund"], [])
    talk.crossed_since = None
    talk.says(text)

    assert talk.call.tool == "create_label"


def test_what_crossed_a_later_turn_still_answers_the_question() -> None:
    """
    The question was there to be read, whatever else is on its way.
    """
    talk = at_the_confirmation()

    talk.crossed_since = talk.at + timedelta(seconds=1)
    talk.says("yes")

    assert talk.call.tool == "create_label"


def test_a_flow_that_an_earlier_release_began_is_confirmed_as_before() -> None:
    """
    Its question has no time and its flow no person: nobody is refused for that.
    """
    talk = at_the_confirmation()
    kept = talk.state.model_dump(mode="json")
    for frame in kept["stack"]:
        del frame["person"], frame["waiting"]["since"]
    talk.state = DialogueState.model_validate(kept)

    talk.person, talk.crossed_since = "ben", talk.at
    talk.says("yes")

    assert talk.call.tool == "create_label"
