"""Events, what is said between them, and a clock, in one stream."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from api.streams import mixed


async def _events(*given: int, held: asyncio.Event | None = None) -> AsyncIterator[int]:
    for each in given:
        yield each
    if held is not None:
        await held.wait()


async def test_everything_comes_in_its_order_until_the_events_end() -> None:
    """More of them than are read ahead, with something said beside them."""
    asides: asyncio.Queue[str] = asyncio.Queue()
    asides.put_nowait("aside")

    got = [each async for each in mixed(_events(*range(50)), asides, every_s=60)]

    assert [each for each in got if each != "aside"] == list(range(50))
    assert got.count("aside") == 1


async def test_the_clock_rings_while_nothing_happens_and_while_much_does() -> None:
    """It is what ends a stream whose person was signed out."""
    held, asides = asyncio.Event(), asyncio.Queue[str]()
    rung = 0

    async for each in mixed(_events(*range(5), held=held), asides, every_s=0.001):
        rung += each is None
        if rung == 3:
            held.set()

    assert rung >= 3


async def test_a_failure_of_the_events_is_the_streams_own() -> None:
    """After what came before it."""

    async def failing() -> AsyncIterator[int]:
        yield 1
        raise ValueError("gone")

    stream = mixed(failing(), asyncio.Queue[str](), every_s=60)

    assert await anext(stream) == 1
    with pytest.raises(ValueError, match="gone"):
        await anext(stream)


async def test_nothing_runs_on_when_a_stream_is_left() -> None:
    """However many came and went."""
    before = len(asyncio.all_tasks())
    stream = mixed(_events(1, 2, 3, held=asyncio.Event()), asyncio.Queue[str](), every_s=60)
    assert await anext(stream) == 1

    await stream.aclose()

    assert len(asyncio.all_tasks()) == before
