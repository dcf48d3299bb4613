"""Messages that resemble small talk and are none."""

import pytest

from domain.understanding.acts.small_talk import only_resembles
from tests.unit.domain.bots import acme


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("greet", "noonish"),
        ("greet", "teatime"),
        ("goodbye", "vouchers"),
        ("repeat", "this is the third time I'm writing"),
        ("greet", "your website doesn't work"),
    ],
)
def test_a_word_that_no_example_has_is_no_small_talk(intent: str, text: str) -> None:
    """
    A classifier must choose something, also for a word that it has never seen.
    """
    assert only_resembles(acme(), intent, 0.6, text)


@pytest.mark.parametrize(
    ("intent", "text"),
    [("greet", "hi"), ("greet", "helo"), ("greet", "good mornin"), ("thanks", "thx"),
     ("goodbye", "bye"), ("repeat", "say that again")],
)  # fmt: skip
def test_small_talk_in_a_word_of_its_own_is_heard(intent: str, text: str) -> None:
    """
    A slip of the pen included.
    """
    assert not only_resembles(acme(), intent, 0.6, text)


def test_what_is_certain_needs_no_word_of_its_own() -> None:
    assert not only_resembles(acme(), "greet", 0.9, "salutations")


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("don't forget me", 0.75), ("please do not forget about us", 0.7),
     ("I don't want to say", 0.52), ("I'd rather not tell", 0.55)],
)  # fmt: skip
def test_what_only_sounds_like_calling_off_is_none(text: str, confidence: float) -> None:
    """
    "Forget it" is an example; "don't forget me" is its contrary.
    """
    assert only_resembles(acme(), "cancel", confidence, text)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("never mind", 0.55), ("forget it", 0.55), ("please stop", 0.5), ("scrap that", 0.62),
     ("don't worry, forget it", 0.55)],
)  # fmt: skip
def test_calling_off_is_heard(text: str, confidence: float) -> None:
    """
    "Never mind" looks like the idiom and is how it is said.
    """
    assert not only_resembles(acme(), "cancel", confidence, text)
