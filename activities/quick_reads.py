"""Calls that only read, made within the step that asks for them, while the backend is quick."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio.exceptions import ApplicationError

from domain.tools import ToolCall, ToolOutcome


class QuickReads:
    """Spares a turn the way over another worker: two workflow tasks become one.

    A step holds up its conversation, and a place on a worker that others wait for. So a read has
    little time here, few run at once, and a tool that was late or away is left alone for a while:
    whoever gets None has it called as an activity of its own, which waits beside nobody.
    """

    def __init__(
        self,
        call: Callable[[ToolCall], Awaitable[ToolOutcome]],
        *,
        within: timedelta,
        most_at_once: int = 16,
        leaves_alone: timedelta = timedelta(seconds=30),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._call = call
        self._within_s = within.total_seconds()
        self._most_at_once = most_at_once
        self._leaves_alone_s = leaves_alone.total_seconds()
        self._now = now
        self._under_way = 0
        self._left_alone_until: dict[tuple[str, str], float] = {}

    async def outcome(self, call: ToolCall) -> ToolOutcome | None:
        """What the backend said (a refusal is an answer, too), or None where it must be asked
        elsewhere. The call must have no effect: it may be under way still, and is made again."""
        tool = (call.tenant_id, call.tool)
        if self._under_way >= self._most_at_once:
            return None
        if self._left_alone_until.get(tool, 0.0) > self._now():
            return None
        self._under_way += 1
        try:
            async with asyncio.timeout(self._within_s):
                return await self._call(call)
        except (TimeoutError, ApplicationError):
            self._left_alone_until[tool] = self._now() + self._leaves_alone_s
            return None
        finally:
            self._under_way -= 1
