"""Backends connected while the product runs: sealed, one tenant's own, known within seconds."""

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.backends import MOST_BACKENDS, ConnectedBackend
from domain.bot.tool_operations import HttpOperation
from domain.errors import (
    ConfigurationError,
    Conflict,
    DependencyUnavailable,
    DuralogueError,
    NotFound,
)
from domain.tools import ToolStatus
from duralogue.backend_connections import connect_backend, list_backends, remove_backend
from duralogue.wiring.backends import BackendsOfTenants
from infra.http.backends import TenantBackends
from infra.http.tools import open_http_tools
from infra.postgres.backends import PostgresBackends
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings
from tests.integration.http.calls import GET_ORDER, a_call
from tests.integration.http.test_hostile_backends import backend, ok, says
from tests.integration.postgres.conftest import MASTER_KEY

SECRET = "correct-horse-battery"


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture
def backends(engine: AsyncEngine) -> PostgresBackends:
    return PostgresBackends(engine, PostgresTenantKeys(engine, MASTER_KEY))


def a_backend(url: str = "https://shop.example", name: str = "shop") -> ConnectedBackend:
    return ConnectedBackend(name=name, url=url, secrets={"shop_api_key": SecretStr(SECRET)})


async def test_is_kept_sealed_and_opened_again(
    backends: PostgresBackends, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """A dump of the database must tell neither the address nor the secret."""
    await backends.connect(tenant, a_backend())

    [found] = await backends.of(tenant)
    assert found == a_backend()
    assert found.secrets["shop_api_key"].get_secret_value() == SECRET
    row = await (
        await owner.execute("SELECT sealed FROM tenant_backends WHERE tenant_id = %s", (tenant,))
    ).fetchone()
    assert row is not None
    assert SECRET.encode() not in row[0]
    assert b"shop.example" not in row[0]


async def test_is_listed_without_its_secret(backends: PostgresBackends, tenant: str) -> None:
    """An operator sees that there is one, and never which."""
    await backends.connect(tenant, a_backend())
    [listed] = await backends.listed(tenant)
    assert (listed.name, listed.url, listed.secrets) == (
        "shop", "https://shop.example", ("shop_api_key",),
    )  # fmt: skip
    assert SECRET not in listed.model_dump_json()
    assert SECRET not in repr(await backends.of(tenant))


async def test_belongs_to_one_tenant_and_one_row(
    backends: PostgresBackends, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """What is moved to another tenant, or under another name, does not open."""
    other = f"t{uuid4().hex[:12]}"
    await backends.connect(tenant, a_backend())
    assert await backends.of(other) == []
    with pytest.raises(NotFound):
        await backends.remove(other, "shop")

    copy = """
    INSERT INTO tenant_backends (tenant_id, name, key_id, sealed)
    SELECT tenant_id, 'till', key_id, sealed FROM tenant_backends WHERE tenant_id = %s
    """
    await owner.execute(copy, (tenant,))
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        await backends.of(tenant)


async def test_is_changed_and_removed(backends: PostgresBackends, tenant: str) -> None:
    """The second address takes the place of the first; removing forgets it."""
    await backends.connect(tenant, a_backend())
    await backends.connect(tenant, a_backend("https://new.example/api/"))
    assert await backends.servers(tenant) == ("https://new.example/api",)
    await backends.remove(tenant, "shop")
    assert await backends.of(tenant) == []


async def test_there_is_an_end_to_them(backends: PostgresBackends, tenant: str) -> None:
    """They are read for each tenant that calls, so their number is bounded."""
    for number in range(MOST_BACKENDS):
        await backends.connect(tenant, a_backend(name=f"b{number}"))
    with pytest.raises(Conflict):
        await backends.connect(tenant, a_backend(name="one-too-many"))
    await backends.connect(tenant, a_backend("https://new.example", name="b0"))


@pytest.mark.parametrize(
    "url",
    ["shop.example", "ftp://shop.example", "https://a:b@shop.example", "https://{x}.example",
     "https://shop.example?x=1", "https://shop.example#a", "javascript:alert(1)", ""],
)  # fmt: skip
def test_an_address_is_a_plain_one(url: str) -> None:
    """Nothing that could hold a credential or lead elsewhere."""
    with pytest.raises(ValidationError):
        a_backend(url)


async def test_a_worker_notices_a_new_address_without_a_restart(
    backends: PostgresBackends, tenant: str
) -> None:
    """That is the point of it; what the settings say is the start."""
    operation = HttpOperation(
        method="GET",
        url="/orders",
        server="shop",
        secret="shop_api_key",
    )
    answer = says(ok(b"Content-Length: 2"), b"{}")
    async with backend(answer) as (old, at_old), backend(answer) as (new, at_new):
        secrets = {"shop_api_key": SecretStr("from-the-settings")}
        fixed = {tenant: TenantBackends(servers={"shop": old}, secrets=secrets)}
        sources = BackendsOfTenants(fixed, backends, remembered_for=timedelta())
        async with open_http_tools(sources) as tools:
            call = a_call("get_order", tenant_id=tenant)
            await tools.call(GET_ORDER, operation, call)
            await backends.connect(tenant, a_backend(new))
            outcome = await tools.call(GET_ORDER, operation, call)
            with pytest.raises(ConfigurationError, match="does not allow"):
                await tools.call(GET_ORDER, HttpOperation(method="GET", url=f"{old}/x"), call)

    assert outcome.status is ToolStatus.SUCCEEDED
    assert (len(at_old), len(at_new)) == (1, 1)
    assert SECRET.encode() in at_new[0]


class _Away:
    """A database that answers once."""

    def __init__(self) -> None:
        self.reads = 0

    async def of(self, _: str) -> list[ConnectedBackend]:
        self.reads += 1
        if self.reads > 1:
            raise DependencyUnavailable("the database is down")
        return [a_backend()]


async def test_what_is_known_is_used_on_while_the_database_is_down(tenant: str) -> None:
    """A backend must not be unreachable because ours is."""
    away: Any = _Away()
    sources = BackendsOfTenants({}, away, remembered_for=timedelta())
    assert (await sources.of(tenant)).servers == {"shop": "https://shop.example"}
    assert (await sources.of(tenant)).servers == {"shop": "https://shop.example"}
    with pytest.raises(DuralogueError):
        await sources.of("another")


async def test_the_command_line_connects_lists_and_removes(owner_url: str, tenant: str) -> None:
    """What an operator types, and what they read: never the secret."""
    key = base64.b64encode(MASTER_KEY).decode()
    settings = Settings(database_url=owner_url, duralogue_master_key=key)
    told = await connect_backend(
        settings, tenant, "shop", "https://shop.example/", secret=SECRET, secret_name=None
    )
    assert told == (
        f"{tenant}: shop is connected to https://shop.example with the secret shop_api_key; "
        "nothing is published for this tenant yet"
    )
    [listed] = await list_backends(settings, tenant)
    assert listed.secrets == ("shop_api_key",)
    await remove_backend(settings, tenant, "shop")
    assert await list_backends(settings, tenant) == []
