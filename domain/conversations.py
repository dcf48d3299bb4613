"""A conversation seen from outside: who owns it, what it waits for, what happened in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from domain.channel_addresses import (
    Channel,
)
from domain.identifiers import ConversationId, MessageId, TenantId
from domain.messages import (
    Role,
)


class Owner(StrEnum):
    """Who may speak to the customer."""

    BOT = "bot"
    HUMAN_AGENT = "human_agent"


class ConversationStatus(StrEnum):
    """Where a conversation stands, as staff and customers see it."""

    ACTIVE = "active"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    WAITING_FOR_BACKEND = "waiting_for_backend"
    WAITING_FOR_APPROVAL = "waiting_for_approval"
    WAITING_FOR_HUMAN = "waiting_for_human"
    WITH_HUMAN = "with_human"
    CLOSED = "closed"


class TurnOutcome(StrEnum):
    """How a turn ended; each ends once."""

    ANSWERED = "answered"
    FAILED = "failed"
    FORWARDED = "forwarded"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    """Its messages came with a session that no longer held; nothing was heard or stored."""
    WITHDRAWN = "withdrawn"
    """The customer deleted the message before it was answered. Its words are not stored."""


class ConversationEventKind(StrEnum):
    """What a conversation's event stream tells. Payloads: docs/reference/events.md."""

    MESSAGE = "message"
    TYPING = "typing"
    HANDOFF = "handoff"
    APPROVAL = "approval"
    STATUS = "status"
    MESSAGE_CHANGED = "message_changed"


class ConversationEvent(BaseModel):
    """One numbered event of a conversation: 1, 2, 3 … without gaps, in the order of commit."""

    seq: int
    kind: ConversationEventKind
    data: dict[str, Any]
    at: datetime


class RecentTurn(BaseModel):
    """What an operator sees of one turn."""

    turn: str
    role: Role
    message_ids: tuple[str, ...]
    intent: str | None = None
    confidence: float | None = None
    outcome: TurnOutcome | None = None
    summary: str = ""
    """What it did, in names from the bot's files: `understood track_order, asked for order_id`."""
    started_at: datetime
    ended_at: datetime | None = None


class ConversationView(BaseModel):
    """The answer to the query `get_state`."""

    tenant_id: TenantId
    conversation_id: ConversationId
    channel: Channel
    status: ConversationStatus
    owner: Owner
    assigned_agent: str | None = None
    handoff_id: str | None = None
    session: int
    turns: int
    revision: str
    flow: str | None = None
    step: str | None = None
    waiting_for: str | None = None
    pending_messages: int = 0
    approvals: tuple[str, ...] = ()
    deferred_calls: tuple[str, ...] = ()
    waits: tuple[datetime, ...] = ()
    """The moments for which flows wait, the next one first."""
    slots: dict[str, Any] = Field(default_factory=dict)
    is_opted_out: bool = False
    """Whether the customer wants no messages any more: what is said to them is not sent."""
    free_text_until: datetime | None = None
    """On WhatsApp: until then anything may be written, later a template goes out in its place."""


class ConversationStanding(BaseModel):
    """Where a conversation stands as the records have it, whether it is open or closed."""

    channel: Channel
    status: ConversationStatus
    owner: Owner
    agent: str | None = None
    updated_at: datetime


class EndChat(BaseModel):
    """The customer's own end; `request_id` tells a repeat from another one."""

    request_id: str = Field(min_length=1, max_length=64)


class RepairAction(StrEnum):
    """What an operator can do to a conversation that is stuck."""

    RETRY_NOW = "retry_now"
    SKIP_STEP = "skip_step"
    FORCE_HANDOFF = "force_handoff"
    CLOSE = "close"


class Repair(BaseModel):
    """An operator's repair of one conversation."""

    repair_id: MessageId
    action: RepairAction
    by: str = Field(min_length=1, max_length=128)
    reason: str = Field(default="", max_length=500)
    queue: str | None = None
