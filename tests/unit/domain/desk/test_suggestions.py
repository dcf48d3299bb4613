"""How much of a suggested reply was changed."""

import pytest

from domain.desk.suggestions import edited_share


@pytest.mark.parametrize(
    ("suggested", "sent", "share"),
    [
        ("You have 30 days", "You have 30 days", 0.0),
        ("You have 30 days", "You have 14 days", 0.25),
        ("You have 30 days", "You  have\n30 days", 0.0),
        ("30 days", "You have 30 days", 0.5),
        ("one two", "three four", 1.0),
        ("", "", 0.0),
        ("", "words", 1.0),
        ("word " * 90_000, "other " * 90_000, 1.0),
    ],
)
def test_the_share_is_of_words_between_nothing_and_everything(
    suggested: str, sent: str, share: float
) -> None:
    """
    Bounded: a text of any length costs no more than a few hundred words do.
    """
    assert edited_share(suggested, sent) == share
