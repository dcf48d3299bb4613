"""Installs of channels that are under way, over PostgreSQL and over the memory twin."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.channel_installs import MOST_PENDING, PendingInstall
from domain.ports import ChannelInstalls
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.postgres.channel_installs import PostgresChannelInstalls

HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture
def stored(engine: AsyncEngine) -> PostgresChannelInstalls:
    return PostgresChannelInstalls(engine)


@pytest.fixture(params=["memory", "postgres"])
def installs(request: pytest.FixtureRequest, stored: PostgresChannelInstalls) -> ChannelInstalls:
    return MemoryChannelInstalls() if request.param == "memory" else stored


def an_install(**changed: str) -> PendingInstall:
    values = {"state": uuid4().hex * 2, "browser": uuid4().hex * 2, "account": "support"}
    return PendingInstall(channel=Channel.SLACK, **{**values, **changed})


async def test_a_state_is_good_once(installs: ChannelInstalls, tenant: str) -> None:
    """And for its own tenant alone."""
    install = an_install()
    await installs.begin(tenant, install)

    assert not await installs.take("tother", install)
    assert await installs.take(tenant, install)
    assert not await installs.take(tenant, install)


@pytest.mark.parametrize("changed", ["account", "browser", "channel"])
async def test_what_does_not_fit_spends_the_state(
    installs: ChannelInstalls, tenant: str, changed: str
) -> None:
    """Another app, another browser, another channel."""
    install = an_install()
    other = {"account": "sales", "browser": "b" * 64, "channel": Channel.SMS}[changed]
    await installs.begin(tenant, install)

    assert not await installs.take(tenant, install.model_copy(update={changed: other}))
    assert not await installs.take(tenant, install)


async def test_two_who_come_back_at_once_are_one(
    stored: PostgresChannelInstalls, tenant: str
) -> None:
    """A browser that repeats its request."""
    install = an_install()
    await stored.begin(tenant, install)

    taken = await asyncio.gather(*(stored.take(tenant, install) for _ in range(5)))

    assert sorted(taken) == [False, False, False, False, True]


async def test_after_ten_minutes_it_is_too_late(
    stored: PostgresChannelInstalls, owner: psycopg.AsyncConnection, tenant: str
) -> None:
    """Nor is it kept any longer than until the next one begins."""
    late = an_install()
    await stored.begin(tenant, late)
    await owner.execute("UPDATE channel_installs SET begun_at = begun_at - interval '10 minutes'")
    assert not await stored.take(tenant, late)

    await stored.begin(tenant, late)
    await owner.execute("UPDATE channel_installs SET begun_at = begun_at - interval '10 minutes'")
    await stored.begin(tenant, an_install())

    assert await _kept(owner, tenant) == 1


async def test_only_hashes_are_kept(
    stored: PostgresChannelInstalls, owner: psycopg.AsyncConnection, tenant: str
) -> None:
    """Whoever reads the database can finish nobody's installation."""
    install = an_install()
    await stored.begin(tenant, install)
    cursor = await owner.execute(
        "SELECT t::text FROM channel_installs t WHERE tenant_id = %s", (tenant,)
    )
    [[row]] = await cursor.fetchall()

    for secret in (install.state, install.browser):
        assert secret not in row
        assert secret.encode().hex() not in row


async def test_a_tenants_pending_installs_are_bounded(
    stored: PostgresChannelInstalls, owner: psycopg.AsyncConnection, tenant: str
) -> None:
    """The oldest are forgotten; another tenant's are not."""
    await stored.begin("tother", an_install())
    await owner.execute(
        "INSERT INTO channel_installs (tenant_id, state_hash, browser_hash, channel, account,"
        " begun_at) SELECT %s, int4send(n), 'b', 'slack', 'support', now() - interval '1 minute'"
        " FROM generate_series(1, 1500) n",
        (tenant,),
    )
    install = an_install()
    await stored.begin(tenant, install)

    assert await _kept(owner, tenant) == MOST_PENDING
    assert await _kept(owner, "tother") >= 1
    assert await stored.take(tenant, install)


async def test_one_at_a_time_exchanges_a_token(installs: ChannelInstalls, tenant: str) -> None:
    """Each account by itself."""
    claims = await asyncio.gather(
        *(
            installs.claim_refresh(tenant, Channel.SLACK, "T0123ABC", lasts=HALF_A_MINUTE)
            for _ in range(5)
        )
    )
    assert sorted(claims) == [False, False, False, False, True]
    for other in ((tenant, Channel.SLACK, "T9"), ("tother" + tenant, Channel.SLACK, "T0123ABC")):
        assert await installs.claim_refresh(*other, lasts=HALF_A_MINUTE)


async def test_a_claim_ends_by_itself(installs: ChannelInstalls, tenant: str) -> None:
    """Whoever had it may have died."""
    place = (tenant, Channel.SLACK, "T0123ABC")
    assert await installs.claim_refresh(*place, lasts=timedelta(milliseconds=1))
    await asyncio.sleep(0.01)

    assert await installs.claim_refresh(*place, lasts=HALF_A_MINUTE)
    assert not await installs.claim_refresh(*place, lasts=HALF_A_MINUTE)


async def _kept(owner: psycopg.AsyncConnection, tenant: str) -> int:
    cursor = await owner.execute(
        "SELECT count(*) FROM channel_installs WHERE tenant_id = %s", (tenant,)
    )
    [[count]] = await cursor.fetchall()
    return int(count)
