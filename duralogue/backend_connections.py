"""Connecting a tenant's backends, as the command line sees to it."""

from typing import Final

from pydantic import SecretStr, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.backends import BackendListing, ConnectedBackend, default_secret
from domain.errors import ConfigurationError, NotFound
from domain.identifiers import TenantId
from duralogue.wiring.foundation import open_database
from infra.postgres.backends import PostgresBackends
from infra.postgres.bots import PostgresBots
from infra.postgres.mcp_sign_ins import PostgresMcpSignIns
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings

_TENANT: Final = TypeAdapter(TenantId)


async def connect_backend(
    settings: Settings,
    tenant_id: str,
    name: str,
    url: str,
    *,
    secret: str | None,
    secret_name: str | None,
) -> str:
    """Seal and store it; a sentence about it, without the secret. Raise ConfigurationError.

    A tenant may be connected before its first bot is published.
    """
    backend = _checked(tenant_id, name, url, secret, secret_name)
    async with open_database(settings) as engine:
        await _backends(settings, engine).connect(tenant_id, backend)
        is_published = await _is_published(engine, tenant_id)
    secrets = f" with the secret {', '.join(backend.secrets)}" if backend.secrets else ""
    note = "" if is_published else "; nothing is published for this tenant yet"
    return f"{tenant_id}: {name} is connected to {backend.url}{secrets}{note}"


async def list_backends(settings: Settings, tenant_id: str) -> list[BackendListing]:
    async with open_database(settings) as engine:
        return await _backends(settings, engine).listed(tenant_id)


async def remove_backend(settings: Settings, tenant_id: str, name: str) -> None:
    """With the tokens of its sign-in, where it is an MCP server."""
    async with open_database(settings) as engine:
        await _backends(settings, engine).remove(tenant_id, name)
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        await PostgresMcpSignIns(engine, keys).remove(tenant_id, name)


def _checked(
    tenant_id: str, name: str, url: str, secret: str | None, secret_name: str | None
) -> ConnectedBackend:
    named = {secret_name or default_secret(name): SecretStr(secret)} if secret is not None else {}
    try:
        _TENANT.validate_python(tenant_id)
    except ValidationError:
        raise ConfigurationError(
            f"{tenant_id!r} is no tenant: small letters, digits and -, such as acme"
        ) from None
    try:
        return ConnectedBackend(name=name, url=url, secrets=named)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        message = found["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"{found['loc'][0]}: {message}") from None


def _backends(settings: Settings, engine: AsyncEngine) -> PostgresBackends:
    return PostgresBackends(engine, PostgresTenantKeys(engine, settings.require_master_key()))


async def _is_published(engine: AsyncEngine, tenant_id: str) -> bool:
    try:
        await PostgresBots(engine).current(tenant_id)
    except NotFound:
        return False
    return True
