"""Evidence about one conversation: from its customer, the records and the workflow."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.conversations import ConversationView, RecentTurn
from tests.chaos.staff import Taken
from tests.chaos.visitor import Said


@dataclass(frozen=True)
class Event:
    seq: int
    kind: str
    message_id: str | None
    role: str | None
    text: str | None


@dataclass(frozen=True)
class Spoken:
    """A line of the transcript."""

    seq: int
    role: str
    message_id: str
    turn: str | None
    text: str
    at: datetime


@dataclass(frozen=True)
class TurnRow:
    turn: str
    role: str
    message_ids: tuple[str, ...]
    outcome: str | None


@dataclass(frozen=True)
class Sent:
    """A row of the delivery ledger."""

    role: str
    message_id: str
    status: str
    error: str | None = None


@dataclass(frozen=True)
class Sighting:
    """One message of ours on somebody's screen."""

    recipient: str
    """Whose screen: a phone number, or a direct channel of Slack."""
    delivery_id: str
    """As the provider kept it for us; "" where it did not."""
    text: str
    at: float
    """Seconds since 1970, by the provider's clock."""


@dataclass
class Evidence:
    conversation_id: str
    said: tuple[Said, ...] = ()
    shown: tuple[Event, ...] = ()
    """By the stream."""
    told: tuple[tuple[str, str, str], ...] = ()
    """By the API's history: message id, role and text."""
    events: tuple[Event, ...] = ()
    """In PostgreSQL."""
    transcript: tuple[Spoken, ...] = ()
    turns: tuple[TurnRow, ...] = ()
    ledger: tuple[Sent, ...] = ()
    owner: str = "bot"
    spooled: int = 0
    view: ConversationView | None = None
    recent: tuple[RecentTurn, ...] = ()
    pending_activities: tuple[str, ...] = ()
    status: str = "RUNNING"
    """Of the workflow's execution, as Temporal names it."""
    task_attempt: int = 0
    """Of the workflow task under way: above 2 it fails in a loop."""
    taken: Taken | None = None
    order_id: str | None = None
    refunds: tuple[str, ...] = field(default_factory=tuple)
    """What the shop has paid back for their order."""
    screen: tuple[Sighting, ...] | None = None
    """What they saw of us on another channel; None on the web."""
    opted_out_at: float | None = None
    """When their provider was told that we know, in seconds since 1970."""

    def delivery_id(self, row: Sent) -> str:
        return self.delivery_id_of(row.role, row.message_id)

    def delivery_id_of(self, role: str, message_id: str) -> str:
        return f"{self.conversation_id}/{role}/{message_id}"
