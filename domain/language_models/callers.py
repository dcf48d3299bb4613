"""For whom a language model is asked: the turn that pays for it, and how hard its question is."""

from datetime import timedelta
from enum import StrEnum

from domain.values import Frozen


class Difficulty(StrEnum):
    """Which of a purpose's models is asked first."""

    SIMPLE = "simple"
    COMPLEX = "complex"


class ModelCaller(Frozen):
    """One turn of one conversation: tokens and cost are counted for it."""

    conversation_id: str
    turn: str
    """Its name, as in traces; empty outside of turns, such as for a handoff's summary."""
    within: timedelta | None = None
    """How long all attempts together may take; no longer than the policy allows anyway."""
