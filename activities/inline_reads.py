"""Calls that only read, made within the step that asks for them, while the backend is quick."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from temporalio.exceptions import ApplicationError

from domain.errors import NotYet
from domain.tools import ToolCall, ToolOutcome, ToolStatus

_log = logging.getLogger(__name__)

_LEAVES_ALONE = timedelta(seconds=1)
_LEAVES_ALONE_AT_MOST = timedelta(seconds=30)


@dataclass
class _LeftAlone:
    """A tool that was late or down: until when, and how long this time."""

    until: float
    seconds: float


class QuickReads:
    """Spares a turn the way over another worker: two workflow tasks become one.

    A step holds up its conversation, and a place on a worker that others wait for. So a read has
    little time here, few run at once, and a tool that was late or down is left alone for a while,
    twice as long each time: whoever gets None has it called as an activity of its own, which waits
    beside nobody.
    """

    def __init__(
        self,
        call: Callable[[ToolCall], Awaitable[ToolOutcome]],
        *,
        within: timedelta,
        most_at_once: int = 16,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._call = call
        self._within_s = within.total_seconds()
        self._most_at_once = most_at_once
        self._now = now
        self._under_way: set[asyncio.Task[ToolOutcome]] = set()
        self._left_alone: dict[tuple[str, str], _LeftAlone] = {}

    async def outcome(self, call: ToolCall) -> ToolOutcome | None:
        """What the backend said (a refusal is an answer, too), or None where it must be asked
        elsewhere. The call must have no effect: it may be under way still, and is made again.

        One that is late is not cut off but goes on to its own time-out, keeping its place: so it
        is in the log of calls, and the circuit breaker hears how it ended.
        """
        tool = (call.tenant_id, call.tool)
        alone = self._left_alone.get(tool)
        if len(self._under_way) >= self._most_at_once or (alone and alone.until > self._now()):
            return None
        asked = asyncio.ensure_future(self._call(call))
        self._under_way.add(asked)
        asked.add_done_callback(self._is_over)
        await asyncio.wait({asked}, timeout=self._within_s)
        if not asked.done():
            told = {"tenant_id": call.tenant_id, "tool": call.tool, "call_id": call.call_id}
            _log.warning("quick_read_late", extra=told)
            self._leave_alone(tool)
            return None
        try:
            outcome = await asked
        except ApplicationError as error:
            if error.type != NotYet.__name__:  # one visitor's wait is nobody else's
                self._leave_alone(tool, error.next_retry_delay)
            return None
        self._left_alone.pop(tool, None)
        # what a server asks in between is kept by the workflow, which does not see this call
        return None if outcome.status is ToolStatus.ASKS else outcome

    async def aclose(self) -> None:
        """End what is still under way; its caller has long been told to ask elsewhere."""
        for asked in self._under_way:
            asked.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _is_over(self, asked: asyncio.Task[ToolOutcome]) -> None:
        """Whoever asked may have gone. What a backend did is in the log of calls, a mistake not."""
        self._under_way.discard(asked)
        fault = None if asked.cancelled() else asked.exception()
        if fault is not None and not isinstance(fault, ApplicationError):
            _log.error("quick_read_failed", exc_info=fault)

    def _leave_alone(self, tool: tuple[str, str], asked_for: timedelta | None = None) -> None:
        before = self._left_alone.get(tool)
        seconds = 2 * before.seconds if before else _LEAVES_ALONE.total_seconds()
        seconds = min(seconds, _LEAVES_ALONE_AT_MOST.total_seconds())
        rest = max(seconds, asked_for.total_seconds() if asked_for else 0.0)
        self._left_alone[tool] = _LeftAlone(self._now() + rest, seconds)
