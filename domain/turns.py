"""The two steps of a turn as data: what `advance_turn` decides and `commit_turn` stores."""

from datetime import datetime

from pydantic import BaseModel

from domain.conversations import TurnOutcome
from domain.dialogue.commands import Command
from domain.dialogue.events import TurnEvent
from domain.dialogue.state import DialogueState
from domain.messages import Channel, InboundMessage
from domain.tenants import ConversationPolicy


class ConversationRef(BaseModel):
    """Which conversation, on which revision of the bot."""

    tenant_id: str
    conversation_id: str
    channel: Channel
    revision: str = ""


class OpenSession(BaseModel):
    """Find or make the conversation's row and pin the current revision."""

    conversation: ConversationRef
    at: datetime


class SessionOpened(BaseModel):
    session: int
    revision: str
    policy: ConversationPolicy
    locale: str = "en"


class TraceEntry(BaseModel):
    """One thing done inside a step: what, for how long, with which outcome."""

    step: str
    ms: float
    note: str = ""


class StepResult(BaseModel):
    """What one step of a turn decided. Stored by `commit_turn` and adopted by the workflow."""

    commands: tuple[Command, ...]
    state: DialogueState
    intent: str | None = None
    confidence: float | None = None
    trace: tuple[TraceEntry, ...] = ()


class AdvanceTurn(BaseModel):
    conversation: ConversationRef
    turn: str
    step: int
    event: TurnEvent
    state: DialogueState
    trace_id: str = ""


class CommitTurn(BaseModel):
    """`inbound` holds the turn's messages at step 0 and is empty afterwards.

    `ends` closes the turn with that outcome; a step that leaves slow commands does not end it.
    """

    conversation: ConversationRef
    session: int
    turn: str
    step: int
    inbound: tuple[InboundMessage, ...] = ()
    result: StepResult
    ends: TurnOutcome | None = None
    started_at: datetime
    at: datetime
    trace_id: str = ""


class TurnCommitted(BaseModel):
    """`adopted` is set when this step was stored before: it counts, not what was sent.

    `duplicates` names messages that an earlier turn has already handled: nothing was stored,
    and the turn must run again without them. `to_send` are ledger ids that a channel still has
    to deliver (none on the web, where the commit is the delivery).
    """

    adopted: StepResult | None = None
    duplicates: tuple[str, ...] = ()
    to_send: tuple[str, ...] = ()
