"""The backends connected to a tenant, sealed with its key: shredding that ends them too."""

import json
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.backends import MOST_BACKENDS, BackendListing, ConnectedBackend
from domain.errors import ConfigurationError, Conflict, NotFound
from domain.ports import TenantKeys
from infra.postgres.raw_queries import tenant_rows
from infra.sealing import BrokenSeal, seal, unseal

_CONNECT = """
INSERT INTO tenant_backends (tenant_id, name, key_id, sealed)
SELECT %(tenant)s, %(name)s, %(key)s, %(sealed)s
WHERE (
    SELECT count(*) FROM tenant_backends WHERE tenant_id = %(tenant)s AND name <> %(name)s
) < %(most)s
ON CONFLICT (tenant_id, name) DO UPDATE
SET key_id = excluded.key_id, sealed = excluded.sealed, connected_at = now()
RETURNING name
"""
_ALL = """
SELECT name, key_id, sealed, connected_at FROM tenant_backends
WHERE tenant_id = %(tenant)s ORDER BY name
"""
_REMOVE = """
DELETE FROM tenant_backends WHERE tenant_id = %(tenant)s AND name = %(name)s RETURNING name
"""


class _Row(BaseModel):
    name: str
    key_id: str
    sealed: bytes
    connected_at: datetime


class PostgresBackends:
    """Connected by whoever holds the master key; read by whoever calls a tenant's tools."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._keys = keys

    async def connect(self, tenant_id: str, backend: ConnectedBackend) -> None:
        """Connect it, in place of one of the same name. Raise Conflict when there are too many."""
        key_id, key = await self._keys.current(tenant_id)
        values = {
            "tenant": tenant_id,
            "name": backend.name,
            "key": key_id,
            "sealed": seal(key, _plain(backend), _binding(tenant_id, backend.name, key_id)),
            "most": MOST_BACKENDS,
        }
        if not await tenant_rows(self._engine, tenant_id, _CONNECT, values):
            raise Conflict(f"{tenant_id} has {MOST_BACKENDS} backends; remove one first")

    async def of(self, tenant_id: str) -> list[ConnectedBackend]:
        return [backend for backend, _ in await self._all(tenant_id)]

    async def listed(self, tenant_id: str) -> list[BackendListing]:
        """What may be shown of them."""
        return [
            BackendListing(
                name=backend.name,
                url=backend.url,
                secrets=tuple(sorted(backend.secrets)),
                connected_at=at,
            )
            for backend, at in await self._all(tenant_id)
        ]

    async def remove(self, tenant_id: str, name: str) -> None:
        """Raise NotFound where no backend of this name is connected."""
        values = {"tenant": tenant_id, "name": name}
        if not await tenant_rows(self._engine, tenant_id, _REMOVE, values):
            raise NotFound(f"{tenant_id} has no connected backend {name!r}")

    async def servers(self, tenant_id: str) -> tuple[str, ...]:
        """Their addresses."""
        return tuple(backend.url for backend in await self.of(tenant_id))

    async def _all(self, tenant_id: str) -> list[tuple[ConnectedBackend, datetime]]:
        found = await tenant_rows(self._engine, tenant_id, _ALL, {"tenant": tenant_id})
        return [await self._opened(tenant_id, _Row.model_validate(row)) for row in found]

    async def _opened(self, tenant_id: str, row: _Row) -> tuple[ConnectedBackend, datetime]:
        key = await self._keys.get(tenant_id, row.key_id)
        try:
            plain = unseal(key, row.sealed, _binding(tenant_id, row.name, row.key_id))
        except BrokenSeal as error:
            raise ConfigurationError(
                f"the backend {row.name!r} of {tenant_id} cannot be opened; connect it again"
            ) from error
        return ConnectedBackend.model_validate_json(plain), row.connected_at


def _plain(backend: ConnectedBackend) -> bytes:
    revealed = {name: secret.get_secret_value() for name, secret in backend.secrets.items()}
    return json.dumps(backend.model_dump(mode="json") | {"secrets": revealed}).encode()


def _binding(tenant_id: str, name: str, key_id: str) -> bytes:
    """One moved to another row, or to another tenant's, does not open."""
    return f"backend/{tenant_id}/{name}/{key_id}".encode()
