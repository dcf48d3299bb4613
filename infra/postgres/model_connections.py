"""The language models connected to a tenant, sealed with its key: shredding that ends them too."""

import json
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, Conflict, NotFound
from domain.language_models.connections import MOST_MODELS, ConnectedModel, ModelListing
from domain.ports import TenantKeys
from infra.postgres.raw_queries import tenant_rows
from infra.sealing import BrokenSeal, seal, unseal

_CONNECT = """
INSERT INTO tenant_models (tenant_id, name, key_id, sealed)
SELECT %(tenant)s, %(name)s, %(key)s, %(sealed)s
WHERE (
    SELECT count(*) FROM tenant_models WHERE tenant_id = %(tenant)s AND name <> %(name)s
) < %(most)s
ON CONFLICT (tenant_id, name) DO UPDATE
SET key_id = excluded.key_id, sealed = excluded.sealed, connected_at = now()
RETURNING name
"""
_ALL = """
SELECT name, key_id, sealed, connected_at FROM tenant_models
WHERE tenant_id = %(tenant)s ORDER BY name
"""
_NAMES = "SELECT name FROM tenant_models WHERE tenant_id = %(tenant)s ORDER BY name"
_REMOVE = """
DELETE FROM tenant_models WHERE tenant_id = %(tenant)s AND name = %(name)s RETURNING name
"""


class _Row(BaseModel):
    name: str
    key_id: str
    sealed: bytes
    connected_at: datetime


class PostgresModelConnections:
    """Implements `ConnectedModels`.

    Connected by whoever holds the master key; read by whoever asks a tenant's models.
    """

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._engine = engine
        self._keys = keys

    async def connect(self, tenant_id: str, model: ConnectedModel) -> None:
        """Connect it, in place of one of the same name. Raise Conflict when there are too many."""
        key_id, key = await self._keys.current(tenant_id)
        values = {
            "tenant": tenant_id,
            "name": model.name,
            "key": key_id,
            "sealed": seal(key, _plain(model), _binding(tenant_id, model.name, key_id)),
            "most": MOST_MODELS,
        }
        if not await tenant_rows(self._engine, tenant_id, _CONNECT, values):
            raise Conflict(f"{tenant_id} has {MOST_MODELS} models; remove one first")

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        return [model for model, _ in await self._all(tenant_id)]

    async def listed(self, tenant_id: str) -> list[ModelListing]:
        """What may be shown of them."""
        return [
            ModelListing(
                name=model.name,
                kind=model.kind,
                url=model.url,
                model=model.model,
                price=model.price,
                has_key=model.key is not None,
                connected_at=at,
            )
            for model, at in await self._all(tenant_id)
        ]

    async def remove(self, tenant_id: str, name: str) -> None:
        """Raise NotFound where no model of this name is connected."""
        values = {"tenant": tenant_id, "name": name}
        if not await tenant_rows(self._engine, tenant_id, _REMOVE, values):
            raise NotFound(f"{tenant_id} has no connected model {name!r}")

    async def _all(self, tenant_id: str) -> list[tuple[ConnectedModel, datetime]]:
        found = await tenant_rows(self._engine, tenant_id, _ALL, {"tenant": tenant_id})
        return [await self._opened(tenant_id, _Row.model_validate(row)) for row in found]

    async def _opened(self, tenant_id: str, row: _Row) -> tuple[ConnectedModel, datetime]:
        key = await self._keys.get(tenant_id, row.key_id)
        try:
            plain = unseal(key, row.sealed, _binding(tenant_id, row.name, row.key_id))
        except BrokenSeal as error:
            raise ConfigurationError(
                f"the model {row.name!r} of {tenant_id} cannot be opened; connect it again"
            ) from error
        return ConnectedModel.model_validate_json(plain), row.connected_at


async def connected_names(engine: AsyncEngine, tenant_id: str) -> tuple[str, ...]:
    """What the tenant's chains may name; no key is opened for it."""
    rows = await tenant_rows(engine, tenant_id, _NAMES, {"tenant": tenant_id})
    return tuple(row["name"] for row in rows)


def _plain(model: ConnectedModel) -> bytes:
    key = model.key.get_secret_value() if model.key else None
    return json.dumps(model.model_dump(mode="json") | {"key": key}).encode()


def _binding(tenant_id: str, name: str, key_id: str) -> bytes:
    """One moved to another row, or to another tenant's, does not open."""
    return f"model/{tenant_id}/{name}/{key_id}".encode()
