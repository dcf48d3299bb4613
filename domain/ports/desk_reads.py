"""Ports for what desks read and hear: lists, conversations, and signals of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager

    from domain.desk.lists import (
        DeskAgent,
        DeskViewer,
        HandoffFilter,
        HandoffPage,
        OpenedConversation,
    )
    from domain.desk.signals import AgentLooks, CustomerTypes


class SignalQueue(Protocol):
    """What one listener has not heard yet."""

    async def get(self) -> AgentLooks | CustomerTypes:
        """Wait for the next one."""
        ...


class DeskSignals(Protocol):
    """Signals between the desks of a tenant. Whoever does not listen misses them."""

    async def tell(self, tenant_id: str, signal: AgentLooks | CustomerTypes) -> None:
        """To all who listen now, in every process."""
        ...

    def heard(self, tenant_id: str) -> AbstractContextManager[SignalQueue]:
        """What is told while the block is open; the latest are dropped where nobody takes them."""
        ...


class DeskReads(Protocol):
    """What a desk shows, each of one moment with the number of the last event that it includes."""

    async def agent(self, tenant_id: str, agent: str) -> DeskAgent:
        """Their profile and what they have chosen to be; offline where nobody has heard of them."""
        ...

    async def handoffs(
        self,
        tenant_id: str,
        viewer: DeskViewer,
        wanted: HandoffFilter,
        *,
        cursor: str | None,
        limit: int,
    ) -> HandoffPage:
        """A page of a view, and the counts of all. Raise InvalidInput for a wrong cursor."""
        ...

    async def conversation(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer, *, messages: int
    ) -> OpenedConversation:
        """Raise NotFound for one that is not there, or in a queue that is not the viewer's. From
        then on, for a while, what is said in it is told to the desks."""
        ...

    async def require_visible(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> None:
        """Raise NotFound as `conversation` does."""
        ...

    async def held_by(self, tenant_id: str, agent: str) -> Collection[str]:
        """The open conversations that this agent has or is offered."""
        ...

    async def lookers(self, tenant_id: str) -> list[AgentLooks]:
        """Who has what open now."""
        ...
