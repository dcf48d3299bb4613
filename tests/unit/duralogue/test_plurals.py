"""Numbers of things in a sentence."""

from duralogue.plurals import counted


def test_one_thing_is_not_many() -> None:
    """ "1 errors" reads as if nobody had looked."""
    assert [counted(number, "error") for number in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
    assert counted(2, "reply", "replies") == "2 replies"
    assert counted(1, "reply", "replies") == "1 reply"
