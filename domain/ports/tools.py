"""The tenant's backends, and our own ticketing."""

from typing import Protocol

from domain.bot.model import HttpOperation, Tool
from domain.tools import ToolCall, ToolCallRecord, ToolOutcome


class ToolCaller(Protocol):
    """Calls a tenant's tool. Raises DependencyUnavailable; a refusal (4xx) is an outcome."""

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome: ...


class ToolLog(Protocol):
    async def record(self, entry: ToolCallRecord) -> None: ...


class Tickets(Protocol):
    """Our own ticketing: the `ticket` and `callback` of a handoff nobody answered."""

    async def create(
        self, tenant_id: str, conversation_id: str, *, key: str, kind: str, contact: str, about: str
    ) -> str:
        """Returns the ticket's id; the same key returns the same ticket."""
        ...
