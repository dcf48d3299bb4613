"""The store shared by the memory twins: every tenant's conversations, in dictionaries."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import ConsentChange
from domain.conversations import (
    ConversationEvent,
    ConversationStatus,
    Owner,
    RecentTurn,
)
from domain.deliveries import Delivery, DeliveryReport, DeliveryStatus
from domain.desk.snapshot import OfferOutcome
from domain.errors import NotFound
from domain.handoffs import Approval, Handoff
from domain.identities import Identity
from domain.messages import (
    Role,
    TranscriptMessage,
)
from domain.tools import ToolCallRecord
from domain.transcript_entries import Entry
from domain.turns import StepResult

MessageKey = tuple[Role, str]


class NewEvents:
    """Wakes everybody who waits for more events, of whichever conversation."""

    def __init__(self) -> None:
        self._arrival = asyncio.Event()

    def announce(self) -> None:
        """Wake all who wait now."""
        self._arrival.set()
        self._arrival = asyncio.Event()

    async def wait(self) -> None:
        """Until the next announcement."""
        await self._arrival.wait()


@dataclass
class StoredStep:
    """A committed step, with the ledger rows that it wrote."""

    result: StepResult
    delivery_ids: tuple[str, ...]


@dataclass
class MemoryConversation:
    """One conversation's records."""

    tenant_id: str
    conversation_id: str
    channel: Channel
    revision: str
    session: int = 1
    status: ConversationStatus = ConversationStatus.ACTIVE
    owner: Owner = Owner.BOT
    agent: str | None = None
    customer_ref: str | None = None
    address: ChannelAddress | None = None
    messages: dict[MessageKey, TranscriptMessage] = field(default_factory=dict)
    events: list[ConversationEvent] = field(default_factory=list)
    turns: dict[str, RecentTurn] = field(default_factory=dict)
    steps: dict[tuple[str, int], StoredStep] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    """The ledger's rows by their ids."""
    new_events: NewEvents = field(default_factory=NewEvents)

    def duplicates(self, message_ids: Sequence[str], turn: str) -> tuple[str, ...]:
        """Those of a customer's messages that another turn has handled."""
        return tuple(
            message_id
            for message_id in message_ids
            if (known := self.messages.get((Role.CUSTOMER, message_id))) and known.turn != turn
        )

    def append(self, entries: Sequence[Entry], *, reply_to: str | None = None) -> tuple[str, ...]:
        """Record what is new of `entries`; returns ledger ids still to be delivered."""
        for entry in entries:
            message = entry.message
            if message is not None and (message.role, message.message_id) in self.messages:
                continue
            self._append(entry, reply_to)
        given = [entry.delivery_id for entry in entries if entry.delivery_id is not None]
        return tuple(self.pending(given))

    def pending(self, delivery_ids: Sequence[str]) -> list[str]:
        """Those of these ledger rows that are still to be sent."""
        return [
            one for one in delivery_ids if self.deliveries[one].status is DeliveryStatus.PENDING
        ]

    def _append(self, entry: Entry, reply_to: str | None) -> None:
        seq, data, message = len(self.events) + 1, entry.data, entry.message
        if message is not None:
            if message.role is Role.BOT:
                data = {**data, "in_reply_to": reply_to}
            line = TranscriptMessage(
                **message.model_dump(include=set(TranscriptMessage.model_fields)),
                seq=seq,
                at=entry.at,
            )
            self.messages[message.role, message.message_id] = line
            if entry.delivery_id is not None:
                self._to_deliver(entry.delivery_id, line)
        event = ConversationEvent(seq=seq, kind=entry.kind, data=data, at=entry.at)
        self.events.append(event)
        self.new_events.announce()

    def _to_deliver(self, delivery_id: str, line: TranscriptMessage) -> None:
        on_the_web = self.channel is Channel.WEB
        self.deliveries[delivery_id] = Delivery(
            tenant_id=self.tenant_id,
            delivery_id=delivery_id,
            conversation_id=self.conversation_id,
            channel=self.channel,
            status=DeliveryStatus.SENT if on_the_web else DeliveryStatus.PENDING,
            **line.model_dump(
                include={
                    "message_id",
                    "seq",
                    "role",
                    "text",
                    "quick_replies",
                    "citations",
                    "cards",
                    "lists",
                    "attachments",
                    "form",
                    "sent_by",
                }
            ),
        )


@dataclass
class MemoryOffer:
    """One offer of a handoff; the outcome is None while it is open."""

    agent: str
    ended_at: datetime | None = None
    outcome: OfferOutcome | None = None


@dataclass
class MemoryDatabase:
    """Every key begins with the tenant."""

    conversations: dict[tuple[str, str], MemoryConversation] = field(default_factory=dict)
    handoffs: dict[tuple[str, str], Handoff] = field(default_factory=dict)
    offers: dict[tuple[str, str], list[MemoryOffer]] = field(default_factory=dict)
    """Of each handoff, the latest last."""
    approvals: dict[tuple[str, str], Approval] = field(default_factory=dict)
    tickets: dict[tuple[str, str], str] = field(default_factory=dict)
    tool_calls: list[ToolCallRecord] = field(default_factory=list)
    identities: dict[tuple[str, str], Identity] = field(default_factory=dict)
    people: dict[tuple[str, str], dict[str, datetime]] = field(default_factory=dict)
    """Of each conversation who has written in it, and when last."""
    consents: dict[tuple[str, str], list[ConsentChange]] = field(default_factory=dict)
    """Of each person, in order."""
    reports: dict[tuple[str, str], dict[str, DeliveryReport]] = field(default_factory=dict)
    """Of each delivery, by the provider's ids."""
    new_events: NewEvents = field(default_factory=NewEvents)

    def identity(self, tenant_id: str, conversation_id: str) -> Identity:
        """Anonymous, where nobody has signed in."""
        return self.identities.get((tenant_id, conversation_id), Identity())

    def conversation(self, tenant_id: str, conversation_id: str) -> MemoryConversation:
        """Raise NotFound where no session was opened."""
        try:
            return self.conversations[tenant_id, conversation_id]
        except KeyError:
            raise NotFound(f"there is no conversation {conversation_id}") from None
