"""Blocked senders: people of whom nothing is taken for a while."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from domain.values import Frozen

MOST_BLOCKED: Final = 5_000
"""Of one tenant, at the same time: every gateway remembers them all."""
LONGEST_BLOCK: Final = timedelta(days=366)
LONGEST_REASON: Final = 300


class BlockedKind(StrEnum):
    """By what a sender is known again."""

    PERSON = "person"
    """The key of a phone number, of a Slack user."""
    CUSTOMER = "customer"
    """The id of a customer for whom the tenant vouches."""
    CONVERSATION = "conversation"
    """An anonymous visitor of a web page: nothing else is kept of them, and whoever begins a new
    conversation is somebody new."""


class BlockedSender(Frozen):
    """One sender, why nothing is taken of them, and until when."""

    kind: BlockedKind
    subject: str
    """A key, an id: never a number or a name."""
    conversation_id: str
    """Where they wrote what they are blocked for."""
    reason: str
    blocked_by: str
    blocked_at: AwareDatetime
    until: AwareDatetime
    refused: int = 0
    """How many of their messages were dropped or refused since."""


Subject = tuple[BlockedKind, str]
