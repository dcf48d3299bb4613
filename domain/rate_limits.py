"""Limits that hold on also while the database is away."""

import asyncio
from datetime import timedelta

from domain.errors import DependencyUnavailable
from domain.ports import RateLimiter

_WITHIN = timedelta(seconds=1)


class RateLimiterWithFallback:
    """Exact across replicas while the shared limiter answers; else each replica counts alone.

    A message must not be refused because the database is away, nor may anybody flood us then.
    """

    def __init__(
        self, shared: RateLimiter, own: RateLimiter, *, within: timedelta = _WITHIN
    ) -> None:
        self._shared = shared
        self._own = own
        self._within = within.total_seconds()

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        try:
            async with asyncio.timeout(self._within):
                return await self._shared.take(key, per_minute=per_minute, burst=burst)
        except (DependencyUnavailable, TimeoutError):
            return await self._own.take(key, per_minute=per_minute, burst=burst)
