"""Cleaning a customer's text."""

from domain.messages import MAX_TEXT
from domain.understanding.preprocess import clean, match_key


def test_quotes_spaces_and_control_characters_become_plain() -> None:
    """
    Phones write curly quotes and zero-width joints; patterns and examples are written without.
    """
    assert clean("\u200b I\u2019m\x00 here \u2013\tnow\u00a0\uff21 ") == "I'm here - now A"


def test_a_text_is_never_longer_than_a_message_may_be() -> None:
    """
    Everything after this step may assume the bound.
    """
    assert len(clean("x" * (MAX_TEXT + 1))) == MAX_TEXT


def test_texts_that_differ_only_in_looks_share_a_key() -> None:
    """
    An example word for word is recognised without the model, whatever its punctuation.
    """
    assert match_key("Where's my ORDER?!") == match_key("wheres my order")
