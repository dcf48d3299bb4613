"""Both limits and the look into the spool, in one statement."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import (
    Channel,
)
from domain.identities import SessionProof
from domain.messages import (
    InboundMessage,
)
from domain.ports import AdmissionControl, InboundSpool
from domain.rate_limits import Admission, Limit
from infra.memory.database import MemoryDatabase
from infra.memory.identities import MemoryIdentities
from infra.memory.rate_limits import MemoryAdmissionControl, MemoryRateLimiter
from infra.memory.spool import MemorySpool
from infra.postgres.engine import create_engine
from infra.postgres.rate_limits import PostgresAdmissionControl, PostgresRateLimiter
from infra.postgres.spool import PostgresSpool
from tests.fakes.keys import FakeKeys
from tests.integration.postgres.stores import Stores

NOBODY = SessionProof()
_ON_A_BUSY_MACHINE = timedelta(minutes=2)
"""A hundred wait for ten connections: how long is not what is tested."""


@pytest.fixture(params=["memory", "postgres"])
def door(
    request: pytest.FixtureRequest, engine: AsyncEngine
) -> tuple[AdmissionControl, InboundSpool]:
    """The same tests over the real admission control and over its memory twin."""
    if request.param == "memory":
        spool = MemorySpool()
        return MemoryAdmissionControl(
            MemoryRateLimiter(), spool, MemoryIdentities(MemoryDatabase())
        ), spool
    return PostgresAdmissionControl(engine), PostgresSpool(engine, FakeKeys())


def limits(tenant: str, *, visitor: int, everybody: int, who: str = "v-1") -> tuple[Limit, Limit]:
    return (
        Limit(f"{tenant}/visitor/{who}", per_minute=6, burst=visitor),
        Limit(f"{tenant}/tenant/all", per_minute=6, burst=everybody),
    )


async def test_the_limit_that_refuses_is_named_and_says_for_how_long(
    door: tuple[AdmissionControl, InboundSpool], postgres: Stores
) -> None:
    """
    A visitor over their own limit takes nothing from the tenant's: others go on.
    """
    keeper, _ = door
    tenant = postgres.tenant
    mine = limits(tenant, visitor=2, everybody=3)
    others = limits(tenant, visitor=2, everybody=3, who="v-2")

    mine_in = [await keeper.admit(tenant, "c-1", mine, NOBODY) for _ in range(4)]
    others_in = [await keeper.admit(tenant, "c-2", others, NOBODY) for _ in range(2)]

    assert [one.refused_by for one in mine_in] == [None, None, mine[0], mine[0]]
    assert [one.refused_by for one in others_in] == [None, others[1]]
    assert replace(mine_in[0], ahead=timedelta(0)) == Admission(checked=True)
    assert [round(one.ahead / timedelta(seconds=10)) for one in mine_in] == [1, 2, 2, 2]
    for refused in (*mine_in[2:], others_in[1]):
        assert timedelta(0) < refused.wait <= timedelta(seconds=10)


async def test_what_waits_in_the_spool_is_said_at_the_door(
    door: tuple[AdmissionControl, InboundSpool], postgres: Stores
) -> None:
    """
    Of this conversation and this tenant only: everybody else's messages go their way.
    """
    keeper, spool = door
    tenant = postgres.tenant
    await spool.add(
        InboundMessage(
            message_id="m-1",
            tenant_id=tenant,
            conversation_id="c-1",
            channel=Channel.WEB,
            text="hello",
            received_at=datetime.now(UTC),
        )
    )
    wide = limits(tenant, visitor=9, everybody=9)

    assert (await keeper.admit(tenant, "c-1", wide, NOBODY)).spooled
    assert not (await keeper.admit(tenant, "c-2", wide, NOBODY)).spooled
    assert not (
        await keeper.admit("globex", "c-1", limits("globex", visitor=9, everybody=9), NOBODY)
    ).spooled


async def test_of_200_at_once_exactly_the_tenants_burst_is_admitted(
    postgres: Stores, owner_url: str
) -> None:
    """
    However many visitors and gateways there are, the tenant's limit is one.
    """
    engines = [create_engine(owner_url, pool_timeout=_ON_A_BUSY_MACHINE) for _ in range(2)]
    gateways = [PostgresAdmissionControl(engine) for engine in engines]

    def knock(n: int) -> tuple[Limit, Limit]:
        return limits(postgres.tenant, visitor=3, everybody=10, who=f"v-{n % 50}")

    admitted = await asyncio.gather(
        *(gateways[n % 2].admit(postgres.tenant, f"c-{n}", knock(n), NOBODY) for n in range(200))
    )

    assert sum(one.refused_by is None for one in admitted) == 10
    for engine in engines:
        await engine.dispose()


async def test_it_shares_its_counts_with_the_limiter_and_takes_one_round_trip(
    postgres: Stores, engine: AsyncEngine, statements: list[str]
) -> None:
    """
    While versions are mixed at a deploy, old gateways and new ones count together.
    """
    mine, everybody = limits(postgres.tenant, visitor=2, everybody=9)
    await PostgresRateLimiter(engine).take(mine.key, per_minute=6, burst=2)
    statements.clear()

    first = await PostgresAdmissionControl(engine).admit(
        postgres.tenant, "c-1", (mine, everybody), NOBODY
    )
    assert len(statements) == 1
    second = await PostgresAdmissionControl(engine).admit(
        postgres.tenant, "c-1", (mine, everybody), NOBODY
    )

    assert (first.refused_by, second.refused_by) == (None, mine)


async def _go_on(stores: Stores, keeper: AdmissionControl, conversation: str) -> None:
    """Make it a conversation that admission control knows, wherever it looks for that."""
    wide = limits(stores.tenant, visitor=9, everybody=9, who=f"begins-{conversation}")
    unlimited = (wide[0], Limit(f"{stores.tenant}/tenant/{conversation}", per_minute=6, burst=9))
    await keeper.admit(stores.tenant, conversation, unlimited, NOBODY)
    await stores.open(conversation)


async def test_newcomers_and_who_floods_leave_a_share_to_conversations_that_go_on(
    door: tuple[AdmissionControl, InboundSpool], postgres: Stores
) -> None:
    """
    However many begin, and however fast one of those within writes, who has a conversation and
    takes their time is let in.
    """
    keeper, _ = door
    tenant = postgres.tenant
    everybody = Limit(f"{tenant}/tenant/all", per_minute=6, burst=10, kept=4)

    def of(who: str) -> tuple[Limit, Limit]:
        return Limit(f"{tenant}/visitor/{who}", per_minute=6, burst=4), everybody

    await _go_on(postgres, keeper, "going")
    await _go_on(postgres, keeper, "flooding")

    newcomers = [await keeper.admit(tenant, f"new-{n}", of(f"new-{n}"), NOBODY) for n in range(10)]
    flood = [await keeper.admit(tenant, "flooding", of("flooding"), NOBODY) for _ in range(4)]
    going = [await keeper.admit(tenant, "going", of("going"), NOBODY) for _ in range(2)]

    assert [one.refused_by is None for one in newcomers] == [True] * 6 + [False] * 4
    assert [one.refused_by is None for one in flood] == [True] * 2 + [False] * 2
    assert [one.refused_by is None for one in going] == [True, True]
    assert (await keeper.admit(tenant, "going", of("going"), NOBODY)).refused_by == everybody
