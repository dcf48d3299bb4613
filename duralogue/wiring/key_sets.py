"""Published keys of tenants, fetched by a client that is made when the first one is asked for."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Self

from domain.ports import IdentityProviders
from duralogue.wiring.foundation import Foundation
from infra.postgres.backends import PostgresBackends
from infra.settings import Settings


class KeySetsOnDemand(AsyncExitStack):
    """Implements `PublishedKeySets` and `IdentityProviders`."""

    def __init__(self, base: Foundation) -> None:
        super().__init__()
        self._base = base
        self._opened: IdentityProviders | None = None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        return self

    async def fetch(self, tenant_id: str, url: str) -> bytes:
        return await (await self._client()).fetch(tenant_id, url)

    async def post(
        self, tenant_id: str, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None
    ) -> bytes:
        return await (await self._client()).post(tenant_id, url, form, basic=basic)

    async def _client(self) -> IdentityProviders:
        async with self._opening:
            if self._opened is None:
                self._opened = await self._open()
        return self._opened

    async def _open(self) -> IdentityProviders:
        # An HTTP client costs a fifth of a second to import; few gateways ever need this one.
        from infra.http.key_sets import open_key_sets

        base = self._base
        connected = PostgresBackends(base.engine, base.keys)
        return await self.enter_async_context(
            open_key_sets(base.settings.outbound_allowed, servers_of(base.settings), connected)
        )


def servers_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Tenant -> the addresses of its own backends."""
    return {
        tenant: tuple(found.servers.values()) for tenant, found in settings.tenant_backends.items()
    }
