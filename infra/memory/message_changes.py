"""The memory twin of what is recorded of edits and deletions."""

from collections.abc import Sequence
from datetime import datetime

from domain.channels import MessageChange
from domain.conversations import ConversationEventKind
from domain.messages import Role
from domain.transcript_entries import change_entry
from infra.memory.database import MemoryDatabase


class MemoryMessageChanges:
    """Implements `MessageChanges`."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def record(
        self,
        tenant_id: str,
        conversation_id: str,
        changes: Sequence[MessageChange],
        *,
        at: datetime,
    ) -> tuple[str, ...]:
        conversation = self._database.conversations.get((tenant_id, conversation_id))
        if conversation is None:
            return ()
        recorded = {
            event.data["event_id"]
            for event in conversation.events
            if event.kind is ConversationEventKind.MESSAGE_CHANGED
        }
        ours = [c for c in changes if (Role.CUSTOMER, c.message_id) in conversation.messages]
        new = [change_entry(change, at) for change in ours if change.event_id not in recorded]
        if new:
            conversation.append(new)
        return tuple(change.event_id for change in ours)
