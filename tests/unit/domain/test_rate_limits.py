"""Limits while the database is away."""

import asyncio
from datetime import timedelta

import pytest

from domain.errors import DependencyUnavailable
from domain.rate_limits import RateLimiterWithFallback
from infra.memory.doors import MemoryRateLimiter


class Away:
    """A shared limiter that cannot be reached, or does not come back."""

    def __init__(self, *, hangs: bool) -> None:
        self._hangs = hangs

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        if self._hangs:
            await asyncio.Event().wait()
        raise DependencyUnavailable("down")


@pytest.mark.parametrize("hangs", [False, True], ids=["refuses", "hangs"])
async def test_each_replica_counts_alone_while_the_database_is_away(*, hangs: bool) -> None:
    """
    Messages go on being accepted, and a flood is still refused.
    """
    limiter = RateLimiterWithFallback(
        Away(hangs=hangs), MemoryRateLimiter(), within=timedelta(milliseconds=10)
    )

    waits = [await limiter.take("acme/visitor/v", per_minute=60, burst=3) for _ in range(4)]

    assert waits[:3] == [None, None, None]
    assert waits[3] is not None
