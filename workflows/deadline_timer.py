"""One timer for all of a conversation's deadlines, re-armed lazily.

A deadline that only moves into the future (idle) leaves the timer alone, so that an ordinary turn
costs no timer events at all.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from temporalio import workflow


class DeadlineTimer:
    """At most one timer; see this file's first lines for why."""

    def __init__(self) -> None:
        self._armed_for: datetime | None = None
        self._timer: asyncio.Task[None] | None = None

    async def wait(self, condition: Callable[[], bool], *, until: datetime | None) -> None:
        """Return when the condition holds, or when an armed timer fires (perhaps an old one)."""
        if until is not None and (self._armed_for is None or until < self._armed_for):
            self._arm(until)
        # Without a timeout of its own: each such timeout would be two events a turn.
        await workflow.wait_condition(lambda: condition() or self._rang())
        if self._rang():
            self._armed_for = self._timer = None

    def _rang(self) -> bool:
        return self._timer is not None and self._timer.done()

    def _arm(self, until: datetime) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._armed_for = until
        self._timer = asyncio.create_task(self._sleep(until))

    async def _sleep(self, until: datetime) -> None:
        remaining = until - workflow.now()
        if remaining.total_seconds() > 0:
            await workflow.sleep(remaining, summary="next deadline")
