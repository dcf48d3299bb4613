"""Ports for a conversation's records: turns, transcript, events, handoffs, approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from domain.channels import MessageChange
    from domain.conversations import (
        ConversationEvent,
        ConversationStanding,
        ConversationStatus,
        Owner,
    )
    from domain.desk.lists import DeskViewer
    from domain.handoffs import (
        AgentMessage,
        AgentMessageRecorded,
        Approval,
        ApprovalStatus,
        Handoff,
        HandoffStatus,
        HandoffUpdate,
        NewerMessage,
    )
    from domain.identities import SessionProof
    from domain.messages import InboundMessage, TranscriptMessage
    from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted


class TurnStore(Protocol):
    """The transaction behind a turn: transcript, ledger, state, events and NOTIFY in one."""

    async def open_session(self, request: OpenSession) -> SessionOpened:
        """Open or go on with the session, and pin its revision and policy. Raise NotFound where the
        tenant has published no bot."""
        ...

    async def commit(self, request: CommitTurn) -> TurnCommitted:
        """Store one step; where it is stored already, the stored version wins and is returned.
        Raise NotFound where no session was opened, Conflict for a turn of other messages."""
        ...


class Transcripts(Protocol):
    """What was said in a conversation."""

    async def history(
        self, tenant_id: str, conversation_id: str, *, before: int | None, limit: int
    ) -> list[TranscriptMessage]:
        """Oldest first; `before` is the cursor: only messages with a smaller `seq`."""
        ...

    async def standing(self, tenant_id: str, conversation_id: str) -> ConversationStanding:
        """Of a conversation that is open or closed. Raise NotFound where it never was."""
        ...


class ConversationEvents(Protocol):
    """A conversation's numbered events, and being woken when there are more."""

    async def after(
        self, tenant_id: str, conversation_id: str, seq: int, *, limit: int = 200
    ) -> list[ConversationEvent]:
        """At most `limit` events after the one numbered `seq`, in order."""
        ...

    async def latest(self, tenant_id: str, conversation_id: str) -> int:
        """0 for a conversation without events."""
        ...

    def follow(
        self, tenant_id: str, conversation_id: str, seq: int, *, reader: SessionProof | None = None
    ) -> AsyncIterator[ConversationEvent]:
        """Every event after `seq`, in order, for ever; woken by NOTIFY, no polling loop.

        For a visitor, raise SessionVoid as soon as their session no longer opens the conversation:
        nothing that happened after that is shown.
        """
        ...


class AgentRecords(Protocol):
    """What the human side writes into a conversation's records, each idempotent by its id."""

    async def record_agent_message(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> tuple[str, ...]:
        """Into transcript, events and ledger; returns ledger ids still to be delivered."""
        ...

    async def record_unless_newer(
        self, message: AgentMessage, *, tenant_id: str, conversation_id: str, session: int
    ) -> AgentMessageRecorded:
        """The same, unless the customer or a colleague has written after `message.seen`: then
        nothing is stored. No word is stored between the look and the message."""
        ...

    async def newer_than(
        self, tenant_id: str, conversation_id: str, *, seen: int, agent: str
    ) -> tuple[NewerMessage, ...]:
        """What the customer or a colleague has written after the event `seen`, the first first; a
        bounded number."""
        ...

    async def record_owner(
        self,
        tenant_id: str,
        conversation_id: str,
        *,
        owner: Owner,
        status: ConversationStatus,
        agent: str | None,
        at: datetime,
    ) -> None:
        """Ownership and status as the conversation decided them; writes a `handoff` event."""
        ...


class MessageChanges(Protocol):
    """Edits and deletions of messages that were answered already."""

    async def record(
        self,
        tenant_id: str,
        conversation_id: str,
        changes: Sequence[MessageChange],
        *,
        at: datetime,
    ) -> tuple[str, ...]:
        """Write a `message_changed` event for each whose message the transcript has, once by its
        event id; return the event ids of all these. The lines of the transcript stay."""
        ...


class Handoffs(Protocol):
    """The agents' queue as a projection; the workflows decide, this shows."""

    async def changed(self, tenant_id: str, handoff_id: str, update: HandoffUpdate) -> None:
        """As the workflow decided it. Raise NotFound for one that was never opened."""
        ...

    async def get(self, tenant_id: str, handoff_id: str) -> Handoff:
        """Raise NotFound where the tenant has no such handoff."""
        ...

    async def open_of(self, tenant_id: str, conversation_id: str) -> Handoff | None:
        """The conversation's handoff that is not over."""
        ...

    async def listed(
        self,
        tenant_id: str,
        *,
        status: HandoffStatus | None,
        queue: str | None,
        limit: int = 100,
        viewer: DeskViewer | None = None,
    ) -> list[Handoff]:
        """Escalated and urgent first, then the longest waiting; what `viewer` may see, or
        everything."""
        ...


class Approvals(Protocol):
    """What supervisors are asked, as a projection; the workflows decide, this shows."""

    async def changed(
        self,
        tenant_id: str,
        approval_id: str,
        *,
        status: ApprovalStatus,
        by: str | None = None,
        note: str = "",
        at: datetime,
    ) -> None:
        """As the workflow decided it. Raise NotFound for one that was never asked for."""
        ...

    async def get(self, tenant_id: str, approval_id: str, *, viewer: DeskViewer = ...) -> Approval:
        """Raise NotFound where the tenant has no such approval, or it is not theirs to see."""
        ...

    async def listed(
        self,
        tenant_id: str,
        *,
        status: ApprovalStatus | None,
        limit: int = 100,
        viewer: DeskViewer = ...,
    ) -> list[Approval]:
        """The longest waiting first; None lists those of every status. Of a conversation that was
        handed off only those who serve its queue see them, and whom they were escalated to."""
        ...


class OverflowKey(NamedTuple):
    """Where the messages are kept that overflowed a conversation's inbox.

    `run_chain` is new when a terminated conversation begins again: positions start from 0 again.
    """

    tenant_id: str
    conversation_id: str
    run_chain: str


class OverflowStore(Protocol):
    """Messages that wait outside of a conversation, which knows their positions only."""

    async def put(self, key: OverflowKey, first: int, messages: Sequence[InboundMessage]) -> None:
        """Keep them at `first` and the positions after it; what stood there is replaced.

        May forget messages that the transcript has by now.
        """
        ...

    async def get(self, key: OverflowKey, first: int, count: int) -> list[InboundMessage]:
        """In the order of their positions, without those that are not kept (any more)."""
        ...
