"""Misspelt words, and words that are not worth comparing."""

import pytest

from domain.understanding.nearness import Nearness, likeness


@pytest.mark.parametrize(
    ("said", "name", "near"),
    [("damagd", "damaged", True), ("black", "blue", False), ("a", "a" * 3, False), ("", "", False),
     ("x" * 500, "x" * 500, True), ("x" * 500, "x" * 499, False)],
)  # fmt: skip
def test_a_misspelling_is_near_and_what_is_long_must_be_the_same(
    said: str, name: str, *, near: bool
) -> None:
    """
    A comparison takes up to the product of two lengths; names are short.
    """
    assert (likeness(said, name) > 0) is near


def test_every_word_of_a_name_must_be_near_to_one_that_is_said() -> None:
    """
    "Wrong" alone does not say "wrong item".
    """
    assert Nearness(["the", "wrng", "itm"]).of_words(["wrong", "item"])
    assert not Nearness(["wrong"]).of_words(["wrong", "item"])


def test_of_very_many_comparisons_only_the_first_are_made() -> None:
    """
    A bot with thousands of synonyms and a message of thousands of words would take their product.
    """
    nearness = Nearness([f"worda{i}" for i in range(2_000)])
    for i in range(500):
        nearness.of_words([f"wordb{i}"])
    assert not nearness.of_words(["wordx0"])
    assert nearness.of_words(["worda1999"]) == 1.0, "what is said exactly is always found"
