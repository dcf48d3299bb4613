"""Counts of persons in an answer."""

import pytest

from domain.understanding.values.head_counts import HeadCount, head_count

COUNTED = {
    "me plus two": 3,
    "my husband and me": 2,
    "just me": 1,
    "two adults, one child": 3,
    "I'm coming with two colleagues": 3,
    "me, my wife and our two kids": 4,
    "both of us": 2,
    "ich mit drei Freunden": 4,
    "zwei Erwachsene und ein Kind": 3,
    "wir beide": 2,
}


@pytest.mark.parametrize(("text", "value"), COUNTED.items())
def test_persons_are_added_up(text: str, value: int) -> None:
    assert head_count(text) == HeadCount(value)


@pytest.mark.parametrize("text", ["me and my kids", "my parents and two kids", "ich und Freunde"])
def test_persons_without_their_number_are_unclear(text: str) -> None:
    assert head_count(text) == HeadCount(None)


@pytest.mark.parametrize("text", ["four", "2 beds", "me and two suitcases", "only me?", "12 Uhr"])
def test_what_names_no_persons_or_more_is_left_alone(text: str) -> None:
    assert head_count(text) is None
