"""Calls of MCP tools as tests make them."""

from datetime import UTC, datetime
from typing import Any

from domain.bot.model import Tool
from domain.bot.tool_operations import McpOperation
from domain.mcp_tools import ToolPin
from domain.tools import Effect, ToolCall, ToolOutcome
from infra.http.mcp.exchange import Exchange
from infra.http.mcp.tools import McpTools, Visits
from infra.memory.tool_pins import MemoryToolPins

OPERATION = McpOperation(server="bistro", tool="find_table")
FIND_TABLE = Tool(name="find_table", mcp=OPERATION, returns="table")
BOOK_TABLE = FIND_TABLE.model_copy(update={"effect": Effect.WRITE, "idempotency": "{flow_run}:t"})


def call_of(arguments: dict[str, Any] | None = None, **more: Any) -> ToolCall:
    """A call as a flow makes it."""
    return ToolCall(
        tenant_id="acme",
        conversation_id="c1",
        revision="r1",
        call_id="c1.1",
        tool="find_table",
        arguments={"guests": 2} if arguments is None else arguments,
        keep=("text", "table"),
        **more,
    )


async def approve_all(visits: Visits, pins: MemoryToolPins) -> None:
    """As an operator who agrees with everything that is listed."""
    async with visits.open("acme", "bistro", Exchange("bistro")) as visit:
        listed = await visit.listed()
    found = [
        ToolPin(
            server="bistro",
            tool=one.name,
            digest=one.digest(listed.server),
            identity=listed.server,
            definition=one,
            approved_by="op",
            approved_at=datetime(2026, 12, 1, tzinfo=UTC),
        )
        for one in listed.tools
    ]
    await pins.approve("acme", "bistro", found)


async def called(
    visits: Visits, pins: MemoryToolPins, call: ToolCall | None = None, tool: Tool = FIND_TABLE
) -> ToolOutcome:
    """What one call comes to."""
    return await McpTools(visits, pins).call(tool, OPERATION, call or call_of())
