"""Escalation of an approval that nobody decides."""

from domain.patience import WaitingTime
from domain.values import Strict


class Escalation(Strict):
    """Who may decide an approval as well, once nobody has for so long."""

    after: WaitingTime
    to: str
    """`role:admin`, or a person's name."""
