"""Connecting a tenant's accounts on channels, as the command line does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from pydantic import TypeAdapter, ValidationError

from channels.webhook import connection as webhooks
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ConnectionListing
from domain.errors import ConfigurationError, NotFound
from domain.identifiers import TenantId
from domain.ports import ChannelConnections
from duralogue.wiring.foundation import open_database
from infra.postgres.channel_connections import PostgresChannelConnections
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings

_TENANT: Final[TypeAdapter[str]] = TypeAdapter(TenantId)


async def connect_webhook(
    settings: Settings,
    tenant_id: str,
    account: str,
    *,
    url: str | None,
    new_secret: bool = False,
    drop_old_secret: bool = False,
) -> list[str]:
    """Seal and store it; lines about it, with the secret if one was made: it is shown this once.

    Raise ConfigurationError, naming what is wrong.
    """
    async with open_connections(settings, tenant_id) as connections:
        before = await found_account(connections, tenant_id, Channel.WEBHOOK, account)
        after = _changed(
            before, account, url, new_secret=new_secret, drop_old_secret=drop_old_secret
        )
        await connections.connect(tenant_id, after)
    is_new = before is None or after.secrets[webhooks.SIGNING] != before.secrets[webhooks.SIGNING]
    return [
        f"{tenant_id}: {account} posts replies to {after.settings[webhooks.URL]}",
        f"messages come in at POST /v1/tenants/{tenant_id}/channels/webhook/{account}/messages",
        "running parts notice it within ten seconds",
        *_about_secrets(after, is_new=is_new),
    ]


async def list_accounts(settings: Settings, tenant_id: str) -> list[ConnectionListing]:
    """What may be shown of a tenant's accounts, by channel and name."""
    async with open_connections(settings, tenant_id) as connections:
        return await connections.listed(tenant_id)


async def remove_account(
    settings: Settings, tenant_id: str, channel: Channel, account: str
) -> None:
    """Forget an account, secrets and all. Raise NotFound where there is none."""
    async with open_connections(settings, tenant_id) as connections:
        await connections.remove(tenant_id, channel, account)


@asynccontextmanager
async def open_connections(settings: Settings, tenant_id: str) -> AsyncIterator[ChannelConnections]:
    """The tenant's accounts. Raise ConfigurationError for what is no tenant's id."""
    try:
        _TENANT.validate_python(tenant_id)
    except ValidationError:
        raise ConfigurationError(
            f"{tenant_id!r} is no tenant: small letters, digits and -, such as acme"
        ) from None
    async with open_database(settings) as engine:
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        yield PostgresChannelConnections(engine, keys)


async def found_account(
    connections: ChannelConnections, tenant_id: str, channel: Channel, account: str
) -> ChannelConnection | None:
    """None where there is none, or the provider has ended it."""
    try:
        return await connections.get(tenant_id, channel, account)
    except NotFound:
        return None


def _changed(
    before: ChannelConnection | None,
    account: str,
    url: str | None,
    *,
    new_secret: bool,
    drop_old_secret: bool,
) -> ChannelConnection:
    if before is None:
        if url is None:
            raise ConfigurationError(
                f"url: {account} is not connected yet; say with --url where replies are posted"
            )
        return webhooks.new_connection(account, url)
    after = before if url is None else webhooks.moved(before, url)
    if new_secret:
        return webhooks.rotated(after)
    return webhooks.without_previous(after) if drop_old_secret else after


def _about_secrets(connection: ChannelConnection, *, is_new: bool) -> list[str]:
    lines = []
    if is_new:
        secret = connection.secrets[webhooks.SIGNING].get_secret_value()
        lines.append(f"signing secret, shown only now: {secret}")
    if webhooks.PREVIOUS in connection.secrets:
        lines.append("the previous secret is still valid; end that with --drop-old-secret")
    return lines
