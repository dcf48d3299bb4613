"""Limits while the database is down."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.errors import DependencyUnavailable
from domain.identities import SessionProof
from domain.limits import Admission, Limit
from domain.rate_limits import DoorkeeperWithFallback, RateLimiterWithFallback
from infra.memory.database import MemoryDatabase
from infra.memory.doors import MemoryDoorkeeper, MemoryRateLimiter
from infra.memory.identities import MemoryIdentities
from infra.memory.spool import MemorySpool

NOBODY = SessionProof()


class Away:
    """A shared limiter that cannot be reached, or does not come back."""

    def __init__(self, *, hangs: bool) -> None:
        self._hangs = hangs

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        if self._hangs:
            await asyncio.Event().wait()
        raise DependencyUnavailable("down")

    async def admit(
        self, tenant_id: str, conversation_id: str, limits: Sequence[Limit], proof: SessionProof
    ) -> Admission:
        await self.take("", per_minute=1, burst=1)
        return Admission(spooled=True)


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


@pytest.mark.parametrize("hangs", [False, True], ids=["refuses", "hangs"])
async def test_the_door_stays_open_while_the_database_is_away(*, hangs: bool) -> None:
    """
    Both limits hold on this replica alone, in their order, and nobody waits for the spool.
    """
    keeper = DoorkeeperWithFallback(
        Away(hangs=hangs), MemoryRateLimiter(), within=timedelta(milliseconds=10)
    )
    visitor, tenant = Limit("acme/visitor/v", 60, 1), Limit("acme/tenant/all", 60, 2)
    other = Limit("acme/visitor/w", 60, 9)

    admitted = [await keeper.admit("acme", "c-1", (visitor, tenant), NOBODY) for _ in range(2)]
    admitted += [await keeper.admit("acme", "c-2", (other, tenant), NOBODY) for _ in range(2)]

    assert [one.refused_by for one in admitted] == [None, visitor, None, tenant]
    assert not any(one.spooled for one in admitted)


async def test_the_shared_door_decides_while_it_answers() -> None:
    """
    Else a replica that has seen nothing would let everybody in again.
    """
    shared = MemoryDoorkeeper(
        MemoryRateLimiter(), MemorySpool(), MemoryIdentities(MemoryDatabase())
    )
    one, two = (DoorkeeperWithFallback(shared, MemoryRateLimiter()) for _ in range(2))
    limit = Limit("acme/visitor/v", 60, 1)

    assert (await one.admit("acme", "c-1", [limit], NOBODY)).refused_by is None
    assert (await two.admit("acme", "c-1", [limit], NOBODY)).refused_by is limit
