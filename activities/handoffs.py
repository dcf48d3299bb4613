"""The queue of human agents, and what they say, kept in the records."""

from datetime import datetime

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from activities.desk import DeskBell
from domain.conversations import ConversationStatus, Owner
from domain.desk.notes import declined_note
from domain.handoffs import (
    AgentMessage,
    AgentMessageRecorded,
    ApprovalStatus,
    HandoffUpdate,
    NewerMessage,
)
from domain.ports import AgentRecords, Approvals, Handoffs
from domain.ports.desk import DeskWakes
from domain.ports.desk_tools import ConversationNotes


class HandoffChange(HandoffUpdate):
    """What has become of which handoff."""

    tenant_id: str
    handoff_id: str


class OwnerRecord(BaseModel):
    """Who owns a conversation from now on, and where it stands."""

    tenant_id: str
    conversation_id: str
    owner: Owner
    status: ConversationStatus
    agent: str | None = None
    at: datetime


class AgentMessageRecord(BaseModel):
    """A human agent's message, to be kept in a conversation's records."""

    tenant_id: str
    conversation_id: str
    session: int
    message: AgentMessage


class SeenUpTo(BaseModel):
    """The last event that an agent has seen of a conversation."""

    tenant_id: str
    conversation_id: str
    seen: int
    agent: str


class ApprovalChange(BaseModel):
    """A new status of an approval, and who decided."""

    tenant_id: str
    approval_id: str
    status: ApprovalStatus
    by: str | None = None
    note: str = ""
    at: datetime


class HandoffActivities:
    """Idempotent writes: each names what it is about, and repeating one changes nothing."""

    def __init__(
        self,
        handoffs: Handoffs,
        records: AgentRecords,
        approvals: Approvals,
        notes: ConversationNotes,
        wakes: DeskWakes | None = None,
    ) -> None:
        self._handoffs = handoffs
        self._records = records
        self._approvals = approvals
        self._notes = notes
        self._bell = DeskBell(wakes)

    @activity.defn
    async def record_change(self, change: HandoffChange) -> None:
        """Show it in the queue of human agents. Fails with NotFound for an unknown handoff."""
        with as_application_errors():
            await self._handoffs.changed(change.tenant_id, change.handoff_id, change)
            if change.declined_by:
                found = await self._handoffs.get(change.tenant_id, change.handoff_id)
                note = declined_note(found, change.declined_by, at=change.at)
                await self._notes.add(change.tenant_id, note)
        # Somebody has more room now, or less: after the write, or the desk would not see it.
        await self._bell.ring(change.tenant_id)

    @activity.defn
    async def record_owner(self, record: OwnerRecord) -> None:
        """Show the owner to the customer and to staff. Fails with NotFound for an unknown
        conversation."""
        with as_application_errors():
            await self._records.record_owner(
                record.tenant_id,
                record.conversation_id,
                owner=record.owner,
                status=record.status,
                agent=record.agent,
                at=record.at,
            )

    @activity.defn
    async def record_agent_message(self, record: AgentMessageRecord) -> tuple[str, ...]:
        """Returns the ledger ids that a channel has still to deliver."""
        with as_application_errors():
            to_send = await self._records.record_agent_message(
                record.message,
                tenant_id=record.tenant_id,
                conversation_id=record.conversation_id,
                session=record.session,
            )
        self._bell.ring_for_words(record.tenant_id)
        return to_send

    @activity.defn
    async def record_unless_newer(self, record: AgentMessageRecord) -> AgentMessageRecorded:
        """Nothing is stored where there are newer words than the agent has seen."""
        with as_application_errors():
            recorded = await self._records.record_unless_newer(
                record.message,
                tenant_id=record.tenant_id,
                conversation_id=record.conversation_id,
                session=record.session,
            )
        if not recorded.newer:
            self._bell.ring_for_words(record.tenant_id)
        return recorded

    @activity.defn
    async def find_newer(self, asked: SeenUpTo) -> tuple[NewerMessage, ...]:
        """What the customer or a colleague has written since."""
        with as_application_errors():
            return await self._records.newer_than(
                asked.tenant_id, asked.conversation_id, seen=asked.seen, agent=asked.agent
            )

    @activity.defn
    async def record_approval(self, change: ApprovalChange) -> None:
        """Show what became of an approval. Fails with NotFound for an unknown one."""
        with as_application_errors():
            await self._approvals.changed(
                change.tenant_id,
                change.approval_id,
                status=change.status,
                by=change.by,
                note=change.note,
                at=change.at,
            )
