"""Passages near a vector, whatever their words: for questions in another language."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.knowledge import Audience, Passage
from domain.ports import Vector
from infra.postgres.engine import tenant_transaction
from infra.postgres.nearest_vectors import AS_MANY_AS_THERE_ARE
from infra.postgres.vectors import to_text

_MOST = 200
_AS_FAR_AS_NEEDED = """
SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true),
    set_config('enable_seqscan', 'off', true)
"""
"""Whatever the passages of other tenants, and however few the planner takes its own for."""
_NEAREST = """
SELECT c.document_id, c.title, c.heading, c.text, d.url,
    1 - (c.vector <=> %(vector)s::vector) AS similarity
FROM knowledge_chunks c
JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
JOIN knowledge_generations g USING (tenant_id)
WHERE c.tenant_id = %(tenant)s AND vector_dims(c.vector) = {dimension}
AND d.shown_from <= g.generation AND (d.shown_until IS NULL OR d.shown_until > g.generation)
AND d.audience = ANY (%(audiences)s::text[]) AND d.model = %(model)s
AND (d.valid_until IS NULL OR d.valid_until >= %(today)s)
ORDER BY c.vector::vector({dimension}) <=> %(vector)s::vector({dimension}) LIMIT %(limit)s
"""


class PostgresNearPassages:
    """Implements `domain.ports.foreign_knowledge.NearPassages` for what one model has indexed."""

    def __init__(self, engine: AsyncEngine, *, model: str, dimension: int) -> None:
        self._engine = engine
        self._model = model
        self._nearest = _NEAREST.format(dimension=int(dimension))

    async def nearest(
        self, tenant_id: str, vector: Vector, *, today: date, audiences: frozenset[Audience]
    ) -> list[Passage]:
        values = {
            "tenant": tenant_id,
            "vector": to_text(vector),
            "audiences": sorted(audience.value for audience in audiences),
            "model": self._model,
            "today": today,
            "limit": _MOST,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_AS_FAR_AS_NEEDED)
            await connection.exec_driver_sql(AS_MANY_AS_THERE_ARE, {"tenant": tenant_id})
            rows = await connection.exec_driver_sql(self._nearest, values)
            found = [_passage(row._mapping) for row in rows]  # noqa: SLF001 - its public mapping
        return sorted(found, key=lambda one: -(one.vector_similarity or 0.0))


def _passage(row: object) -> Passage:
    kept = dict(row)  # type: ignore[call-overload]
    similarity = kept.pop("similarity")
    return Passage(**kept, score=similarity, vector_similarity=similarity)
