"""Calling a tenant's backend, and noting each call."""

import logging
import time
from datetime import UTC, datetime

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities._failures import as_application_errors
from domain.bot.model import Bot, Tool
from domain.errors import DependencyRejected, DuralogueError
from domain.ports import Bots, Tickets, ToolCaller, ToolLog
from domain.tools import ToolCall, ToolCallRecord, ToolOutcome, ToolStatus

_log = logging.getLogger(__name__)


class ToolActivities:
    """Tools as the pinned revision of the bot declares them."""

    def __init__(self, bots: Bots, caller: ToolCaller, tickets: Tickets, calls: ToolLog) -> None:
        self._bots = bots
        self._caller = caller
        self._tickets = tickets
        self._calls = calls

    @activity.defn
    async def call_tool(self, call: ToolCall) -> ToolOutcome:
        """Call once. Being refused (4xx) is an outcome; being unavailable is retried."""
        with as_application_errors():
            bot = await self._bots.get(call.tenant_id, call.revision)
            tool = _tool_of(bot, call)
            clock = (datetime.now(UTC), time.perf_counter())
            outcome: ToolOutcome | None = None
            error: DuralogueError | None = None
            try:
                outcome = await self._found(bot, tool, call) or await self._carry_out(tool, call)
            except DuralogueError as failure:
                error = failure
                raise
            finally:
                await self._note(tool, call, outcome=outcome, error=error, clock=clock)
            return outcome

    async def _found(self, bot: Bot, tool: Tool, call: ToolCall) -> ToolOutcome | None:
        """The outcome of an earlier attempt, where the backend can be asked for it by key."""
        if tool.reconcile is None or not (call.repeated or _attempt() > 1):
            return None
        lookup = bot.tools[tool.reconcile]
        found = await self._carry_out(lookup, call)
        if found.status is ToolStatus.REFUSED:
            return None
        return found.model_copy(update={"reconciled": True})

    async def _carry_out(self, tool: Tool, call: ToolCall) -> ToolOutcome:
        if tool.builtin == "ticket":
            return await self._open_ticket(call)
        if tool.http is None:
            raise DependencyRejected(f"tool {tool.name} has neither http nor builtin")
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


def _attempt() -> int:
    return activity.info().attempt if activity.in_activity() else 1
