"""Verdicts of the checks: names that are stored and shown."""

from enum import StrEnum

from domain.values import Frozen


class Guard(StrEnum):
    """The checks, by the names that are stored and shown."""

    GROUNDING = "grounding"
    LINKS = "links"
    MARKUP = "markup"
    BANNED = "banned words"
    SECRETS = "secrets"
    LEAKAGE = "the prompt's own words"
    INSTRUCTIONS = "words for a model"
    LENGTH = "length"
    COMPLETE = "completeness"


class Verdict(Frozen):
    """One thing that is wrong, without a word of the text."""

    guard: Guard
    sentence: int | None = None
    """Counted from 1; None for the whole text."""
    reason: str = ""
