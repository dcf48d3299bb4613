"""`McpToolCaller` over HTTP: a tool of a tenant's MCP server, if it is the approved one.

The SDK is dear to import: `session` and what needs it are loaded by the first call.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

import structlog

from domain.bot.model import Tool
from domain.bot.tool_operations import McpOperation
from domain.errors import DependencyRejected, InvalidInput
from domain.mcp_tools import ListedTools, ToolDefinition, Unfit, unfit
from domain.ports import ToolPins
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.mcp.exchange import Exchange
from infra.http.requests import is_lookup, require_key
from infra.http.tools import is_entitled

if TYPE_CHECKING:
    from infra.http.mcp.session import Visit

INVALID_ARGUMENT, NOT_ASKABLE = "invalid_argument", "input_not_askable"
_OF_THE_SDK = ("infra.http.mcp.session", "infra.http.mcp.results", "infra.http.mcp.arguments")
_log = structlog.get_logger(__name__)


class Visits(Protocol):
    """Whoever can open a session with a server of a tenant."""

    def open(
        self, tenant_id: str, server: str, exchange: Exchange
    ) -> "AbstractAsyncContextManager[Visit]":
        """Raise ConfigurationError where no such server is connected, or may not be called."""
        ...


class McpTools:
    """Implements `domain.ports.McpToolCaller`.

    The list is read in the very session that calls, each time: between what was checked and what
    is called there is nothing that could be stale.
    """

    def __init__(
        self,
        visits: Visits,
        pins: ToolPins,
        circuits: CircuitBreakers | None = None,
        *,
        refused: Callable[[str, str, str], None] = lambda *_: None,
    ) -> None:
        """`refused` counts tenant, tool and reason of calls that were not made."""
        self._visits = visits
        self._pins = pins
        self._circuits = circuits or CircuitBreakers()
        self._refused = refused

    async def call(self, tool: Tool, operation: McpOperation, call: ToolCall) -> ToolOutcome:
        if not is_entitled(tool, call):
            return ToolOutcome(status=ToolStatus.REFUSED, code="not_verified")
        require_key(tool, call)
        await _load_sdk()
        exchange = Exchange(operation.server)
        guard = self._circuits.guard(call.tenant_id, f"mcp:{operation.server}", urgent=call.urgent)
        async with guard:
            return await self._in_time(tool, operation, call, exchange)

    async def _in_time(
        self, tool: Tool, operation: McpOperation, call: ToolCall, exchange: Exchange
    ) -> ToolOutcome:
        seconds = tool.timeout.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                return await self._called(tool, operation, call, exchange)
        except TimeoutError:
            raise exchange.error(f"did not answer within {seconds:g} s") from None

    async def _called(
        self, tool: Tool, operation: McpOperation, call: ToolCall, exchange: Exchange
    ) -> ToolOutcome:
        async with self._visits.open(call.tenant_id, operation.server, exchange) as visit:
            listed = await visit.listed()
            if (reason := await self._judged(operation, call, listed)) is not None:
                return ToolOutcome(status=ToolStatus.REFUSED, code=reason)
            [definition] = listed.named(operation.tool)
            return await _asked(visit, tool, definition, call)

    async def _judged(
        self, operation: McpOperation, call: ToolCall, listed: ListedTools
    ) -> Unfit | None:
        """Compare with what was approved, and tell the operator what is wrong."""
        pins = await self._pins.of(call.tenant_id, operation.server)
        pin = next((one for one in pins if one.tool == operation.tool), None)
        reason = unfit(pin, listed, operation.tool)
        if reason is None:
            if pin is not None and pin.disabled is not None:
                await self._pins.note(call.tenant_id, operation.server, operation.tool, None)
            return None
        self._refused(call.tenant_id, call.tool, reason.value)
        if pin is not None and pin.disabled == reason.value:
            return reason  # told before
        told = {"tenant_id": call.tenant_id, "server": operation.server, "tool": operation.tool}
        _log.warning("mcp_tool_disabled", reason=reason.value, **told)
        await self._pins.note(call.tenant_id, operation.server, operation.tool, reason.value)
        return reason


async def _load_sdk() -> None:
    """Beside the loop and before the clock of a call begins: it takes seconds on a busy machine.
    Where it is not installed, whoever opens the session says so."""
    with suppress(ModuleNotFoundError):
        for name in _OF_THE_SDK:
            if name not in sys.modules:
                await asyncio.to_thread(import_module, name)


async def _asked(
    visit: "Visit", tool: Tool, definition: ToolDefinition, call: ToolCall
) -> ToolOutcome:
    from mcp_types import InputRequiredResult

    from infra.http.mcp import results
    from infra.http.mcp.arguments import arguments_of, meta_of
    from infra.http.mcp.schemas import misfit, objection
    from infra.http.mcp.session import Request

    if wrong := objection(definition):
        raise DependencyRejected(f"{tool.name}: its definition cannot be used: {wrong}")
    arguments = arguments_of(tool, definition.input_schema, call)
    if wrong := misfit(definition.input_schema, arguments):
        _log.warning("mcp_argument_refused", tenant_id=call.tenant_id, tool=tool.name, place=wrong)
        return ToolOutcome(status=ToolStatus.REFUSED, code=INVALID_ARGUMENT)
    request = Request(
        tool=definition.name,
        arguments=arguments,
        meta=meta_of(tool, call),
        answers=None if is_lookup(tool, call) else results.responses(call.answers),
        state=None if is_lookup(tool, call) else call.request_state,
    )
    try:
        answer = await visit.call(request)
    except InvalidInput:
        return ToolOutcome(status=ToolStatus.REFUSED, code=INVALID_ARGUMENT)
    if not isinstance(answer, InputRequiredResult):
        return results.outcome_of(tool, definition, call, answer)
    asked = results.questions(answer)
    if asked is None:
        return ToolOutcome(status=ToolStatus.REFUSED, code=NOT_ASKABLE)
    return ToolOutcome(status=ToolStatus.ASKS, questions=asked, request_state=answer.request_state)
