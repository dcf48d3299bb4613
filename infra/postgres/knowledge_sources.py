"""A tenant's documents as written, until they are indexed."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import NotFound
from domain.knowledge import KnowledgeDocument
from infra.postgres.engine import tenant_transaction

_STORE = """
INSERT INTO knowledge_sources
    (tenant_id, document_id, title, audience, valid_until, url, body, content_hash)
VALUES (%(tenant)s, %(document_id)s, %(title)s, %(audience)s, %(valid_until)s, %(url)s, %(body)s,
    %(content_hash)s)
ON CONFLICT (tenant_id, document_id) DO UPDATE SET
    title = excluded.title, audience = excluded.audience, valid_until = excluded.valid_until,
    url = excluded.url, body = excluded.body, content_hash = excluded.content_hash
"""
_FORGET_OTHERS = """
DELETE FROM knowledge_sources
WHERE tenant_id = %(tenant)s AND document_id <> ALL(%(kept)s::text[])
"""
_HASHES = "SELECT document_id, content_hash FROM knowledge_sources WHERE tenant_id = %(tenant)s"
_GET = """
SELECT document_id, title, audience, valid_until, url, body, content_hash FROM knowledge_sources
WHERE tenant_id = %(tenant)s AND document_id = %(document)s
"""


class PostgresKnowledgeSources:
    """Implements `domain.ports.KnowledgeSources`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def replace(self, tenant_id: str, documents: Sequence[KnowledgeDocument]) -> None:
        kept = [document.document_id for document in documents]
        rows = [{"tenant": tenant_id, **document.model_dump(mode="json")} for document in documents]
        for row in rows:
            row["body"] = row["body"].replace("\x00", "\ufffd")
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_FORGET_OTHERS, {"tenant": tenant_id, "kept": kept})
            if rows:
                await connection.exec_driver_sql(_STORE, rows)

    async def hashes(self, tenant_id: str) -> dict[str, str]:
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = await connection.exec_driver_sql(_HASHES, {"tenant": tenant_id})
            return {row.document_id: row.content_hash for row in rows}

    async def get(self, tenant_id: str, document_id: str) -> KnowledgeDocument:
        values = {"tenant": tenant_id, "document": document_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            row = (await connection.exec_driver_sql(_GET, values)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"the tenant {tenant_id} has no document {document_id}")
        return KnowledgeDocument.model_validate(dict(row))
