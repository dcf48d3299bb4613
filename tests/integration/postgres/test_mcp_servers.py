"""MCP servers of tenants in the database: pins, sign-ins, and what an operator does about them."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyRejected, NotFound
from domain.mcp_sign_ins import McpSignIn
from domain.mcp_tools import ServerIdentity, ToolDefinition, ToolPin
from domain.ports import ToolPins
from duralogue.health import _mcp_tools
from duralogue.mcp_servers import (
    approve,
    client_sign_in,
    connect_server,
    differences,
    list_tools,
    withdraw,
)
from duralogue.mcp_sign_in import sign_in
from infra.memory.tool_pins import MemoryToolPins
from infra.postgres.mcp_sign_ins import PostgresMcpSignIns
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.postgres.tool_pins import PostgresToolPins, disabled_tools
from infra.settings import Settings
from tests.fakes.mcp_servers import FIND, Bistro
from tests.integration.http.mcp_loopback import TOKEN, on_loopback, protected
from tests.integration.postgres.conftest import MASTER_KEY

SERVER = ServerIdentity(url="https://bistro.example/mcp", name="bistro")
BOOK = ToolDefinition(name="book", description="Books \x00 a table.", input_schema={"a": [1, 1.5]})


@pytest.fixture
def tenant() -> str:
    """One of its own."""
    return f"t{uuid4().hex[:12]}"


@pytest.fixture(params=["postgres", "memory"])
def pins(request: pytest.FixtureRequest, engine: AsyncEngine) -> ToolPins:
    """The store, and its twin."""
    return PostgresToolPins(engine) if request.param == "postgres" else MemoryToolPins()


@pytest.fixture
def settings(owner_url: str) -> Settings:
    """As an operator's shell has them."""
    key = base64.b64encode(MASTER_KEY).decode()
    return Settings(database_url=owner_url, duralogue_master_key=key)


@pytest.fixture
async def bistro() -> AsyncIterator[tuple[str, Bistro]]:
    """A server on loopback."""
    found = Bistro()
    async with on_loopback(found) as (url, _):
        yield url, found


def pin_of(tool: ToolDefinition) -> ToolPin:
    """As an operator approves it."""
    return ToolPin(
        server="bistro",
        tool=tool.name,
        digest=tool.digest(SERVER),
        identity=SERVER,
        definition=tool,
        approved_by="op",
        approved_at=datetime(2026, 12, 1, tzinfo=UTC),
    )


async def test_pins_are_kept_by_tenant_and_server(pins: ToolPins, tenant: str) -> None:
    """Down to the kind of each number, since the digest is of that."""
    find = BOOK.model_copy(update={"name": "find", "description": "Finds."})
    await pins.approve(tenant, "bistro", [pin_of(find)])

    assert await pins.of(tenant, "bistro") == [pin_of(find)]
    assert await pins.of(tenant, "other") == []
    assert await pins.of(f"x{tenant}", "bistro") == []
    [kept] = await pins.of(tenant, "bistro")
    assert kept.definition.digest(kept.identity) == kept.digest
    await pins.withdraw(tenant, "bistro", ["find"])
    assert await pins.of(tenant, "bistro") == []


async def test_why_a_call_was_not_made_is_kept_until_it_is_mended(
    pins: ToolPins, tenant: str
) -> None:
    """For the operator, who was not there."""
    find = pin_of(BOOK.model_copy(update={"description": None}))
    await pins.approve(tenant, "bistro", [find])
    await pins.note(tenant, "bistro", "book", "tool_changed")
    [noted] = await pins.of(tenant, "bistro")
    assert noted.disabled == "tool_changed"
    assert noted.disabled_at is not None

    await pins.approve(tenant, "bistro", [find])

    assert (await pins.of(tenant, "bistro"))[0].disabled is None


async def test_a_sign_in_is_sealed_with_its_tokens(
    engine: AsyncEngine, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """A dump tells neither; a row moved to another tenant does not open."""
    sign_ins = PostgresMcpSignIns(engine, PostgresTenantKeys(engine, MASTER_KEY))
    kept = McpSignIn(
        grant="client_credentials",
        client_id="acme",
        client_secret=SecretStr("s3cret-of-acme"),
        tokens={"access_token": "t0ken-of-acme"},
    )
    await sign_ins.keep(tenant, "bistro", kept)

    assert await sign_ins.of(tenant, "bistro") == kept
    assert "t0ken-of-acme" not in repr(kept)
    found = await owner.execute("SELECT sealed FROM mcp_sign_ins WHERE tenant_id = %s", (tenant,))
    row = await found.fetchone()
    assert row is not None
    assert b"of-acme" not in row[0]
    copy = """
    INSERT INTO mcp_sign_ins (tenant_id, server, key_id, sealed)
    SELECT tenant_id, 'moved', key_id, sealed FROM mcp_sign_ins WHERE tenant_id = %s
    """
    await owner.execute(copy, (tenant,))
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        await sign_ins.of(tenant, "moved")
    await sign_ins.remove(tenant, "bistro")
    assert await sign_ins.of(tenant, "bistro") is None


async def test_an_operator_approves_what_is_listed(
    settings: Settings, tenant: str, bistro: tuple[str, Bistro]
) -> None:
    """Connected, looked at, approved; a change is shown leaf by leaf and needs another approval."""
    url, server = bistro
    await connect_server(settings, tenant, "bistro", url)
    [row] = await list_tools(settings, tenant, "bistro")
    assert (row.name, row.state) == ("find_table", "not approved")

    read: list[str] = []

    def agrees(shown: str) -> bool:
        read.append(shown)
        return True

    said = await approve(settings, tenant, "bistro", ["find_table"], by="op", agrees=agrees)

    assert said[0].startswith("find_table: approved, ")
    assert "Finds a free table." in read[0]
    assert await differences(settings, tenant, "bistro") == []
    server.tools = [FIND.model_copy(update={"description": "Finds, and charges."})]
    assert await differences(settings, tenant, "bistro") == [
        'find_table: description: "Finds a free table." -> "Finds, and charges."'
    ]
    kept = await approve(
        settings, tenant, "bistro", ["find_table"], by="op", agrees=lambda _: False
    )
    assert kept == ["find_table: left as it was"]
    assert (await list_tools(settings, tenant, "bistro"))[0].state == "changed"
    await withdraw(settings, tenant, "bistro", ["find_table"])
    assert (await list_tools(settings, tenant, "bistro"))[0].state == "not approved"


async def test_what_cannot_be_approved(
    settings: Settings, tenant: str, bistro: tuple[str, Bistro]
) -> None:
    """What is not listed, and a schema that we do not check."""
    url, server = bistro
    await connect_server(settings, tenant, "bistro", url)
    with pytest.raises(NotFound, match="lists no tool 'fnid_table'"):
        await approve(settings, tenant, "bistro", ["fnid_table"], by="op", agrees=lambda _: True)

    schema = {"type": "object", "properties": {"x": {"$ref": "https://evil.example/schema"}}}
    server.tools = [FIND.model_copy(update={"input_schema": schema})]

    with pytest.raises(ConfigurationError, match="leads elsewhere"):
        await approve(settings, tenant, "bistro", ["find_table"], by="op", agrees=lambda _: True)


@pytest.mark.parametrize("url", ["stdio:server.py", "ws://bistro.example", "npx server"])
async def test_only_http_is_connected(settings: Settings, tenant: str, url: str) -> None:
    """No process, whoever asks for one."""
    with pytest.raises(ConfigurationError, match="spoken to over HTTP"):
        await connect_server(settings, tenant, "bistro", url)


def test_a_clients_secret_goes_to_one_issuer() -> None:
    """Which the operator names; a server cannot lead it elsewhere."""
    with pytest.raises(ConfigurationError, match="issuer"):
        client_sign_in("acme", "s3cret", None, None)
    with pytest.raises(ConfigurationError, match="secret"):
        client_sign_in("acme", None, "https://auth.example", None)


async def test_doctor_names_what_is_disabled(
    settings: Settings, engine: AsyncEngine, tenant: str
) -> None:
    """With the command that shows the difference."""
    pins = PostgresToolPins(engine)
    await pins.note(tenant, "bistro", "find_table", "tool_changed")
    try:
        assert tenant in {one.tenant_id for one in await disabled_tools(engine)}
        with pytest.raises(ConfigurationError, match=f"duralogue mcp diff {tenant} bistro"):
            await _mcp_tools(settings)
    finally:
        await pins.note(tenant, "bistro", "find_table", None)
    assert tenant not in {one.tenant_id for one in await disabled_tools(engine)}


async def test_an_operator_signs_in_with_a_browser(
    settings: Settings, engine: AsyncEngine, tenant: str
) -> None:
    """The tokens and the client that was registered are kept sealed, and used from then on."""
    browsers: list[asyncio.Task[None]] = []

    def show(address: str) -> None:
        asked = parse_qs(urlsplit(address).query)
        assert asked["code_challenge_method"] == ["S256"]
        browsers.append(asyncio.create_task(_agree(asked["redirect_uri"][0], asked["state"][0])))

    async with on_loopback(Bistro()) as (url, door):
        asked = protected(door, url)
        await connect_server(
            settings, tenant, "bistro", url, sign_in=McpSignIn(grant="authorization_code")
        )
        await sign_in(settings, tenant, "bistro", url, show=show)
        [row] = await list_tools(settings, tenant, "bistro")

    assert (row.name, asked) == ("find_table", ["/register", "/token"])
    kept = await PostgresMcpSignIns(engine, PostgresTenantKeys(engine, MASTER_KEY)).of(
        tenant, "bistro"
    )
    assert kept is not None
    assert (kept.tokens or {})["access_token"] == TOKEN
    assert (kept.client_info or {})["client_id"] == "c1"


async def test_a_worker_has_nobody_to_agree(settings: Settings, tenant: str) -> None:
    """Where tokens have ended it says so, and opens no browser."""
    async with on_loopback(Bistro()) as (url, door):
        protected(door, url)
        await connect_server(
            settings, tenant, "bistro", url, sign_in=McpSignIn(grant="authorization_code")
        )

        with pytest.raises(DependencyRejected, match="sign in again"):
            await list_tools(settings, tenant, "bistro")


async def _agree(redirect_to: str, state: str) -> None:
    """As a browser comes back from the authorization server."""
    back = urlsplit(redirect_to)
    reader, writer = await asyncio.open_connection(back.hostname, back.port)
    writer.write(f"GET {back.path}?code=c0de&state={state} HTTP/1.1\r\n\r\n".encode())
    await writer.drain()
    assert b"close this window" in await reader.read()
    writer.close()
