"""Waiting for something outside to become true."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

_T = TypeVar("_T")


async def eventually(
    look: Callable[[], Awaitable[_T | None]], *, within_s: float = 20, every_s: float = 0.1
) -> _T:
    """The first result that is not None; TimeoutError when none comes in time."""
    async with asyncio.timeout(within_s):
        while (found := await look()) is None:  # noqa: ASYNC110 - what is outside sends no event
            await asyncio.sleep(every_s)
        return found
