"""Keeping the words of messages that a conversation carries as numbers only."""

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.messages import InboundMessage
from domain.ports import MessageStash, Shelf


class StashMessages(BaseModel):
    """The first goes to the place `first`, the others to the places after it."""

    tenant_id: str
    conversation_id: str
    chain: str
    first: int
    messages: tuple[InboundMessage, ...]


class FetchMessages(BaseModel):
    """The messages at `count` places from `first` on."""

    tenant_id: str
    conversation_id: str
    chain: str
    first: int
    count: int


class StashActivities:
    """Both may run again: what is kept stays until its message stands in the transcript."""

    def __init__(self, stash: MessageStash) -> None:
        self._stash = stash

    @activity.defn
    async def stash_messages(self, request: StashMessages) -> None:
        """Keep messages outside of the conversation, at their places from `first` on."""
        with as_application_errors():
            shelf = Shelf(request.tenant_id, request.conversation_id, request.chain)
            await self._stash.put(shelf, request.first, request.messages)

    @activity.defn
    async def fetch_messages(self, request: FetchMessages) -> list[InboundMessage]:
        """In order; what is not there has been answered already."""
        with as_application_errors():
            shelf = Shelf(request.tenant_id, request.conversation_id, request.chain)
            return await self._stash.get(shelf, request.first, request.count)
