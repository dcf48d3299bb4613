"""Wrongs: the kinds of what must not be."""

from enum import StrEnum


class Wrong(StrEnum):
    LOST = "lost"
    OUT_OF_ORDER = "out of order"
    DOUBLED = "doubled"
    DISAGREEING = "disagreeing"
    OVER_THE_HUMAN = "over the human"
    NOT_FINAL = "not final"
    STUCK = "stuck"
    WRONG_ADDRESS = "wrong address"
    """Somebody saw what was for another."""
    AFTER_OPT_OUT = "after opt-out"
