"""Signals between desks by NOTIFY, which is small and kept by nobody."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.signals import DESK_SIGNAL, AgentLooks, CustomerTypes
from infra.postgres.event_hub import SIGNALS, EventHub
from infra.postgres.raw_queries import tenant_write
from infra.postgres.serialization import storable

_TELL = "SELECT pg_notify(%(channel)s, %(payload)s)"


class _Heard:
    """Reads each payload when it is taken: most are of others' conversations."""

    def __init__(self, payloads: asyncio.Queue[str]) -> None:
        self._payloads = payloads

    async def get(self) -> AgentLooks | CustomerTypes:
        return DESK_SIGNAL.validate_json(await self._payloads.get())


class PostgresDeskSignals:
    """Implements `DeskSignals`."""

    def __init__(self, engine: AsyncEngine, hub: EventHub) -> None:
        self._engine = engine
        self._hub = hub

    async def tell(self, tenant_id: str, signal: AgentLooks | CustomerTypes) -> None:
        payload = f"{tenant_id} {storable(signal.model_dump_json())}"
        values = {"channel": SIGNALS, "payload": payload}
        await tenant_write(self._engine, tenant_id, _TELL, values)

    @contextmanager
    def heard(self, tenant_id: str) -> Iterator[_Heard]:
        with self._hub.hearing(tenant_id) as payloads:
            yield _Heard(payloads)
