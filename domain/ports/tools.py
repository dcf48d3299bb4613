"""The tenant's backends, and our own ticketing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.bot.model import Tool
    from domain.bot.tool_operations import HttpOperation
    from domain.proofs_of_ownership import ProofAdmission, Subject
    from domain.tools import ToolCall, ToolCallRecord, ToolOutcome


class ToolCaller(Protocol):
    """Calls a tenant's tool. Raises DependencyUnavailable; a refusal (4xx) is an outcome."""

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome:
        """Bounded by the tool's timeout. Raise OutcomeUnknown where the request went out and no
        answer came, DependencyRejected where the answer cannot be used."""
        ...


class ConnectedServers(Protocol):
    """The addresses of the backends that were connected to a tenant while the product runs."""

    async def servers(self, tenant_id: str) -> tuple[str, ...]:
        """Base URLs, in no order; none for a tenant without any."""
        ...


class ToolLog(Protocol):
    """Calls of tools, kept for audits."""

    async def record(self, entry: ToolCallRecord) -> None:
        """Keep one attempt, with what came of it."""
        ...


class OwnershipProofs(Protocol):
    """Proofs of ownership that are under way or have failed, across a tenant's conversations."""

    async def begin(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject]
    ) -> ProofAdmission:
        """Note it as under way if it is admitted; one call is one proof, however often begun."""
        ...

    async def end(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject], *, failed: bool
    ) -> bool:
        """Count it as failed, or forget it. Whether it is still believed: not after too many."""
        ...


class Tickets(Protocol):
    """Our own ticketing: the `ticket` and `callback` of a handoff nobody answered."""

    async def create(
        self, tenant_id: str, conversation_id: str, *, key: str, kind: str, contact: str, about: str
    ) -> str:
        """Returns the ticket's id; the same key returns the same ticket."""
        ...
