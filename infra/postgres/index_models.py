"""The models that made a tenant's index, as its documents say."""

import time
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.raw_queries import tenant_rows

_MODELS = """
SELECT d.model, d.hosted_model FROM knowledge_documents d
JOIN knowledge_generations g USING (tenant_id)
WHERE d.tenant_id = %(tenant)s AND d.shown_from <= g.generation
AND (d.shown_until IS NULL OR d.shown_until > g.generation)
GROUP BY d.model, d.hosted_model ORDER BY count(*) DESC, d.model, d.hosted_model LIMIT 1
"""
_FRESH_S = 10
_TENANTS = 10_000


class _Models(NamedTuple):
    model: str | None
    hosted: str | None


class PostgresIndexModels:
    """Implements `domain.ports.foreign_knowledge.IndexModels` and `HostedIndexes`.

    A sync embeds all of a tenant's documents anew for another model, but for those that it cannot
    index: what most of them say tells for all."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._read: dict[str, tuple[float, _Models]] = {}

    async def model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        return (await self._models(tenant_id, again=again)).model

    async def hosted_model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        return (await self._models(tenant_id, again=again)).hosted

    async def _models(self, tenant_id: str, *, again: bool) -> _Models:
        at, models = self._read.get(tenant_id, (-float(_FRESH_S), _Models(None, None)))
        now = time.monotonic()
        if not again and at + _FRESH_S > now:
            return models
        rows = await tenant_rows(self._engine, tenant_id, _MODELS, {"tenant": tenant_id})
        models = _Models(None, None)
        if rows:
            models = _Models(rows[0]["model"], rows[0]["hosted_model"])
        if len(self._read) >= _TENANTS:
            self._read.clear()
        self._read[tenant_id] = now, models
        return models
