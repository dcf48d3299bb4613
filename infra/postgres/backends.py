"""The backends connected to a tenant, sealed with its key: shredding that ends them too."""

import json

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.backends import MOST_BACKENDS, BackendListing, ConnectedBackend
from domain.ports import TenantKeys
from infra.postgres.named_connections import ConnectionKind, NamedConnections


def _written(backend: ConnectedBackend) -> bytes:
    revealed = {name: secret.get_secret_value() for name, secret in backend.secrets.items()}
    return json.dumps(backend.model_dump(mode="json") | {"secrets": revealed}).encode()


_KIND = ConnectionKind(
    word="backend",
    table="tenant_backends",
    most=MOST_BACKENDS,
    write=_written,
    read=ConnectedBackend.model_validate_json,
)


class PostgresBackends:
    """Implements `ConnectedServers`."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys) -> None:
        self._kept = NamedConnections(engine, keys, _KIND)

    async def connect(self, tenant_id: str, backend: ConnectedBackend) -> None:
        """Connect it, in place of one of the same name. Raise Conflict when there are too many."""
        await self._kept.connect(tenant_id, backend)

    async def of(self, tenant_id: str) -> list[ConnectedBackend]:
        """By name. Raise ConfigurationError where one cannot be opened."""
        return [backend for backend, _ in await self._kept.all(tenant_id)]

    async def listed(self, tenant_id: str) -> list[BackendListing]:
        """What may be shown of them."""
        return [
            BackendListing(
                name=backend.name,
                url=backend.url,
                secrets=tuple(sorted(backend.secrets)),
                connected_at=at,
            )
            for backend, at in await self._kept.all(tenant_id)
        ]

    async def remove(self, tenant_id: str, name: str) -> None:
        """Raise NotFound where no backend of this name is connected."""
        await self._kept.remove(tenant_id, name)

    async def servers(self, tenant_id: str) -> tuple[str, ...]:
        """Their addresses."""
        return tuple(backend.url for backend in await self.of(tenant_id))
