"""To whom a conversation belongs: nobody yet, one customer for good, and then nobody any more."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.messages import InboundMessage, Role

MOST_LISTED = 20
LONGEST_LAST_TEXT = 300
MOST_UNREAD = 100
UNREAD_ROLES = frozenset({Role.BOT, Role.HUMAN_AGENT})
"""Whose messages a customer may have missed."""


class Binding(StrEnum):
    """What comes of giving a conversation to a customer."""

    BOUND = "bound"
    """It is theirs, now or already."""
    ANOTHER = "another"
    ENDED = "ended"


@dataclass(frozen=True)
class SessionProof:
    """What a visitor's session proves: which customer this is, or nobody in particular."""

    customer_id: str | None = None


@dataclass(frozen=True)
class Identity:
    """Of one conversation. It goes one way: anonymous, one customer, ended."""

    customer_id: str | None = None
    bound_at: datetime | None = None
    ended_at: datetime | None = None

    def holds(self, customer_id: str | None) -> bool:
        """Whether a session that proved this customer, or nobody, opens the conversation."""
        return self.ended_at is None and self.customer_id == customer_id

    def bound_to(self, customer_id: str, at: datetime) -> tuple["Identity", Binding]:
        """The identity after a sign-in of this customer, and what became of the sign-in."""
        if self.customer_id is not None and self.customer_id != customer_id:
            return self, Binding.ANOTHER
        if self.ended_at is not None:
            return self, Binding.ENDED
        if self.customer_id is not None:
            return self, Binding.BOUND
        return replace(self, customer_id=customer_id, bound_at=at), Binding.BOUND

    def is_void(self, message: InboundMessage) -> bool:
        """Whether a message that nobody could check came with a session that no longer held."""
        if message.customer is None:
            over = self.bound_at or self.ended_at
        elif message.customer.customer_id == self.customer_id:
            over = self.ended_at
        else:
            return True
        return over is not None and message.received_at >= over


@dataclass(frozen=True)
class VisitorConversation:
    """A line of the list of a visitor's conversations."""

    conversation_id: str
    last_text: str
    """As it is now, where its sender has edited it; at most LONGEST_LAST_TEXT characters."""
    last_role: Role
    last_at: datetime
    is_open: bool
    unread: int
    """MOST_UNREAD at most."""
