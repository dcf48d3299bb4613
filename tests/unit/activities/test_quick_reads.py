"""Reads made within a step, and when they are left to somebody else."""

import asyncio
from datetime import timedelta

from activities.quick_reads import QuickReads
from domain.errors import DependencyUnavailable
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from tests.unit.activities.test_tools import MISSING, RecordingCaller, a_call, raising, tools_with

FOUND = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"status": "shipped"})
_SOON = timedelta(milliseconds=20)


class Backend:
    """Answers once it is let go."""

    def __init__(self, *, quick: bool = True) -> None:
        self.open, self.is_asked = asyncio.Event(), asyncio.Event()
        self.asked = 0
        if quick:
            self.open.set()

    async def call(self, _: ToolCall) -> ToolOutcome:
        self.asked += 1
        self.is_asked.set()
        await self.open.wait()
        return FOUND


class HandClock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self._seconds = 1_000.0

    def add(self, seconds: float) -> None:
        self._seconds += seconds

    def now(self) -> float:
        return self._seconds


async def test_what_is_there_at_once_is_the_outcome() -> None:
    assert await QuickReads(Backend().call, within=_SOON).outcome(a_call()) == FOUND


async def test_a_refusal_is_an_outcome_and_no_reason_to_stay_away() -> None:
    tools = tools_with(RecordingCaller(lambda _: MISSING))
    reads = QuickReads(tools.call_tool, within=timedelta(seconds=5))

    assert [await reads.outcome(a_call()) for _ in range(2)] == [MISSING, MISSING]


async def test_a_tool_that_was_late_is_left_alone_for_a_while() -> None:
    """Each late read would hold up a conversation, and a place that others wait for."""
    backend, clock = Backend(quick=False), HandClock()
    reads = QuickReads(
        backend.call, within=_SOON, leaves_alone=timedelta(seconds=30), now=clock.now
    )
    assert await reads.outcome(a_call()) is None
    backend.open.set()

    clock.add(29)
    assert await reads.outcome(a_call()) is None
    assert backend.asked == 1
    assert await reads.outcome(a_call("another")) == FOUND

    clock.add(2)
    assert await reads.outcome(a_call()) == FOUND


async def test_a_tool_that_was_away_is_left_alone_for_a_while() -> None:
    """The way over the other worker has the patience, and the named failure."""
    caller = RecordingCaller(raising(DependencyUnavailable("503")))
    reads = QuickReads(tools_with(caller).call_tool, within=timedelta(seconds=5))

    assert [await reads.outcome(a_call()) for _ in range(3)] == [None] * 3
    assert caller.called == ["issue_refund"]


async def test_no_more_run_at_once_than_there_are_places() -> None:
    """The rest does not wait here: it goes to the worker that has the places."""
    backend = Backend(quick=False)
    reads = QuickReads(backend.call, within=timedelta(seconds=5), most_at_once=1)
    first = asyncio.create_task(reads.outcome(a_call()))
    await backend.is_asked.wait()

    assert await reads.outcome(a_call()) is None
    backend.open.set()

    assert await first == FOUND
    assert await reads.outcome(a_call()) == FOUND
