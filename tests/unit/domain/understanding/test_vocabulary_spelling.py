"""A bot's own words are understood with a slip of the finger in them."""

import pytest

from domain.understanding.acts.small_talk import only_resembles, tells_something
from domain.understanding.vocabulary_spelling import CommonWords, respelled
from tests.unit.domain.bots import acme

COMMON = CommonWords({"the": 1, "to": 2, "please": 300, "wash": 7_000, "elephant": 7_500})
NONE = CommonWords()


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
@pytest.mark.parametrize("common", [COMMON, NONE], ids=["english", "no common words"])
def test_one_slip_is_put_right(text: str, meant: str, common: CommonWords) -> None:
    """Another word stays as it is."""
    assert respelled(acme(), text, common) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rreturn my ordeer", "return my order"),
        ("pleeeease track tthe order", "please track the order"),
        ("Where is my oorder?", "Where is my order?"),
        ("returm it", "return it"),
        ("i want my ordet", "i want my order"),
    ],
)
def test_doubled_and_neighbouring_letters_are_put_right(text: str, meant: str) -> None:
    """However often a letter is repeated."""
    assert respelled(acme(), text, COMMON) == meant


@pytest.mark.parametrize(
    "text", ["reordered", "unwashed", "wash", "Kleiderschrank", "xy", "a" * 50, "zzzzzz qqqqqq"]
)
def test_right_words_stay_as_they_are(text: str) -> None:
    """Built of a known word, rare but right, of another language, too short or too long."""
    assert respelled(acme(), text, COMMON) == text


def test_only_so_many_words_of_a_message_are_looked_up() -> None:
    """The time for one message is bounded, whatever it holds."""
    text = " ".join(["qwxz", "qwxv", "qwxk"] * 4 + ["ordr"])
    assert respelled(acme(), text, COMMON) == text


def test_what_resembles_small_talk_and_says_more_is_none() -> None:
    """Only where it is unlikely."""
    assert only_resembles(acme(), "repeat", 0.52, "this is the third time i'm writing to you")
    assert not only_resembles(acme(), "greet", 0.6, "good morning dear team")
    assert not only_resembles(acme(), "thanks", 0.9, "that was so kind of you")


def test_a_greeting_tells_nothing() -> None:
    """Two words may."""
    assert tells_something(acme(), "account hacked")
    assert not tells_something(acme(), "hello ava")
