"""Keeping the words of messages that a conversation carries as ids only."""

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.messages import InboundMessage
from domain.ports import MessageStash


class StashMessages(BaseModel):
    tenant_id: str
    conversation_id: str
    messages: tuple[InboundMessage, ...]


class FetchMessages(BaseModel):
    tenant_id: str
    conversation_id: str
    message_ids: tuple[str, ...]


class StashActivities:
    """Both may run again: what is kept stays until its message stands in the transcript."""

    def __init__(self, stash: MessageStash) -> None:
        self._stash = stash

    @activity.defn
    async def stash_messages(self, request: StashMessages) -> None:
        with as_application_errors():
            await self._stash.put(request.tenant_id, request.conversation_id, request.messages)

    @activity.defn
    async def fetch_messages(self, request: FetchMessages) -> list[InboundMessage]:
        """In the order asked for; what is not there has been answered already."""
        with as_application_errors():
            return await self._stash.get(
                request.tenant_id, request.conversation_id, request.message_ids
            )
