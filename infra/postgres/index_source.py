"""The active generation of a tenant's knowledge, for a search engine that is fed from here."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.knowledge import Chunk
from domain.ports import Embedder
from domain.search_index import Generation, IndexedChunk, IndexedDocument
from infra.postgres.raw_queries import Row, tenant_rows
from infra.postgres.vectors import from_bytes

ACTIVE: Final = """
SELECT generation, sync_id, is_rolled_back FROM knowledge_generations
WHERE tenant_id = %(tenant)s
"""
_DOCUMENTS: Final = """
SELECT d.document_id, d.sync_id, d.content_hash, d.audience, d.valid_until,
    count(c.chunk_id) AS chunks
FROM knowledge_documents d
JOIN knowledge_generations g ON g.tenant_id = d.tenant_id
LEFT JOIN knowledge_chunks c ON c.tenant_id = d.tenant_id AND c.document_id = d.document_id
    AND c.sync_id = d.sync_id
WHERE d.tenant_id = %(tenant)s AND d.model = %(model)s AND d.shown_from <= g.generation
AND (d.shown_until IS NULL OR d.shown_until > g.generation)
GROUP BY d.tenant_id, d.document_id, d.sync_id
ORDER BY d.document_id
"""
_CHUNKS: Final = """
SELECT chunk_id, document_id, title, heading, position, text, vector_send(vector) AS vector
FROM knowledge_chunks
WHERE tenant_id = %(tenant)s AND document_id = %(document_id)s AND sync_id = %(sync_id)s
ORDER BY position
"""


class PostgresIndexSource:
    """Implements `domain.ports.IndexSource` for what one model has indexed."""

    def __init__(self, engine: AsyncEngine, embedder: Embedder) -> None:
        """What another model has indexed is not there."""
        self._engine = engine
        self._model = embedder.model
        self._dimension = embedder.dimension

    async def active(self, tenant_id: str) -> Generation | None:
        rows = await tenant_rows(self._engine, tenant_id, ACTIVE, {"tenant": tenant_id})
        if not rows:
            return None
        [row] = rows
        return Generation(
            number=row["generation"],
            name=generation_name(row),
            model=self._model,
            dimension=self._dimension,
        )

    async def documents(self, tenant_id: str) -> list[IndexedDocument]:
        values = {"tenant": tenant_id, "model": self._model}
        rows = await tenant_rows(self._engine, tenant_id, _DOCUMENTS, values)
        return [IndexedDocument.model_validate(row) for row in rows]

    async def chunks(self, tenant_id: str, document: IndexedDocument) -> list[IndexedChunk]:
        values = {
            "tenant": tenant_id,
            "document_id": document.document_id,
            "sync_id": document.sync_id,
        }
        rows = await tenant_rows(self._engine, tenant_id, _CHUNKS, values)
        return [_indexed(row) for row in rows]


def generation_name(row: Row) -> str:
    """The sync that made it, or that was rolled back from it: a number alone comes again."""
    return f"{'before' if row['is_rolled_back'] else 'of'} {row['sync_id']}"


def _indexed(row: Row) -> IndexedChunk:
    vector = tuple(from_bytes(row.pop("vector")))
    chunk_id = row.pop("chunk_id")
    return IndexedChunk(chunk_id=chunk_id, chunk=Chunk(**row, vector=vector))
