"""The buttons with which a chat opens."""

import pytest

from tests.unit.domain.dialogue.clinic import clinic
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.reactions.test_button_answers import buttons


def test_a_greeting_shows_what_the_bot_can_do() -> None:
    """An empty field tells a visitor nothing."""
    talk = Talk(clinic())
    talk.says("hi", "greet")
    assert buttons(talk)[:2] == ("Book a visit", "Opening hours")


@pytest.mark.parametrize("said", ["Opening hours", "opening hours", "OPENING HOURS!"])
def test_pressing_a_starter_starts_its_flow(said: str) -> None:
    """Whatever the understanding would make of the words."""
    talk = Talk(clinic())
    talk.says(said, None)
    assert talk.said == ["hours"]
    other = Talk(clinic())
    other.says(said, "book", 0.6)
    assert other.said == ["hours"]
