"""Deliveries that were given up."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.deliveries import WITHDRAWN, DeadLetter
from infra.postgres.raw_queries import tenant_rows

_DEAD = """
SELECT tenant_id, delivery_id, conversation_id, channel, status, coalesce(error, '') AS reason,
    attempts, created_at AS said_at, ended_at
FROM deliveries
WHERE tenant_id = %(tenant)s AND status IN ('failed', 'unknown') AND channel <> 'web'
AND coalesce(error, '') <> ALL (%(withdrawn)s)
"""
_LISTED = f"""
{_DEAD} AND (%(channel)s::text IS NULL OR channel = %(channel)s)
ORDER BY created_at, delivery_id LIMIT %(most)s
"""
_FOUND = f"{_DEAD} AND delivery_id = ANY (%(ids)s) ORDER BY created_at, delivery_id"


class PostgresDeadLetters:
    """Implements `DeadLetters` over the ledger."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def listed(
        self, tenant_id: str, *, channel: Channel | None = None, limit: int = 100
    ) -> list[DeadLetter]:
        values = {"channel": channel.value if channel else None, "most": limit}
        return await self._letters(tenant_id, _LISTED, values)

    async def found(self, tenant_id: str, delivery_ids: Sequence[str]) -> list[DeadLetter]:
        return await self._letters(tenant_id, _FOUND, {"ids": list(delivery_ids)})

    async def _letters(
        self, tenant_id: str, statement: str, values: Mapping[str, Any]
    ) -> list[DeadLetter]:
        given = {"tenant": tenant_id, "withdrawn": sorted(WITHDRAWN), **values}
        rows = await tenant_rows(self._engine, tenant_id, statement, given)
        return [DeadLetter.model_validate(row) for row in rows]
