"""A tenant's documents as written, until they are indexed."""

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.errors import NotFound
from domain.knowledge import KnowledgeDocument
from infra.postgres.engine import tenant_transaction
from infra.postgres.serialization import storable

_STORE = """
INSERT INTO knowledge_sources
    (tenant_id, document_id, title, audience, valid_until, url, body, content_hash, sections,
    source)
VALUES (%(tenant)s, %(document_id)s, %(title)s, %(audience)s, %(valid_until)s, %(url)s, %(body)s,
    %(content_hash)s, %(sections)s, %(source)s)
ON CONFLICT (tenant_id, document_id) DO UPDATE SET
    title = excluded.title, audience = excluded.audience, valid_until = excluded.valid_until,
    url = excluded.url, body = excluded.body, content_hash = excluded.content_hash,
    sections = excluded.sections, source = excluded.source
"""
_FORGET_OTHERS = """
DELETE FROM knowledge_sources
WHERE tenant_id = %(tenant)s AND source = '' AND document_id <> ALL(%(kept)s::text[])
"""
_HASHES = "SELECT document_id, content_hash FROM knowledge_sources WHERE tenant_id = %(tenant)s"
_GET = """
SELECT document_id, title, audience, valid_until, url, body, content_hash, sections
FROM knowledge_sources
WHERE tenant_id = %(tenant)s AND document_id = %(document)s
"""
_INDEXED = """
DELETE FROM knowledge_failures
WHERE tenant_id = %(tenant)s AND source = 'index' AND name = ANY(%(names)s::text[])
"""
_NOT_INDEXED = """
INSERT INTO knowledge_failures (tenant_id, source, name, reason)
VALUES (%(tenant)s, 'index', %(name)s, %(reason)s)
ON CONFLICT (tenant_id, source, name) DO UPDATE SET reason = excluded.reason
"""


class PostgresKnowledgeSources:
    """Implements `domain.ports.KnowledgeSources`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def replace(
        self,
        tenant_id: str,
        documents: Sequence[KnowledgeDocument],
        *,
        unchanged: Collection[str] = (),
    ) -> None:
        kept = [*(document.document_id for document in documents), *unchanged]
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_FORGET_OTHERS, {"tenant": tenant_id, "kept": kept})
            await store_documents(connection, tenant_id, "", documents)

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

    async def note_indexing(self, tenant_id: str, reasons: Mapping[str, str | None]) -> None:
        rows = [{"tenant": tenant_id, "name": n, "reason": why} for n, why in reasons.items()]
        failed = [row for row in rows if row["reason"] is not None]
        mended = [name for name, why in reasons.items() if why is None]
        if not rows:
            return
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_INDEXED, {"tenant": tenant_id, "names": mended})
            if failed:
                await connection.exec_driver_sql(_NOT_INDEXED, failed)


async def store_documents(
    connection: AsyncConnection, tenant_id: str, source: str, documents: Sequence[KnowledgeDocument]
) -> None:
    """Beside what the tenant has; `source` is "" for its files."""
    if not documents:
        return
    rows = []
    for document in documents:
        sections = [section.model_dump() for section in document.sections]
        rows.append(
            {
                "tenant": tenant_id,
                "source": source,
                **document.model_dump(mode="json", exclude={"sections"}),
                "title": document.title.replace("\x00", "\ufffd"),
                "body": document.body.replace("\x00", "\ufffd"),
                "sections": storable(json.dumps(sections, ensure_ascii=False)),
            }
        )
    await connection.exec_driver_sql(_STORE, rows)
