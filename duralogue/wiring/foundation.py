"""The foundation of every process: database, tenants' keys, and a connected client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from domain.ports import TenantKeys
from duralogue.chaos.points import FaultPoints
from duralogue.wiring.configured_bots import ConfiguredBots
from infra.postgres.bots import PostgresBots
from infra.postgres.engine import create_engine
from infra.postgres.queue_overrides import PostgresQueueOverrides
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings
from infra.temporal.client import connect

CLASSIFIERS = "classifiers"
"""The folder below DURALOGUE_HOME of what was trained for each revision of a bot."""


@dataclass(frozen=True)
class Foundation:
    """What every process has: the database, the tenants' keys and a connected client."""

    settings: Settings
    engine: AsyncEngine
    keys: TenantKeys
    bots: ConfiguredBots
    """As they hold now: with what is edited on the desk's page."""
    temporal: Client
    faults: FaultPoints


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(settings.require_database_url(), pool_size=settings.database_pool_size)
    try:
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def open_foundation(
    settings: Settings, *, serve_metrics: bool = False, lazily: bool = False
) -> AsyncIterator[Foundation]:
    async with open_database(settings) as engine:
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        metrics = _metrics_address(settings)
        temporal = await connect(
            settings.require_temporal_address(),
            settings.temporal_namespace,
            keys,
            metrics_address=metrics if serve_metrics else None,
            lazily=lazily,
        )
        faults = FaultPoints(settings.duralogue_fault_points)
        bots = ConfiguredBots(PostgresBots(engine), PostgresQueueOverrides(engine))
        yield Foundation(settings, engine, keys, bots, temporal, faults)


def _metrics_address(settings: Settings) -> str | None:
    return f"{settings.metrics_host}:{settings.metrics_port}" if settings.metrics_port else None
