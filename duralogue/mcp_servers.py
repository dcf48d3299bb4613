"""MCP servers of a tenant, as the command line sees to them: connect, look at, approve."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, NotFound
from domain.mcp_sign_ins import McpSignIn
from domain.mcp_tools import ListedTools, ToolPin, changes, in_one_line, unfit
from duralogue.backend_connections import connect_backend
from duralogue.wiring.backends import BackendsOfTenants
from duralogue.wiring.foundation import open_database
from infra.http.backends import TenantBackends
from infra.http.connections import open_client
from infra.http.mcp.exchange import Exchange
from infra.http.mcp.visits import ConnectedVisits
from infra.postgres.backends import PostgresBackends
from infra.postgres.mcp_sign_ins import PostgresMcpSignIns
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.postgres.tool_pins import PostgresToolPins
from infra.settings import Settings


@dataclass(frozen=True)
class OpenServers:
    """What the commands need of a tenant's servers."""

    visits: ConnectedVisits
    pins: PostgresToolPins
    sign_ins: PostgresMcpSignIns

    async def listed(self, tenant_id: str, server: str) -> ListedTools:
        """What the server lists just now."""
        async with self.visits.open(tenant_id, server, Exchange(server)) as visit:
            return await visit.listed()


@dataclass(frozen=True)
class ToolRow:
    """A tool as it is listed for an operator."""

    name: str
    state: str
    description: str


async def connect_server(
    settings: Settings,
    tenant_id: str,
    name: str,
    url: str,
    *,
    secret: str | None = None,
    sign_in: McpSignIn | None = None,
) -> str:
    """Seal and store the address, and how to sign in; a sentence about it. What was known of
    another sign-in is forgotten."""
    said = await connect_backend(
        settings, tenant_id, name, _over_http(url), secret=secret, secret_name=None
    )
    async with open_database(settings) as engine:
        sign_ins = _sign_ins(settings, engine)
        if sign_in is None:
            await sign_ins.remove(tenant_id, name)
        else:
            await sign_ins.keep(tenant_id, name, sign_in)
    how = {"client_credentials": ", signed in to with its client's credentials"}
    return said + (how.get(sign_in.grant, ", signed in to by an operator") if sign_in else "")


def client_sign_in(
    client_id: str, secret: str | None, issuer: str | None, scope: str | None
) -> McpSignIn:
    """Of a client of the tenant's own. Raise ConfigurationError for what is missing."""
    if not secret:
        raise ConfigurationError(
            "client-secret-env: the client's secret is needed with --client-id"
        )
    if not issuer or not issuer.startswith(("https://", "http://")):
        raise ConfigurationError(
            "issuer: the authorization server's address is needed with --client-id, "
            "so that the secret goes nowhere else"
        )
    return McpSignIn(
        grant="client_credentials",
        issuer=issuer,
        client_id=client_id,
        client_secret=SecretStr(secret),
        scope=scope,
    )


async def list_tools(settings: Settings, tenant_id: str, server: str) -> list[ToolRow]:
    """What the server lists, and which of it may be called."""
    async with open_servers(settings) as servers:
        listed = await servers.listed(tenant_id, server)
        pins = {pin.tool: pin for pin in await servers.pins.of(tenant_id, server)}
    names = sorted({*pins, *(tool.name for tool in listed.tools)})
    return [_row(name, pins.get(name), listed) for name in names]


async def differences(settings: Settings, tenant_id: str, server: str) -> list[str]:
    """Line by line, what an approval would agree to."""
    async with open_servers(settings) as servers:
        listed = await servers.listed(tenant_id, server)
        pins = await servers.pins.of(tenant_id, server)
    return [change.line for change in changes(pins, listed)]


async def approve(
    settings: Settings,
    tenant_id: str,
    server: str,
    tools: Sequence[str],
    *,
    by: str,
    agrees: Callable[[str], bool],
) -> list[str]:
    """Pin these as they are listed now; a line for each. One that is gone is withdrawn.

    `agrees` is shown each definition and what changed, of the very list that is pinned: between
    what an operator reads and what is kept nothing can change.
    """
    async with open_servers(settings) as servers:
        listed = await servers.listed(tenant_id, server)
        pins = await servers.pins.of(tenant_id, server)
        changed = changes(pins, listed)
        said: list[str] = []
        for name in tools:
            pin = _pin(server, name, listed, by)
            if pin is None and name not in {one.tool for one in pins}:
                raise NotFound(f"{server} lists no tool {name!r}")
            shown = [one.line for one in changed if one.tool == name]
            if not agrees("\n".join([*shown, *([_whole(pin)] if pin else [])])):
                said.append(f"{name}: left as it was")
            elif pin is None:
                await servers.pins.withdraw(tenant_id, server, [name])
                said.append(f"{name}: withdrawn, the server no longer lists it")
            else:
                await servers.pins.approve(tenant_id, server, [pin])
                said.append(f"{name}: approved, {pin.digest[:12]}")
    return said


def _pin(server: str, name: str, listed: ListedTools, by: str) -> ToolPin | None:
    """None for a tool that is not listed. Raise ConfigurationError for one that cannot be used."""
    from infra.http.mcp.schemas import objection

    found = listed.named(name)
    if not found:
        return None
    if len(found) > 1:
        raise ConfigurationError(f"{name}: cannot be approved: it is listed {len(found)} times")
    if wrong := objection(found[0]):
        raise ConfigurationError(f"{name}: cannot be approved: {wrong}")
    return ToolPin(
        server=server,
        tool=name,
        digest=found[0].digest(listed.server),
        identity=listed.server,
        definition=found[0],
        approved_by=by,
        approved_at=datetime.now(UTC),
    )


def _whole(pin: ToolPin) -> str:
    """The definition as JSON, in which nothing invisible moves a terminal."""
    return json.dumps(pin.definition.model_dump(exclude_none=True), indent=2, ensure_ascii=True)


async def withdraw(settings: Settings, tenant_id: str, server: str, tools: Sequence[str]) -> None:
    """From the next call on they are refused."""
    async with open_database(settings) as engine:
        await PostgresToolPins(engine).withdraw(tenant_id, server, tools)


@asynccontextmanager
async def open_servers(settings: Settings) -> AsyncIterator[OpenServers]:
    """With the addresses that workers use: connected, else from the settings."""
    fixed = {
        tenant: TenantBackends(servers=found.servers, secrets=found.secrets)
        for tenant, found in settings.tenant_backends.items()
    }
    async with open_database(settings) as engine, open_client() as client:
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        sign_ins = PostgresMcpSignIns(engine, keys)
        sources = BackendsOfTenants(fixed, PostgresBackends(engine, keys))
        visits = ConnectedVisits(client, sources, sign_ins, listed=settings.outbound_allowed)
        yield OpenServers(visits, PostgresToolPins(engine), sign_ins)


def _row(name: str, pin: ToolPin | None, listed: ListedTools) -> ToolRow:
    reason = unfit(pin, listed, name)
    state = "approved" if reason is None else reason.value.removeprefix("tool_").replace("_", " ")
    found = listed.named(name)
    words = " ".join((found[0].description or "").split()) if found else ""
    shown = words.encode("unicode_escape").decode()
    return ToolRow(name=in_one_line(name), state=state, description=shown[:80])


def _over_http(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ConfigurationError(
            "url: an MCP server is spoken to over HTTP, such as https://tools.example/mcp; "
            "processes and other transports are never used"
        )
    return url


def _sign_ins(settings: Settings, engine: AsyncEngine) -> PostgresMcpSignIns:
    return PostgresMcpSignIns(engine, PostgresTenantKeys(engine, settings.require_master_key()))
