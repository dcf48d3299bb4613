"""Reads made within a step, and when they are left to somebody else."""

import asyncio
from datetime import timedelta

import pytest

from activities.inline_reads import QuickReads
from domain.errors import DependencyUnavailable
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from tests.support import eventually
from tests.unit.activities.test_tools import MISSING, RecordingCaller, a_call, raising, tools_with

FOUND = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"status": "shipped"})
_SOON = timedelta(milliseconds=20)


class Backend:
    """Answers once it is let go."""

    def __init__(self, *, quick: bool = True) -> None:
        self.open, self.is_asked = asyncio.Event(), asyncio.Event()
        self.asked = self.ended = 0
        if quick:
            self.open.set()

    async def call(self, _: ToolCall) -> ToolOutcome:
        self.asked += 1
        self.is_asked.set()
        try:
            await self.open.wait()
        finally:
            self.ended += 1
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
    reads = QuickReads(backend.call, within=_SOON, now=clock.now)
    assert await reads.outcome(a_call()) is None
    backend.open.set()

    clock.add(0.9)
    assert await reads.outcome(a_call()) is None
    assert backend.asked == 1
    assert await reads.outcome(a_call("another")) == FOUND

    clock.add(0.2)
    assert await reads.outcome(a_call()) == FOUND


async def test_a_tool_that_is_late_again_is_left_alone_for_longer() -> None:
    """A worker that was busy for a moment comes back soon; a backend that is slow is spared."""
    backend, clock = Backend(quick=False), HandClock()
    reads = QuickReads(backend.call, within=timedelta(0), now=clock.now)

    waits = []
    for _ in range(7):
        asked, waited = backend.asked, 0
        while backend.asked == asked:
            assert await reads.outcome(a_call()) is None
            clock.add(1)
            waited += 1
        waits.append(waited)
    await reads.aclose()

    assert waits == [1, 1, 2, 4, 8, 16, 30]


async def test_a_late_read_goes_on_and_keeps_its_place() -> None:
    """Cut off, it would be in no log, and a circuit breaker would hear nothing of a slow server."""
    backend = Backend(quick=False)
    reads = QuickReads(backend.call, within=timedelta(0), most_at_once=1)
    assert await reads.outcome(a_call()) is None
    await backend.is_asked.wait()

    assert await reads.outcome(a_call("another")) is None
    assert (backend.asked, backend.ended) == (1, 0)
    backend.open.set()
    await eventually(lambda: backend.ended == 1)
    await reads.outcome(a_call("another"))

    assert backend.asked == 2


async def test_a_backend_that_says_when_to_come_back_is_asked_then() -> None:
    """Sooner it would refuse again, and count that against us."""
    clock = HandClock()
    caller = RecordingCaller(
        raising(DependencyUnavailable("429", retry_after=timedelta(seconds=20)))
    )
    reads = QuickReads(tools_with(caller).call_tool, within=timedelta(seconds=5), now=clock.now)
    assert await reads.outcome(a_call()) is None

    clock.add(19)
    assert await reads.outcome(a_call()) is None
    assert len(caller.called) == 1
    clock.add(2)
    assert await reads.outcome(a_call()) is None
    assert len(caller.called) == 2


async def test_a_mistake_in_a_late_read_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for it any more, and it would go under."""
    go_on = asyncio.Event()

    async def mistaken(_: ToolCall) -> ToolOutcome:
        await go_on.wait()
        raise ZeroDivisionError

    reads = QuickReads(mistaken, within=timedelta(0))
    assert await reads.outcome(a_call()) is None
    go_on.set()

    await eventually(lambda: "quick_read_failed" in caplog.messages)


async def test_what_is_under_way_at_the_end_is_ended() -> None:
    """The client that it uses closes next."""
    backend = Backend(quick=False)
    reads = QuickReads(backend.call, within=timedelta(0))
    assert await reads.outcome(a_call()) is None
    await backend.is_asked.wait()

    await reads.aclose()

    assert backend.ended == 1


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
