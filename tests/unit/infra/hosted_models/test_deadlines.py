"""Deadlines of a stream: the first word, the pause between two, and the whole."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from domain.errors import DependencyUnavailable
from infra.hosted_models import deadlines
from infra.hosted_models.deadlines import Deadlines, StreamClock

AGES_S = 60.0
"""No machine is too busy for that."""


async def chunks(*waits: float) -> AsyncGenerator[int]:
    for place, wait in enumerate(waits):
        await asyncio.sleep(wait)
        yield place


async def play(clock: StreamClock, *waits: float, speaks: bool, completes: bool = False) -> int:
    count = 0
    async for _ in clock.paced(chunks(*waits)):
        count += 1
        clock.heard(has_spoken=speaks, is_complete=completes)
    return count


async def test_events_without_words_put_off_nothing() -> None:
    """A server that plans, or keeps the connection open, has not begun to answer."""
    limits = Deadlines(first_word_s=0.02, between_s=AGES_S, whole_s=AGES_S)
    with pytest.raises(DependencyUnavailable, match=r"sent no word within 0\.02 s"):
        await play(StreamClock("v", limits), *[0.005] * 20, speaks=False)


async def test_silence() -> None:
    limits = Deadlines(first_word_s=AGES_S, between_s=0.02, whole_s=AGES_S)
    with pytest.raises(DependencyUnavailable, match="fell silent"):
        await play(StreamClock("v", limits), 0, 0, 10, speaks=True)


async def test_words_that_never_end() -> None:
    limits = Deadlines(first_word_s=AGES_S, between_s=AGES_S, whole_s=0.05)
    with pytest.raises(DependencyUnavailable, match="did not finish"):
        await play(StreamClock("v", limits), *[0.005] * 100, speaks=True)


async def test_nobody_waits_for_the_count_of_a_whole_answer() -> None:
    """The answer is there; the connection that stays open does no harm."""
    clock = StreamClock("v", Deadlines(first_word_s=AGES_S, between_s=AGES_S, whole_s=1))
    assert await play(clock, 0, 0, 10, speaks=True, completes=True) == 2


async def test_a_slow_reader_is_no_silence() -> None:
    """Only the vendor's time counts for pauses."""
    clock = StreamClock("v", Deadlines(first_word_s=1, between_s=0.02, whole_s=5))
    count = 0
    async for _ in clock.paced(chunks(0, 0, 0)):
        clock.heard(has_spoken=True)
        await asyncio.sleep(0.03)
        count += 1
    assert count == 3


async def test_a_flood_of_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faster than any deadline."""
    monkeypatch.setattr(deadlines, "_MOST_CHUNKS", 100)
    with pytest.raises(DependencyUnavailable, match="without end"):
        await play(StreamClock("v", Deadlines()), *[0] * 200, speaks=False)
