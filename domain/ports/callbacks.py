"""Port of call-backs in the agents' queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.desk.callbacks import Callback, CallbackPlan


class CallbackQueue(Protocol):
    """Where attempts wait for an agent, beside the chats."""

    async def queue_of(self, tenant_id: str, conversation_id: str) -> str:
        """The queue in which the customer waited last; empty where they never did."""
        ...

    async def is_served(self, callback: Callback) -> bool:
        """Whether an agent has had the customer in a chat since they asked to be called."""
        ...

    async def put(
        self, callback: Callback, handoff_id: str, plan: CallbackPlan, *, at: datetime
    ) -> None:
        """Show an attempt, with its own due time; the same again changes nothing."""
        ...
