"""The accounts through which tenants use channels, sealed with the tenant's key."""

import json
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.channels import (
    LONGEST_REASON,
    MOST_CONNECTIONS,
    ChannelConnection,
    ConnectionListing,
)
from domain.errors import ConfigurationError, Conflict, NotFound
from domain.ports import TenantKeys
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.sealing import BrokenSeal, seal, unseal

_CONNECT = """
INSERT INTO channel_connections (tenant_id, channel, account, key_id, sealed)
SELECT %(tenant)s, %(channel)s, %(account)s, %(key)s, %(sealed)s
WHERE (
    SELECT count(*) FROM channel_connections
    WHERE tenant_id = %(tenant)s AND (channel, account) <> (%(channel)s, %(account)s)
) < %(most)s
ON CONFLICT (tenant_id, channel, account) DO UPDATE SET
    key_id = excluded.key_id, sealed = excluded.sealed, connected_at = now(),
    ended_at = NULL, end_reason = NULL
RETURNING account
"""
_COLUMNS = "channel, account, key_id, sealed, connected_at, end_reason"
_ALL = f"""
SELECT {_COLUMNS} FROM channel_connections
WHERE tenant_id = %(tenant)s ORDER BY channel, account
"""  # noqa: S608 - of constants
_GET = f"""
SELECT {_COLUMNS} FROM channel_connections
WHERE tenant_id = %(tenant)s AND channel = %(channel)s AND account = %(account)s
AND ended_at IS NULL
"""  # noqa: S608 - of constants
_END = """
UPDATE channel_connections SET ended_at = now(), end_reason = %(reason)s
WHERE tenant_id = %(tenant)s AND channel = %(channel)s AND account = %(account)s
AND ended_at IS NULL AND sealed = coalesce(%(sealed)s::bytea, sealed)
AND connected_at <= coalesce(%(connected_by)s::timestamptz, connected_at)
"""
_UNREADABLE = "cannot be opened; connect it again"
_REMOVE = """
DELETE FROM channel_connections
WHERE tenant_id = %(tenant)s AND channel = %(channel)s AND account = %(account)s
RETURNING account
"""


class _Row(BaseModel):
    channel: Channel
    account: str
    key_id: str
    sealed: bytes
    connected_at: datetime
    end_reason: str | None


class PostgresChannelConnections:
    """Implements `ChannelConnections`. The account's name is in plain text: it is the tenant's own
    and must be found. All else of it is sealed."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._keys = keys

    async def connect(self, tenant_id: str, connection: ChannelConnection) -> None:
        key_id, key = await self._keys.current(tenant_id)
        place = _place(tenant_id, connection.channel, connection.account)
        values = {
            **place,
            "key": key_id,
            "sealed": seal(key, _written(connection), _binding(place, key_id)),
            "most": MOST_CONNECTIONS,
        }
        if not await tenant_rows(self._engine, tenant_id, _CONNECT, values):
            raise Conflict(f"{tenant_id} has {MOST_CONNECTIONS} accounts; remove one first")

    async def get(self, tenant_id: str, channel: Channel, account: str) -> ChannelConnection:
        place = _place(tenant_id, channel, account)
        found = await tenant_rows(self._engine, tenant_id, _GET, place)
        if not found:
            raise NotFound(f"{tenant_id} has no account {account!r} on the channel {channel}")
        return await self._opened(tenant_id, _Row.model_validate(found[0]))

    async def listed(self, tenant_id: str) -> list[ConnectionListing]:
        found = await tenant_rows(self._engine, tenant_id, _ALL, {"tenant": tenant_id})
        return [await self._listing(tenant_id, _Row.model_validate(row)) for row in found]

    async def end(
        self,
        tenant_id: str,
        channel: Channel,
        account: str,
        reason: str,
        *,
        settings: Mapping[str, str] | None = None,
        connected_by: datetime | None = None,
    ) -> bool:
        place = _place(tenant_id, channel, account)
        sealed: bytes | None = None
        if settings is not None:
            found = await tenant_rows(self._engine, tenant_id, _GET, place)
            if not found:
                return True
            row = _Row.model_validate(found[0])
            if (await self._opened(tenant_id, row)).settings != settings:
                return False
            sealed = row.sealed
        values = {
            **place,
            "reason": reason[:LONGEST_REASON],
            "sealed": sealed,
            "connected_by": connected_by,
        }
        await tenant_write(self._engine, tenant_id, _END, values)
        return True

    async def remove(self, tenant_id: str, channel: Channel, account: str) -> None:
        place = _place(tenant_id, channel, account)
        if not await tenant_rows(self._engine, tenant_id, _REMOVE, place):
            raise NotFound(f"{tenant_id} has no account {account!r} on the channel {channel}")

    async def _listing(self, tenant_id: str, row: _Row) -> ConnectionListing:
        """One that cannot be opened hides none of the others."""
        nothing = ChannelConnection(channel=row.channel, account=row.account)
        reason = row.end_reason
        try:
            connection = await self._opened(tenant_id, row)
        except ConfigurationError:
            connection, reason = nothing, reason or _UNREADABLE
        return ConnectionListing(
            channel=row.channel,
            account=row.account,
            settings=connection.settings,
            secrets=tuple(sorted(connection.secrets)),
            connected_at=row.connected_at,
            end_reason=reason,
        )

    async def _opened(self, tenant_id: str, row: _Row) -> ChannelConnection:
        place = _place(tenant_id, row.channel, row.account)
        try:
            key = await self._keys.get(tenant_id, row.key_id)
            plain = unseal(key, row.sealed, _binding(place, row.key_id))
        except (BrokenSeal, NotFound) as error:
            raise ConfigurationError(
                f"the account {row.account!r} of {tenant_id} on the channel {row.channel} "
                f"{_UNREADABLE}"
            ) from error
        return ChannelConnection.model_validate_json(plain)


def _place(tenant_id: str, channel: Channel, account: str) -> dict[str, str]:
    return {"tenant": tenant_id, "channel": channel.value, "account": account}


def _written(connection: ChannelConnection) -> bytes:
    plain = connection.model_dump(mode="json") | {
        "secrets": {name: secret.get_secret_value() for name, secret in connection.secrets.items()}
    }
    return json.dumps(plain).encode()


def _binding(place: dict[str, str], key_id: str) -> bytes:
    """As JSON, since an account's name may hold any separator."""
    parts = [place["tenant"], place["channel"], place["account"], key_id]
    return f"connection {json.dumps(parts)}".encode()
