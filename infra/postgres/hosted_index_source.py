"""The active generation by its hosted vectors, for a search engine that is fed from here."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.knowledge import Chunk
from domain.search_index import Generation, IndexedChunk, IndexedDocument
from infra.postgres.index_source import generation_name
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.vectors import from_bytes

_ACTIVE: Final = """
SELECT g.generation, g.sync_id, g.is_rolled_back, m.model, m.dimension
FROM knowledge_generations g CROSS JOIN LATERAL (
    SELECT d.hosted_model FROM knowledge_documents d
    WHERE d.tenant_id = g.tenant_id AND d.shown_from <= g.generation
    AND (d.shown_until IS NULL OR d.shown_until > g.generation)
    GROUP BY d.model, d.hosted_model ORDER BY count(*) DESC, d.model, d.hosted_model LIMIT 1
) of_most JOIN knowledge_models m ON m.model = of_most.hosted_model
WHERE g.tenant_id = %(tenant)s
"""
_DOCUMENTS: Final = """
SELECT d.document_id, d.sync_id, d.content_hash, d.audience, d.valid_until,
    count(h.chunk_id) AS chunks
FROM knowledge_documents d
JOIN knowledge_generations g ON g.tenant_id = d.tenant_id
LEFT JOIN knowledge_chunks c ON c.tenant_id = d.tenant_id AND c.document_id = d.document_id
    AND c.sync_id = d.sync_id
LEFT JOIN knowledge_hosted_vectors h ON h.tenant_id = c.tenant_id AND h.chunk_id = c.chunk_id
WHERE d.tenant_id = %(tenant)s AND d.hosted_model = %(model)s AND d.shown_from <= g.generation
AND (d.shown_until IS NULL OR d.shown_until > g.generation)
GROUP BY d.tenant_id, d.document_id, d.sync_id
ORDER BY d.document_id
"""
_CHUNKS: Final = """
SELECT c.chunk_id, c.document_id, c.title, c.heading, c.position, c.text,
    vector_send(h.vector::vector) AS vector
FROM knowledge_chunks c JOIN knowledge_hosted_vectors h USING (tenant_id, chunk_id)
WHERE c.tenant_id = %(tenant)s AND c.document_id = %(document_id)s AND c.sync_id = %(sync_id)s
ORDER BY c.position
"""


class PostgresHostedIndexSource:
    """Implements `domain.ports.IndexSource` for what hosted models have indexed."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def active(self, tenant_id: str) -> Generation | None:
        rows = await tenant_rows(self._engine, tenant_id, _ACTIVE, {"tenant": tenant_id})
        if not rows:
            return None
        [row] = rows
        return Generation(
            number=row["generation"],
            name=generation_name(row),
            model=row["model"],
            dimension=row["dimension"],
        )

    async def documents(self, tenant_id: str) -> list[IndexedDocument]:
        active = await self.active(tenant_id)
        if active is None:
            return []
        values = {"tenant": tenant_id, "model": active.model}
        rows = await tenant_rows(self._engine, tenant_id, _DOCUMENTS, values)
        return [IndexedDocument.model_validate(row) for row in rows]

    async def chunks(self, tenant_id: str, document: IndexedDocument) -> list[IndexedChunk]:
        values = {
            "tenant": tenant_id,
            "document_id": document.document_id,
            "sync_id": document.sync_id,
        }
        rows = await tenant_rows(self._engine, tenant_id, _CHUNKS, values)
        found = []
        for row in rows:
            vector = tuple(from_bytes(row.pop("vector")))
            chunk_id = row.pop("chunk_id")
            found.append(IndexedChunk(chunk_id=chunk_id, chunk=Chunk(**row, vector=vector)))
        return found
