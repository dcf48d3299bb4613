"""Recording that customers have edited or deleted what was answered already."""

from datetime import datetime

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.channels import MessageChange
from domain.ports import MessageChanges


class RecordChanges(BaseModel):
    """Changes of one conversation's messages; `at` is when they are recorded."""

    tenant_id: str
    conversation_id: str
    changes: tuple[MessageChange, ...]
    at: datetime


class MessageChangeActivities:
    """Safe to run again: a change is recorded once, by its event id."""

    def __init__(self, changes: MessageChanges) -> None:
        self._changes = changes

    @activity.defn
    async def record_changes(self, request: RecordChanges) -> tuple[str, ...]:
        """Returns the event ids of those whose message stands in the transcript."""
        with as_application_errors():
            return await self._changes.record(
                request.tenant_id, request.conversation_id, request.changes, at=request.at
            )
