"""Limits that hold on also while the database is away."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from domain.errors import DependencyUnavailable
from domain.identities import SessionProof
from domain.limits import Admission, Limit
from domain.ports import Doorkeeper, RateLimiter

_WITHIN = timedelta(seconds=2.5)
"""A database that is only slow is waited for: it knows what is spooled, and keeps the order."""


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


class DoorkeeperWithFallback:
    """The shared doorkeeper while it answers; else each replica counts alone.

    What is spooled is not known then: order against it is not promised while the database is away.
    Nor is it known whether the session still holds: the turn's commit finds out.
    """

    def __init__(
        self, shared: Doorkeeper, own: RateLimiter, *, within: timedelta = _WITHIN
    ) -> None:
        self._shared = shared
        self._own = own
        self._within = within.total_seconds()

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        try:
            async with asyncio.timeout(self._within):
                return await self._shared.admit(tenant_id, conversation_id, limits, proof)
        except (DependencyUnavailable, TimeoutError):
            return await take_all(self._own, limits)


async def take_all(limiter: RateLimiter, limits: Sequence[Limit]) -> Admission:
    """Take from each in order, until one refuses."""
    for limit in limits:
        wait = await limiter.take(limit.key, per_minute=limit.per_minute, burst=limit.burst)
        if wait is not None:
            return Admission(refused_by=limit, wait=wait)
    return Admission()
