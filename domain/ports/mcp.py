"""MCP servers of tenants: their tools, and what an operator has approved of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.bot.model import Tool
    from domain.bot.tool_operations import McpOperation
    from domain.mcp_sign_ins import McpSignIn
    from domain.mcp_tools import ToolPin
    from domain.tools import ToolCall, ToolOutcome


class McpToolCaller(Protocol):
    """Calls a tool of an MCP server, if its definition is the approved one."""

    async def call(self, tool: Tool, operation: McpOperation, call: ToolCall) -> ToolOutcome:
        """Bounded by the tool's timeout. A definition that is not approved, or is another one by
        now, is a refusal; what the server asks in between is an outcome, too. Raise OutcomeUnknown
        where the call went out and no answer came, DependencyRejected where it cannot be used."""
        ...


class ToolPins(Protocol):
    """Definitions that an operator has approved, by tenant and server."""

    async def of(self, tenant_id: str, server: str) -> list[ToolPin]:
        """All of this server's, by their names."""
        ...

    async def approve(self, tenant_id: str, server: str, pins: Sequence[ToolPin]) -> None:
        """Keep them in place of those of the same names."""
        ...

    async def withdraw(self, tenant_id: str, server: str, tools: Sequence[str]) -> None:
        """Forget them: tools of these names are not called any more."""
        ...

    async def note(self, tenant_id: str, server: str, tool: str, disabled: str | None) -> None:
        """Keep why a call was not made, for the operator; None where it is called again."""
        ...


class McpSignIns(Protocol):
    """Sign-ins to MCP servers, sealed with the tenant's key."""

    async def of(self, tenant_id: str, server: str) -> McpSignIn | None:
        """None where the server needs none, or a plain secret."""
        ...

    async def keep(self, tenant_id: str, server: str, sign_in: McpSignIn) -> None:
        """In place of what was kept before."""
        ...

    async def remove(self, tenant_id: str, server: str) -> None:
        """Forget it with its tokens; nothing happens where there is none."""
        ...
