"""A chain over doubles of vendors: the requests that really go out, by the real adapters."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.errors import NoModelAnswered
from domain.language_models.stream import ModelFinished, StartAgain
from provider_doubles.faults import FaultKind
from tests.integration.language_models.servers import Server, running_server
from tests.unit.infra.language_models.chains import World, heard


@asynccontextmanager
async def two_servers() -> AsyncIterator[tuple[Server, Server]]:
    async with running_server("cohere") as large, running_server("vllm") as small:
        yield large, small


async def test_503_for_ever_sends_exactly_as_many_requests_as_the_policy() -> None:
    """The SDK of the vendor must not try again by itself: once, and the last one twice."""
    world = World()
    async with two_servers() as (large, small):
        for server in (large, small):
            server.fail(FaultKind.UNAVAILABLE, times=None)
        with pytest.raises(NoModelAnswered):
            await heard(world.chain(large.model(), small.model()))
        assert (large.attempts, small.attempts) == (1, 2)


async def test_a_retired_id_leads_to_the_next_model_within_the_turn() -> None:
    """And the customers after that do not pay for it."""
    world = World()
    async with two_servers() as (large, small):
        chain = world.chain(large.model(model="command-nightly-1999"), small.model())
        last = (await heard(chain))[-1]
        again = (await heard(chain))[-1]
        assert (large.attempts, small.attempts) == (1, 2)
    assert isinstance(last, ModelFinished)
    assert isinstance(again, ModelFinished)
    assert (last.connection, last.attempts, again.attempts) == ("m1", 2, 1)


async def test_retry_after_is_waited_for() -> None:
    """As the vendor's header says."""
    world = World()
    async with two_servers() as (large, small):
        large.fail(FaultKind.RATE_LIMITED, seconds=2)
        last = (await heard(world.chain(large.model(), small.model())))[-1]
        assert (large.attempts, small.attempts) == (2, 0)
    assert isinstance(last, ModelFinished)
    assert world.slept == [2.0]


@pytest.mark.parametrize(
    "fault", [FaultKind.ERROR_MIDWAY, FaultKind.CUT_MIDWAY, FaultKind.END_MIDWAY]
)
async def test_a_stream_that_breaks_after_words_is_begun_again(fault: FaultKind) -> None:
    """One whole answer, and it is said from where on."""
    world = World()
    async with two_servers() as (large, small):
        large.fail(fault)
        events = await heard(world.chain(large.model(), small.model()))
    assert sum(isinstance(event, StartAgain) for event in events) == 1
    assert isinstance(events[-1], ModelFinished)
    assert events[-1].connection == "m1"
