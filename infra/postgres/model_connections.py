"""The language models connected to a tenant, sealed with its key: shredding that ends them too."""

import json

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.language_models.connections import MOST_MODELS, ConnectedModel, ModelListing
from domain.ports import TenantKeys
from infra.postgres.failures import postgres_failures
from infra.postgres.named_connections import ConnectionKind, NamedConnections
from infra.postgres.raw_queries import tenant_rows

_NAMES = "SELECT name FROM tenant_models WHERE tenant_id = %(tenant)s ORDER BY name"
_TENANTS = "SELECT tenant FROM model_tenants ORDER BY tenant"


def _written(model: ConnectedModel) -> bytes:
    key = model.key.get_secret_value() if model.key else None
    return json.dumps(model.model_dump(mode="json") | {"key": key}).encode()


_KIND = ConnectionKind(
    word="model",
    table="tenant_models",
    most=MOST_MODELS,
    write=_written,
    read=ConnectedModel.model_validate_json,
    noting="""
WITH noted AS (
    INSERT INTO model_tenants (tenant) VALUES (%(tenant)s) ON CONFLICT DO NOTHING
)
""",
)


class PostgresModelConnections:
    """Implements `ConnectedModels`."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._kept = NamedConnections(engine, keys, _KIND)

    async def connect(self, tenant_id: str, model: ConnectedModel) -> None:
        """Connect it, in place of one of the same name. Raise Conflict when there are too many."""
        await self._kept.connect(tenant_id, model)

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        """By name. Raise ConfigurationError where one cannot be opened."""
        return [model for model, _ in await self._kept.all(tenant_id)]

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
            for model, at in await self._kept.all(tenant_id)
        ]

    async def remove(self, tenant_id: str, name: str) -> None:
        """Raise NotFound where no model of this name is connected."""
        await self._kept.remove(tenant_id, name)


async def tenants_with_models(engine: AsyncEngine) -> list[str]:
    """Those that have any, or had. Raise DependencyUnavailable."""
    with postgres_failures():
        async with engine.connect() as connection:
            return list((await connection.exec_driver_sql(_TENANTS)).scalars().all())


async def connected_names(engine: AsyncEngine, tenant_id: str) -> tuple[str, ...]:
    """What the tenant's chains may name; no key is opened for it."""
    rows = await tenant_rows(engine, tenant_id, _NAMES, {"tenant": tenant_id})
    return tuple(row["name"] for row in rows)
