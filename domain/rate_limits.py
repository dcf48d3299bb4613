"""Limits that hold on also while the database is down."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

from domain.errors import DependencyUnavailable
from domain.identities import SessionProof
from domain.limits import Admission, Limit
from domain.ports import Doorkeeper, RateLimiter

_WITHIN = timedelta(seconds=2.5)
"""A database that is only slow is waited for: it knows what is spooled, and keeps the order."""


_MOST_KEYS = 100_000


class LocalRateLimiter:
    """GCRA in one process, which remembers so many keys: `tat` is when the bucket is full again."""

    def __init__(self, *, most_keys: int = _MOST_KEYS) -> None:
        self._most_keys = most_keys
        self._tat: dict[str, float] = {}

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        return self.take_now(key, per_minute=per_minute, burst=burst)

    def take_now(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        interval = 60 / per_minute
        now = time.monotonic()
        tat = max(self._tat.get(key, now), now)
        wait = tat - now - (burst - 1) * interval
        if wait > 1e-9:  # noqa: PLR2004 - less is a rounding error
            return timedelta(seconds=wait)
        self._tat[key] = tat + interval
        if len(self._tat) > self._most_keys:
            self._forget(now)
        return None

    def _forget(self, now: float) -> None:
        """What has run out, and of the rest the older half: it must not be a way to fill memory."""
        self._tat = {key: tat for key, tat in self._tat.items() if tat > now}
        for key in list(self._tat)[: max(0, len(self._tat) - self._most_keys // 2)]:
            del self._tat[key]


class RateLimiterWithFallback:
    """Exact across replicas while the shared limiter answers; else each replica counts alone.

    A message must not be refused because the database is down, nor may anybody flood us then.
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

    What is spooled is not known then: order against it is not promised while the database is down.
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


async def take_all(
    limiter: RateLimiter, limits: Sequence[Limit], *, goes_on: bool = True
) -> Admission:
    """Take from each in order, until one refuses.

    A conversation that goes on, and has not just used up half of the first limit, its own, may
    take of each limit what is kept; all others only the rest. So newcomers, however many, and who
    floods never use up what somebody in the middle of a conversation needs.
    """
    first, *others = limits
    is_favoured = goes_on and await _take(limiter, first, half(first.burst)) is None
    if not is_favoured and (wait := await _take(limiter, first, first.burst)) is not None:
        return Admission(refused_by=first, wait=wait)
    for limit in others:
        burst = limit.burst if is_favoured else limit.burst - limit.kept
        if (wait := await _take(limiter, limit, burst)) is not None:
            return Admission(refused_by=limit, wait=wait)
    return Admission()


def half(burst: int) -> int:
    return (burst + 1) // 2


async def _take(limiter: RateLimiter, limit: Limit, burst: int) -> timedelta | None:
    return await limiter.take(limit.key, per_minute=limit.per_minute, burst=burst)
