"""Calling a tenant's backend, and noting each call."""

import logging
import time
from datetime import UTC, datetime

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities._failures import as_application_errors
from activities.proofs_of_ownership import OwnershipGuard
from domain.bot.model import Bot, Tool
from domain.errors import (
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    OutcomeUnknown,
)
from domain.ports import Bots, McpToolCaller, OwnershipProofs, Tickets, ToolCaller, ToolLog
from domain.tools import OnceBy, ToolCall, ToolCallRecord, ToolOutcome, ToolStatus

_log = logging.getLogger(__name__)

_NOT_THERE = {404, 410}


class ToolActivities:
    """Tools as the pinned revision of the bot declares them."""

    def __init__(
        self,
        bots: Bots,
        caller: ToolCaller,
        tickets: Tickets,
        calls: ToolLog,
        proofs: OwnershipProofs,
        *,
        mcp: McpToolCaller | None = None,
    ) -> None:
        """Without `mcp` a tool of an MCP server is a mistake of the wiring, told by name."""
        self._bots = bots
        self._mcp = mcp
        self._caller = caller
        self._tickets = tickets
        self._calls = calls
        self._ownership = OwnershipGuard(proofs)

    @activity.defn
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        """Call once. Being refused (4xx) is an outcome; being unavailable is retried.

        Whoever retries must know: OutcomeUnknown, a time-out and a worker that died may have been
        carried out; DependencyUnavailable has not.
        """
        with as_application_errors():
            bot = await self._bots.get(call.tenant_id, call.revision)
            tool = _tool_of(bot, call)
            clock = (datetime.now(UTC), time.perf_counter())
            try:
                outcome = await self._ownership.refusal(tool, call)
                if outcome is None:
                    outcome = await self._once(bot, tool, call, begun=clock[1])
            except DuralogueError as error:
                await self._note_failure(tool, call, error, clock)
                raise
            outcome = await self._settled(tool, call, outcome)
            await self._note_outcome(tool, call, outcome, clock)
            return outcome

    async def _once(self, bot: Bot, tool: Tool, call: ToolCall, *, begun: float) -> ToolOutcome:
        """Carry it out, unless an earlier attempt has, or may have where nobody can tell."""
        lookup = bot.tools[tool.reconcile] if tool.reconcile else None
        if not tool.effect.writes or not (call.repeated or _attempt() > 1):
            return await self._carry_out(tool, call)
        if lookup is not None and (found := await self._found(lookup, tool, call)):
            return found
        if tool.once_by is not OnceBy.KEY:
            _require_settled(tool, call)
        if time.perf_counter() - begun > _seconds(tool):
            raise DependencyUnavailable(f"{tool.name}: looking it up took too long to call it now")
        outcome = await self._carry_out(tool, call)
        if outcome.status is ToolStatus.REFUSED and lookup is not None:
            # it may be refused because the attempt before has come through meanwhile
            return await self._found(lookup, tool, call) or outcome
        return outcome

    async def _found(self, lookup: Tool, tool: Tool, call: ToolCall) -> ToolOutcome | None:
        """What the backend knows of an earlier attempt; None if it says that there is nothing."""
        try:
            found = await self._carry_out(lookup, call)
        except OutcomeUnknown as error:  # of the look-up; the write was not sent
            raise DependencyUnavailable(str(error), retry_after=error.retry_after) from None
        if found.status is ToolStatus.SUCCEEDED:
            return found.model_copy(update={"reconciled": True})
        if tool.once_by is not OnceBy.KEY and found.http_status not in _NOT_THERE:
            raise DependencyUnavailable(
                f"{lookup.name} was refused ({found.code}): what became of {tool.name} is unknown"
            )
        return None

    async def _carry_out(self, tool: Tool, call: ToolCall) -> ToolOutcome:
        if tool.builtin == "ticket":
            return await self._open_ticket(call)
        if tool.mcp is not None and self._mcp is not None:
            return await self._mcp.call(tool, tool.mcp, call)
        if tool.http is None:
            raise DependencyRejected(f"tool {tool.name} cannot be called by this worker")
        return await self._caller.call(tool, tool.http, call)

    async def _open_ticket(self, call: ToolCall) -> ToolOutcome:
        arguments = {key: str(value) for key, value in call.arguments.items()}
        ticket_id = await self._tickets.create(
            call.tenant_id,
            call.conversation_id,
            key=call.idempotency_key or call.call_id,
            kind=arguments.get("kind", "ticket"),
            contact=arguments.get("contact", ""),
            about=arguments.get("about", ""),
        )
        return ToolOutcome(status=ToolStatus.SUCCEEDED, result={"ticket_id": ticket_id})

    async def _note_failure(
        self, tool: Tool, call: ToolCall, error: DuralogueError, clock: tuple[datetime, float]
    ) -> None:
        """A log that cannot be written must not hide what is known of the call."""
        try:
            await self._note(tool, call, outcome=None, error=error, clock=clock)
        except DuralogueError as unwritten:
            _not_recorded(call, unwritten)

    async def _note_outcome(
        self, tool: Tool, call: ToolCall, outcome: ToolOutcome, clock: tuple[datetime, float]
    ) -> None:
        """A call that may be repeated is, until it is in the log; of another the outcome counts."""
        try:
            await self._note(tool, call, outcome=outcome, error=None, clock=clock)
        except DuralogueError as unwritten:
            if tool.once_by is OnceBy.KEY:
                raise
            _not_recorded(call, unwritten)

    async def _settled(self, tool: Tool, call: ToolCall, outcome: ToolOutcome) -> ToolOutcome:
        """A read is asked again if its proof cannot be noted; a write was carried out."""
        try:
            return await self._ownership.settle(tool, call, outcome)
        except DuralogueError as unwritten:
            if not tool.effect.writes:
                raise
            _not_recorded(call, unwritten)
            return outcome

    async def _note(
        self,
        tool: Tool,
        call: ToolCall,
        *,
        outcome: ToolOutcome | None,
        error: DuralogueError | None,
        clock: tuple[datetime, float],
    ) -> None:
        started_at, started = clock
        attempt = _attempt()
        latency_ms = round((time.perf_counter() - started) * 1000, 1)
        _log.info(
            "tool_called",
            extra={
                "tenant_id": call.tenant_id,
                "conversation_id": call.conversation_id,
                "tool": call.tool,
                "call_id": call.call_id,
                "status": outcome.status if outcome else "unavailable",
                "error_type": type(error).__name__ if error else None,
                "attempt": attempt,
                "latency_ms": latency_ms,
                "trace_id": call.trace_id,
            },
        )
        await self._calls.record(
            ToolCallRecord(
                call=call,
                effect=tool.effect,
                outcome=outcome,
                error=type(error).__name__ if error else None,
                attempt=attempt,
                started_at=started_at,
                latency_ms=latency_ms,
            )
        )


def _tool_of(bot: Bot, call: ToolCall) -> Tool:
    if call.tool not in bot.tools:
        raise ApplicationError(
            f"revision {bot.revision[:12]} has no tool {call.tool}",
            type="NotFound",
            non_retryable=True,
        )
    return bot.tools[call.tool]


def _require_settled(tool: Tool, call: ToolCall) -> None:
    """Not being there is an answer only once the backend can no longer be at it."""
    if _attempt() > 1:  # begun again by hand, or by a server that lost the conversation's word
        raise OutcomeUnknown(f"{tool.name}: an earlier attempt may have been carried out")
    if call.sent_at is not None and tool.once_by is OnceBy.NOTHING:
        raise OutcomeUnknown(f"{tool.name}: it was sent, and nothing tells what came of it")
    if call.sent_at is not None and datetime.now(UTC) < call.sent_at + tool.settles_within:
        raise DependencyUnavailable(f"{tool.name}: not there, but it may still be under way")


def _not_recorded(call: ToolCall, error: DuralogueError) -> None:
    _log.error(
        "tool_call_not_recorded",
        extra={
            "tenant_id": call.tenant_id,
            "conversation_id": call.conversation_id,
            "tool": call.tool,
            "call_id": call.call_id,
            "error_type": type(error).__name__,
        },
    )


def _seconds(tool: Tool) -> float:
    return tool.timeout.total_seconds()


def _attempt() -> int:
    return activity.info().attempt if activity.in_activity() else 1
