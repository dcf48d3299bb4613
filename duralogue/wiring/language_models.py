"""The hosted models of tenants, for whichever worker asks them."""

import time
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import NamedTuple

from domain.errors import DependencyUnavailable
from domain.language_models.connections import ConnectedModel
from domain.ports.hosted_embedding import HostedEmbedders
from domain.ports.language_models import ConnectedModels, LanguageModels
from domain.ports.reranking import Rerankers
from domain.tenant_settings import TenantConfig
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.model_adapters import adapter, embedder, reranker
from infra.http.circuit_breakers import CircuitBreakers
from infra.http.model_calls import open_model_clients
from infra.language_models.chain import ChainRooms
from infra.language_models.levels import LevelBook
from infra.language_models.quiet_times import QuietTimes
from infra.language_models.tenant_embedders import TenantEmbedders
from infra.language_models.tenant_models import TenantModels
from infra.language_models.tenant_rerankers import TenantRerankers
from infra.postgres.model_accounts import PostgresModelAccounts
from infra.postgres.model_connections import PostgresModelConnections
from infra.temporal.model_meter import TemporalModelMeter

_REMEMBERED_FOR = timedelta(seconds=10)
"""So long a change takes to reach every worker; no question waits for the database in between."""
_FAILURES, _REST = 5, timedelta(seconds=60)


class HostedModels(NamedTuple):
    """What a worker of `intelligence` asks."""

    models: LanguageModels
    rerankers: Rerankers
    embedders: HostedEmbedders


async def open_language_models(base: Foundation, stack: AsyncExitStack) -> HostedModels:
    """They last as long as the stack. A worker whose tenants have none opens no connection."""
    clients = await stack.enter_async_context(open_model_clients(base.settings.outbound_allowed))
    meter = TemporalModelMeter(base.temporal)
    accounts = PostgresModelAccounts(base.engine)
    guards = CircuitBreakers(threshold=_FAILURES, rest=_REST, on_change=meter.breaker)
    connections = RememberedModels(PostgresModelConnections(base.engine, base.keys))

    async def settings_of(tenant_id: str, revision: str) -> TenantConfig:
        bots = base.bots
        bot = await (bots.get(tenant_id, revision) if revision else bots.current(tenant_id))
        return bot.tenant

    shared = ChainRooms(guards=guards, quiet=QuietTimes(), levels=LevelBook(accounts, meter))
    models = TenantModels(
        connections,
        settings_of,
        lambda tenant_id, connected: adapter(connected, clients(tenant_id, connected.url)),
        accounts=accounts,
        meter=meter,
        shared=shared,
    )
    rerankers = TenantRerankers(
        connections,
        settings_of,
        lambda tenant_id, connected: reranker(connected, clients(tenant_id, connected.url)),
        guards,
    )
    embedders = TenantEmbedders(
        connections,
        settings_of,
        lambda tenant_id, connected, settings: embedder(
            connected, clients(tenant_id, connected.url), settings
        ),
        accounts=accounts,
        meter=meter,
        shared=shared,
    )
    return HostedModels(models, rerankers, embedders)


class RememberedModels:
    """Implements `ConnectedModels`. While the database is down what was known is used on."""

    def __init__(
        self, connected: ConnectedModels, *, remembered_for: timedelta = _REMEMBERED_FOR
    ) -> None:
        self._connected = connected
        self._lasts = remembered_for.total_seconds()
        self._known: dict[str, tuple[float, list[ConnectedModel]]] = {}

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        known = self._known.get(tenant_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        try:
            found = await self._connected.of(tenant_id)
        except DependencyUnavailable:
            if known is None:
                raise
            found = known[1]
        self._known[tenant_id] = (time.monotonic() + self._lasts, found)
        return found
