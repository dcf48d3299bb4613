"""Rate limits and admission that keep working while the database is down."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from domain.errors import DependencyUnavailable
from domain.identities import SessionProof
from domain.ports import AdmissionControl, RateLimiter
from domain.rate_counters import take_all
from domain.rate_limits import Admission, Limit

ASKED_WITHIN = timedelta(seconds=2.5)
"""A database that is only slow is waited for: it knows what is spooled, and keeps the order."""


class RateLimiterWithFallback:
    """Exact across replicas while the shared limiter answers; else each replica counts alone.

    A message must not be refused because the database is down, nor may anybody flood us then.
    """

    def __init__(
        self, shared: RateLimiter, own: RateLimiter, *, within: timedelta = ASKED_WITHIN
    ) -> None:
        self._shared = shared
        self._own = own
        self._within = within.total_seconds()

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        """None when allowed; else how long until the next one is."""
        try:
            async with asyncio.timeout(self._within):
                return await self._shared.take(key, per_minute=per_minute, burst=burst)
        except (DependencyUnavailable, TimeoutError):
            return await self._own.take(key, per_minute=per_minute, burst=burst)


class AdmissionControlWithFallback:
    """The shared admission control while it answers; else each replica counts alone.

    What is spooled is not known then: order against it is not promised while the database is down.
    Nor is it known whether the session still holds: the turn's commit finds out.
    """

    def __init__(
        self, shared: AdmissionControl, own: RateLimiter, *, within: timedelta = ASKED_WITHIN
    ) -> None:
        self._shared = shared
        self._own = own
        self._within = within.total_seconds()

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        """As the port; an admission of this replica alone is not `checked`."""
        try:
            async with asyncio.timeout(self._within):
                return await self._shared.admit(tenant_id, conversation_id, limits, proof)
        except (DependencyUnavailable, TimeoutError):
            return await take_all(self._own, limits)
