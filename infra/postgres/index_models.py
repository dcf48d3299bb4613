"""The model that made a tenant's index, as its documents say."""

import time

from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.raw_queries import tenant_rows

_MODEL = """
SELECT d.model FROM knowledge_documents d JOIN knowledge_generations g USING (tenant_id)
WHERE d.tenant_id = %(tenant)s AND d.shown_from <= g.generation
AND (d.shown_until IS NULL OR d.shown_until > g.generation)
LIMIT 1
"""
_FRESH_S = 10
_TENANTS = 10_000


class PostgresIndexModels:
    """Implements `domain.ports.foreign_knowledge.IndexModels`. A sync embeds all of a tenant's
    documents anew for another model, so that one of them tells for all."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._read: dict[str, tuple[float, str | None]] = {}

    async def model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        at, model = self._read.get(tenant_id, (-float(_FRESH_S), None))
        now = time.monotonic()
        if not again and at + _FRESH_S > now:
            return model
        rows = await tenant_rows(self._engine, tenant_id, _MODEL, {"tenant": tenant_id})
        model = str(rows[0]["model"]) if rows else None
        if len(self._read) >= _TENANTS:
            self._read.clear()
        self._read[tenant_id] = now, model
        return model
