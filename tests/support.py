"""Small things that tests of every kind use."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from inspect import isawaitable
from typing import Any

import httpx
from temporalio.worker import Worker

from bench.growth.timing import floor

_TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

PATIENCE = 90.0
"""Seconds that a condition may take on a busy machine before a test fails."""


async def eventually(
    condition: Callable[[], bool | Awaitable[bool]], *, within: float = PATIENCE
) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(within):
        while True:
            holds = condition()
            if await holds if isawaitable(holds) else holds:
                return
            await asyncio.sleep(0.02)


def plain_http(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    """A client of a server without TLS: to read the certificates of all the world's authorities
    takes 30 ms of a core for each client, and no test here needs them."""
    return httpx.AsyncClient(base_url=base_url, verify=_TRUSTS_NOBODY, **options)


@contextmanager
def in_a_moment() -> Iterator[None]:
    """For what would take minutes if it went wrong: less of the processor than looking a thousand
    times at 100,000 characters takes, on whatever machine."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 1_000 * floor(100_000)


async def unless_dead(worker: "asyncio.Task[None]", *works: Coroutine[Any, Any, None]) -> None:
    """Wait for the works; when their worker ends first, say so instead of letting them wait."""
    working: asyncio.Future[Any] = asyncio.gather(*works)
    first: set[asyncio.Future[Any]] = {worker, working}
    await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        await working
        return
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    reason = None if worker.cancelled() else worker.exception()
    raise AssertionError(f"{worker.get_name()} has ended under its neighbours") from reason


@asynccontextmanager
async def running(workers: Sequence[Worker]) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for worker in workers:
            await stack.enter_async_context(worker)
        yield
