"""A bot's own words are understood with a slip of the finger in them."""

import pytest

from domain.understanding.acts.small_talk import only_resembles, tells_something
from domain.understanding.vocabulary_spelling import respelled
from tests.unit.domain.bots import acme


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("track my ordr", "track my order"),
        ("retrun it", "return it"),
        ("get me an agnet", "get me an agent"),
        ("return my order", "return my order"),
        ("a purple elephant", "a purple elephant"),
        ("", ""),
    ],
)
def test_one_slip_is_put_right(text: str, meant: str) -> None:
    """Another word stays as it is."""
    assert respelled(acme(), text) == meant


def test_what_resembles_small_talk_and_says_more_is_none() -> None:
    """Only where it is unlikely."""
    assert only_resembles(acme(), "repeat", 0.52, "this is the third time i'm writing to you")
    assert not only_resembles(acme(), "greet", 0.6, "good morning dear team")
    assert not only_resembles(acme(), "thanks", 0.9, "that was so kind of you")


def test_a_greeting_tells_nothing() -> None:
    """Two words may."""
    assert tells_something(acme(), "account hacked")
    assert not tells_something(acme(), "hello ava")
