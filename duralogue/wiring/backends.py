"""Addresses and secrets of tenants' backends: from the settings, and connected while it runs."""

import time
from collections.abc import Mapping
from datetime import timedelta

from domain.errors import DependencyUnavailable
from infra.http.backends import TenantBackends
from infra.postgres.backends import PostgresBackends

_REMEMBERED_FOR = timedelta(seconds=10)
"""So long a change takes to reach every worker; no call waits for the database in between."""


class BackendsOfTenants:
    """A connected backend takes the place of one of the same name in the settings.

    While the database is down what was known is used on; a tenant of which nothing is known yet
    has its calls put off.
    """

    def __init__(
        self,
        settings: Mapping[str, TenantBackends],
        connected: PostgresBackends,
        *,
        remembered_for: timedelta = _REMEMBERED_FOR,
    ) -> None:
        self._settings = settings
        self._connected = connected
        self._lasts = remembered_for.total_seconds()
        self._known: dict[str, tuple[float, TenantBackends]] = {}

    async def of(self, tenant_id: str) -> TenantBackends:
        """Raise DependencyUnavailable."""
        known = self._known.get(tenant_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        try:
            found = await self._read(tenant_id)
        except DependencyUnavailable:
            if known is None:
                raise
            found = known[1]
        self._known[tenant_id] = (time.monotonic() + self._lasts, found)
        return found

    async def _read(self, tenant_id: str) -> TenantBackends:
        fixed = self._settings.get(tenant_id, TenantBackends())
        connected = await self._connected.of(tenant_id)
        secrets = dict(fixed.secrets)
        for backend in connected:
            secrets |= backend.secrets
        servers = {backend.name: backend.url for backend in connected}
        return TenantBackends(servers={**fixed.servers, **servers}, secrets=secrets)
