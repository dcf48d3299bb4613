"""A tenant's sources on the web: their pages, how far a refresh has come, and what fails."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.knowledge import KnowledgeDocument
from domain.knowledge_settings import KnowledgeSettings
from domain.ports.documents import KnownPage, SourcesStatus
from infra.postgres.engine import tenant_transaction
from infra.postgres.knowledge_sources import store_documents
from infra.postgres.raw_queries import tenant_rows

_SETTINGS = "SELECT settings FROM knowledge_settings WHERE tenant_id = %(tenant)s"
_STORE_SETTINGS = """
INSERT INTO knowledge_settings (tenant_id, settings) VALUES (%(tenant)s, %(settings)s)
ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings
"""
_READ_AGAIN = """
UPDATE knowledge_pages SET etag = NULL, last_modified = NULL, raw_hash = ''
WHERE tenant_id = %(tenant)s AND source = ANY(%(changed)s::text[])
"""
_DUE_AT_ONCE = """
DELETE FROM knowledge_checks
WHERE tenant_id = %(tenant)s AND source = ANY(%(changed)s::text[])
"""
_FORGET_SOURCES = tuple(
    f"DELETE FROM {table} WHERE tenant_id = %(tenant)s AND source <> ''"  # noqa: S608 - our own names
    " AND source <> ALL(%(kept)s::text[])"
    for table in ("knowledge_sources", "knowledge_pages", "knowledge_checks", "knowledge_failures")
)
_STATES = "SELECT source, checked_at FROM knowledge_checks WHERE tenant_id = %(tenant)s"
_LIST = """
INSERT INTO knowledge_pages (tenant_id, source, url, document_id, title, listed_in)
VALUES (%(tenant)s, %(source)s, %(url)s, %(document_id)s, %(title)s, %(refresh)s)
ON CONFLICT (tenant_id, source, url) DO UPDATE SET
    title = excluded.title, listed_in = excluded.listed_in
"""
_COUNT = """
SELECT count(*) FROM knowledge_pages WHERE tenant_id = %(tenant)s AND source = %(source)s
"""
_PENDING = """
SELECT p.url, p.document_id, p.title, p.etag, p.last_modified, p.raw_hash,
    f.name IS NOT NULL AS failed
FROM knowledge_pages p LEFT JOIN knowledge_failures f
    ON f.tenant_id = p.tenant_id AND f.source = p.source AND f.name = p.url
WHERE p.tenant_id = %(tenant)s AND p.source = %(source)s AND p.listed_in = %(refresh)s
AND p.read_in <> %(refresh)s ORDER BY p.url LIMIT %(limit)s
"""
_COUNT_PENDING = """
SELECT count(*) FROM knowledge_pages WHERE tenant_id = %(tenant)s AND source = %(source)s
AND listed_in = %(refresh)s AND read_in <> %(refresh)s
"""
_KEEP = """
UPDATE knowledge_pages SET read_in = %(refresh)s, etag = %(etag)s,
    last_modified = %(last_modified)s, raw_hash = %(raw_hash)s, is_gone = false
WHERE tenant_id = %(tenant)s AND source = %(source)s AND url = %(url)s
"""
_HASH = """
SELECT content_hash FROM knowledge_sources
WHERE tenant_id = %(tenant)s AND document_id = %(document)s
"""
_MENDED = """
DELETE FROM knowledge_failures
WHERE tenant_id = %(tenant)s AND source = %(source)s AND name = %(name)s
"""
_FAILED = """
INSERT INTO knowledge_failures (tenant_id, source, name, reason)
VALUES (%(tenant)s, %(source)s, %(name)s, %(reason)s)
ON CONFLICT (tenant_id, source, name) DO UPDATE SET reason = excluded.reason
"""
_NOT_READ = """
UPDATE knowledge_pages SET read_in = %(refresh)s, is_gone = %(gone)s
WHERE tenant_id = %(tenant)s AND source = %(source)s AND url = %(name)s
"""
_OTHERS_MENDED = """
DELETE FROM knowledge_failures
WHERE tenant_id = %(tenant)s AND source = %(source)s AND name <> ALL(%(names)s::text[])
"""
_STATUS = """
SELECT
    (SELECT count(*) FROM knowledge_sources s WHERE s.tenant_id = %(tenant)s) AS written,
    (SELECT count(*) FROM knowledge_documents d JOIN knowledge_generations g USING (tenant_id)
     WHERE d.tenant_id = %(tenant)s AND d.shown_from <= g.generation
     AND (d.shown_until IS NULL OR d.shown_until > g.generation)) AS indexed,
    (SELECT coalesce(jsonb_agg(to_jsonb(f) - 'tenant_id' ORDER BY f.source, f.name), '[]')
     FROM (SELECT * FROM knowledge_failures WHERE tenant_id = %(tenant)s
           ORDER BY source, name LIMIT 1000) f) AS failures,
    (SELECT coalesce(jsonb_object_agg(p.source, p.pages), '{}') FROM (
        SELECT source, count(*) AS pages FROM knowledge_pages WHERE tenant_id = %(tenant)s
        AND NOT is_gone GROUP BY source) p) AS pages
"""
_LONGEST_REASON = 300


class PostgresSourcePages:
    """Implements `domain.ports.SourcePages`; every step may be repeated."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def settings(self, tenant_id: str) -> KnowledgeSettings:
        rows = await tenant_rows(self._engine, tenant_id, _SETTINGS, {"tenant": tenant_id})
        if not rows:
            return KnowledgeSettings()
        return KnowledgeSettings.model_validate(rows[0]["settings"])

    async def store_settings(self, tenant_id: str, settings: KnowledgeSettings) -> None:
        before = await self.settings(tenant_id)
        changed = [s.name for s in settings.sources if before.source(s.name) != s]
        values = {
            "tenant": tenant_id,
            "settings": settings.model_dump_json(),
            "kept": [source.name for source in settings.sources],
            "changed": changed,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            for statement in (_STORE_SETTINGS, _READ_AGAIN, _DUE_AT_ONCE, *_FORGET_SOURCES):
                await connection.exec_driver_sql(statement, values)

    async def states(self, tenant_id: str) -> dict[str, datetime]:
        rows = await tenant_rows(self._engine, tenant_id, _STATES, {"tenant": tenant_id})
        return {row["source"]: row["checked_at"] for row in rows}

    async def list_pages(
        self, tenant_id: str, source: str, refresh: str, pages: Sequence[KnownPage]
    ) -> int:
        of_source = {"tenant": tenant_id, "source": source, "refresh": refresh}
        rows = [{**of_source, **_storable(page)} for page in pages]
        async with tenant_transaction(self._engine, tenant_id) as connection:
            before = (await connection.exec_driver_sql(_COUNT, of_source)).scalar_one()
            if rows:
                await connection.exec_driver_sql(_LIST, rows)
        return int(before)

    async def pending(
        self, tenant_id: str, source: str, refresh: str, limit: int
    ) -> list[KnownPage]:
        values = {"tenant": tenant_id, "source": source, "refresh": refresh, "limit": limit}
        rows = await tenant_rows(self._engine, tenant_id, _PENDING, values)
        return [KnownPage.model_validate(row) for row in rows]

    async def count_pending(self, tenant_id: str, source: str, refresh: str) -> int:
        values = {"tenant": tenant_id, "source": source, "refresh": refresh}
        [row] = await tenant_rows(self._engine, tenant_id, _COUNT_PENDING, values)
        return int(row["count"])

    async def keep_page(
        self,
        tenant_id: str,
        source: str,
        refresh: str,
        page: KnownPage,
        document: KnowledgeDocument | None,
    ) -> bool:
        values = {"tenant": tenant_id, "source": source, "refresh": refresh, "name": page.url}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_KEEP, {**values, **_storable(page)})
            await connection.exec_driver_sql(_MENDED, values)
            if document is None:
                return False
            known = {"tenant": tenant_id, "document": document.document_id}
            before = (await connection.exec_driver_sql(_HASH, known)).scalar_one_or_none()
            if before == document.content_hash:
                return False
            await store_documents(connection, tenant_id, source, [document])
            return True

    async def fail_page(
        self, tenant_id: str, source: str, refresh: str, url: str, reason: str, *, is_gone: bool
    ) -> None:
        values = {"tenant": tenant_id, "source": source, "refresh": refresh, "gone": is_gone}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_NOT_READ, {**values, "name": url})
            await _note(connection, {**values, "name": url, "reason": reason})

    async def close_source(
        self, tenant_id: str, source: str, refresh: str, *, suspicious: int
    ) -> int:
        values = {"tenant": tenant_id, "source": source, "refresh": refresh}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            had = (await connection.exec_driver_sql(_HAD, values)).one()
            if had.documents >= suspicious and had.documents == had.gone:
                await _note(connection, {**values, "name": "", "reason": _ALL_GONE})
                return 0
            removed = (await connection.exec_driver_sql(_REMOVE_GONE, values)).rowcount
            for statement in _CLOSE:
                await connection.exec_driver_sql(statement, {**values, "at": datetime.now(UTC)})
        return int(removed)

    async def fail_source(self, tenant_id: str, source: str, reason: str) -> None:
        values = {"tenant": tenant_id, "source": source, "name": "", "reason": reason}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await _note(connection, values)

    async def note_failures(self, tenant_id: str, source: str, failures: dict[str, str]) -> None:
        values = {"tenant": tenant_id, "source": source, "names": list(failures)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_OTHERS_MENDED, values)
            for name, reason in failures.items():
                await _note(connection, {**values, "name": name, "reason": reason})

    async def status(self, tenant_id: str) -> SourcesStatus:
        [row] = await tenant_rows(self._engine, tenant_id, _STATUS, {"tenant": tenant_id})
        settings, states = await self.settings(tenant_id), await self.states(tenant_id)
        sources = [
            {
                "name": source.name,
                "checked_at": states.get(source.name),
                "pages": row["pages"].get(source.name, 0),
            }
            for source in settings.sources
        ]
        return SourcesStatus.model_validate({**row, "sources": sources})


_ALL_GONE = (
    "all of its pages are gone at once, so none was removed; mend its address in sources.yaml, or "
    "take the source out"
)
_HAD = """
SELECT count(*) AS documents,
    count(*) FILTER (WHERE p.is_gone OR p.listed_in <> %(refresh)s) AS gone
FROM knowledge_sources s JOIN knowledge_pages p USING (tenant_id, source, document_id)
WHERE s.tenant_id = %(tenant)s AND s.source = %(source)s
"""
_REMOVE_GONE = """
DELETE FROM knowledge_sources s USING knowledge_pages p
WHERE s.tenant_id = %(tenant)s AND p.tenant_id = s.tenant_id AND s.source = %(source)s
AND p.source = s.source AND p.document_id = s.document_id
AND (p.is_gone OR p.listed_in <> %(refresh)s)
"""
_CLOSE = (
    """DELETE FROM knowledge_failures f USING knowledge_pages p
    WHERE f.tenant_id = %(tenant)s AND f.source = %(source)s AND p.tenant_id = f.tenant_id
    AND p.source = f.source AND p.url = f.name AND p.listed_in <> %(refresh)s""",
    """DELETE FROM knowledge_pages WHERE tenant_id = %(tenant)s AND source = %(source)s
    AND listed_in <> %(refresh)s""",
    """DELETE FROM knowledge_failures
    WHERE tenant_id = %(tenant)s AND source = %(source)s AND name = ''""",
    """INSERT INTO knowledge_checks (tenant_id, source, checked_at)
    VALUES (%(tenant)s, %(source)s, %(at)s)
    ON CONFLICT (tenant_id, source) DO UPDATE SET checked_at = excluded.checked_at""",
)


async def _note(connection: AsyncConnection, values: dict[str, Any]) -> None:
    reason = str(values["reason"])[:_LONGEST_REASON].replace("\x00", "\ufffd")
    await connection.exec_driver_sql(_FAILED, {**values, "reason": reason})


def _storable(page: KnownPage) -> dict[str, Any]:
    return {**page.model_dump(), "title": page.title.replace("\x00", "\ufffd")}
