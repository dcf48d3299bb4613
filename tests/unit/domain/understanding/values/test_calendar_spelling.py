"""Names of the calendar with a slip in them."""

import pytest

from domain.understanding.values.calendar_spelling import place_in, respelled


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("thrusday", "thursday"), ("saterday", "saturday"), ("novmber", "november"), ("may", "may")],
)
def test_a_name_with_one_slip_is_put_right(typed: str, meant: str) -> None:
    """
    People type days in a hurry.
    """
    assert respelled(typed)[0] == meant


def test_what_may_be_two_names_is_always_the_same_one() -> None:
    """
    "Tursday" is a letter away from two days; which one it was used to differ between processes.
    """
    assert respelled("tursday")[0] == "thursday"
    assert respelled("oktuber")[0] == "oktober"


def test_places_are_those_of_the_text_as_it_was_typed() -> None:
    """
    What is read in the text put right is shown where the customer wrote it.
    """
    text, shifts = respelled("on novmber 5 or 6")
    assert text == "on november 5 or 6"
    assert place_in(shifts, text.index("5")) == "on novmber 5 or 6".index("5")
