"""Accounts of tenants on channels, over PostgreSQL and over the memory twin."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError, Conflict, NotFound
from domain.ports import ChannelConnections
from infra.memory.channel_connections import MemoryChannelConnections
from infra.postgres.channel_connections import PostgresChannelConnections
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY

SECRET = "whsec_correct-horse-battery"
HERE = Channel.WEBHOOK


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture
def stored(engine: AsyncEngine) -> PostgresChannelConnections:
    return PostgresChannelConnections(engine, PostgresTenantKeys(engine, MASTER_KEY))


@pytest.fixture(params=["memory", "postgres"])
def connections(
    request: pytest.FixtureRequest, stored: PostgresChannelConnections
) -> ChannelConnections:
    return MemoryChannelConnections() if request.param == "memory" else stored


def an_account(account: str = "support", url: str = "https://x.example/in") -> ChannelConnection:
    return ChannelConnection(
        channel=HERE,
        account=account,
        settings={"url": url},
        secrets={"signing": SecretStr(SECRET)},
    )


async def test_is_kept_found_changed_and_removed(
    connections: ChannelConnections, tenant: str
) -> None:
    """The second takes the place of the first."""
    await connections.connect(tenant, an_account())
    await connections.connect(tenant, an_account(url="https://new.example"))

    assert await connections.get(tenant, HERE, "support") == an_account(url="https://new.example")

    await connections.remove(tenant, HERE, "support")
    for call in (connections.get, connections.remove):
        with pytest.raises(NotFound):
            await call(tenant, HERE, "support")


async def test_is_one_tenants_one_channels_and_one_accounts(
    connections: ChannelConnections, tenant: str
) -> None:
    """Nobody finds, lists or removes another's."""
    await connections.connect(tenant, an_account())

    for place in (
        ("tother", HERE, "support"),
        (tenant, Channel.SMS, "support"),
        (tenant, HERE, "x"),
    ):
        with pytest.raises(NotFound):
            await connections.get(*place)
        with pytest.raises(NotFound):
            await connections.remove(*place)
    assert await connections.listed("tother") == []


async def test_is_listed_in_order_without_its_secret(
    connections: ChannelConnections, tenant: str
) -> None:
    """An operator sees that there is one, and never which."""
    await connections.connect(tenant, an_account("support"))
    await connections.connect(tenant, an_account("sales"))

    listed = await connections.listed(tenant)

    assert [one.account for one in listed] == ["sales", "support"]
    assert listed[0].settings == {"url": "https://x.example/in"}
    assert listed[0].secrets == ("signing",)
    assert SECRET not in "".join(one.model_dump_json() for one in listed)
    assert SECRET not in repr(await connections.get(tenant, HERE, "sales"))


async def test_one_that_its_provider_has_ended_is_listed_only(
    connections: ChannelConnections, tenant: str
) -> None:
    """Whoever looks sees why nothing comes any more; connected anew it works again."""
    await connections.end(tenant, HERE, "support", "nothing to end yet")
    await connections.connect(tenant, an_account())
    await connections.end(tenant, HERE, "support", "uninstalled" + "!" * 500)
    await connections.end(tenant, HERE, "support", "a later reason")

    with pytest.raises(NotFound):
        await connections.get(tenant, HERE, "support")
    [listed] = await connections.listed(tenant)
    assert (listed.end_reason or "").startswith("uninstalled!")
    assert len(listed.end_reason or "") == 300

    await connections.connect(tenant, an_account())
    assert await connections.get(tenant, HERE, "support") == an_account()
    assert [one.end_reason for one in await connections.listed(tenant)] == [None]


async def test_one_with_other_settings_by_now_goes_on(
    connections: ChannelConnections, tenant: str
) -> None:
    """What has ended is where it was until then."""
    await connections.connect(tenant, an_account(url="https://new.example"))
    old, new = {"url": "https://x.example/in"}, {"url": "https://new.example"}

    assert not await connections.end(tenant, HERE, "support", "gone", settings=old)
    assert (await connections.get(tenant, HERE, "support")).settings == new

    assert await connections.end(tenant, HERE, "support", "gone", settings=new)
    assert await connections.end(tenant, HERE, "support", "gone", settings=new)
    with pytest.raises(NotFound):
        await connections.get(tenant, HERE, "support")


async def test_one_that_was_connected_anew_since_then_goes_on(
    connections: ChannelConnections, tenant: str
) -> None:
    """Word of an end comes late, and may come again once somebody has connected the account."""
    await connections.connect(tenant, an_account())
    now = datetime.now(UTC)

    await connections.end(tenant, HERE, "support", "gone", connected_by=now - timedelta(hours=1))
    assert await connections.get(tenant, HERE, "support") == an_account()

    await connections.end(tenant, HERE, "support", "gone", connected_by=now + timedelta(hours=1))
    with pytest.raises(NotFound):
        await connections.get(tenant, HERE, "support")


async def test_there_is_an_end_to_them(
    connections: ChannelConnections, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are listed as a whole, so their number is bounded; one that is there may be changed."""
    for kind in ("memory", "postgres"):
        monkeypatch.setattr(f"infra.{kind}.channel_connections.MOST_CONNECTIONS", 10)
    for number in range(10):
        await connections.connect(tenant, an_account(f"a{number}"))
    with pytest.raises(Conflict, match="remove one first"):
        await connections.connect(tenant, an_account("one-too-many"))
    await connections.connect(tenant, an_account("a0", "https://new.example"))


async def test_a_dump_tells_neither_address_nor_secret(
    stored: PostgresChannelConnections, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """What is sealed opens in its own row only."""
    await stored.connect(tenant, an_account())
    found = await owner.execute(
        "SELECT sealed FROM channel_connections WHERE tenant_id = %s", (tenant,)
    )
    row = await found.fetchone()
    assert row is not None
    assert SECRET.encode() not in row[0]
    assert b"x.example" not in row[0]

    copy = """
    INSERT INTO channel_connections (tenant_id, channel, account, key_id, sealed)
    SELECT tenant_id, channel, 'copy', key_id, sealed FROM channel_connections
    WHERE tenant_id = %s
    """
    await owner.execute(copy, (tenant,))
    with pytest.raises(ConfigurationError, match="cannot be opened; connect it again"):
        await stored.get(tenant, HERE, "copy")
    listed = await stored.listed(tenant)
    assert [one.end_reason for one in listed] == ["cannot be opened; connect it again", None]


async def test_without_its_key_it_is_to_be_connected_again(
    stored: PostgresChannelConnections, engine: AsyncEngine, tenant: str
) -> None:
    """It is there: its provider is not told that it is nobody's, and the operator sees why."""
    await stored.connect(tenant, an_account())
    key_id, _ = await PostgresTenantKeys(engine, MASTER_KEY).current(tenant)
    await PostgresTenantKeys(engine, MASTER_KEY).shred(tenant, key_id)
    later = PostgresChannelConnections(engine, PostgresTenantKeys(engine, MASTER_KEY))

    with pytest.raises(ConfigurationError, match="cannot be opened; connect it again"):
        await later.get(tenant, HERE, "support")
    [listed] = await later.listed(tenant)
    assert (listed.settings, listed.secrets) == ({}, ())
    assert listed.end_reason == "cannot be opened; connect it again"


@pytest.mark.parametrize("account", ["", "x" * 201, "a\u200bb", "a\nb"])
def test_an_account_has_a_name_that_can_be_seen(account: str) -> None:
    """It stands in addresses, lists and logs."""
    with pytest.raises(ValidationError):
        an_account(account)
