"""Keeping the words of messages that a conversation carries as numbers only."""

from pydantic import BaseModel, ConfigDict, Field
from temporalio import activity

from activities._failures import as_application_errors
from domain.messages import InboundMessage
from domain.ports import OverflowKey, OverflowStore


class OverflowRequest(BaseModel):
    """Some fields keep the name that they have in open conversations' histories."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class StoreOverflow(OverflowRequest):
    """The first goes to the place `first`, the others to the places after it."""

    tenant_id: str
    conversation_id: str
    run_chain: str = Field(alias="chain")
    first: int
    messages: tuple[InboundMessage, ...]


class FetchOverflow(OverflowRequest):
    tenant_id: str
    conversation_id: str
    run_chain: str = Field(alias="chain")
    first: int
    count: int


class InboxOverflowActivities:
    """Both may run again: what is kept stays until its message stands in the transcript."""

    def __init__(self, overflow: OverflowStore) -> None:
        self._overflow = overflow

    @activity.defn
    async def stash_messages(self, request: StoreOverflow) -> None:
        with as_application_errors():
            key = OverflowKey(request.tenant_id, request.conversation_id, request.run_chain)
            await self._overflow.put(key, request.first, request.messages)

    @activity.defn
    async def fetch_messages(self, request: FetchOverflow) -> list[InboundMessage]:
        """In order; what is not there has been answered already."""
        with as_application_errors():
            key = OverflowKey(request.tenant_id, request.conversation_id, request.run_chain)
            return await self._overflow.get(key, request.first, request.count)
