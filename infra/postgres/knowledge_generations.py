"""Generations of a tenant's knowledge: readers see one, and a swap or a roll-back is one row.

A document is shown from one generation until another, so that a sync writes only what changes.
What has to be written for many documents is written before the swap or after it, in portions,
while readers see none of it: no statement takes longer for a larger index.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyUnavailable
from domain.knowledge import KnowledgeStatus, SyncReport
from infra.postgres.engine import tenant_transaction

_PORTION = 500
"""Documents at once, and passages where they are deleted; some tenths of a second."""

_CURRENT = """
SELECT generation, sync_id, swapped_at, is_rolled_back FROM knowledge_generations
WHERE tenant_id = %(tenant)s
"""
_PAST = """knowledge_documents WHERE tenant_id = %(tenant)s AND (
    shown_until < %(generation)s OR shown_from > %(generation)s
    OR (shown_from IS NULL AND sync_id <> %(sync)s))"""
"""Of a generation that nobody can go back to, of one that was rolled back, or of a sync that was
given up."""
_DELETE_CHUNKS = f"""
DELETE FROM knowledge_chunks WHERE (tenant_id, chunk_id) IN (
    SELECT c.tenant_id, c.chunk_id FROM knowledge_chunks c
    WHERE c.tenant_id = %(tenant)s
    AND (c.document_id, c.sync_id) IN (SELECT document_id, sync_id FROM {_PAST}
        ORDER BY document_id, sync_id LIMIT %(portion)s)
    LIMIT %(portion)s)
"""  # noqa: S608 - put together from constants
_DELETE_DOCUMENTS = f"""
DELETE FROM knowledge_documents d WHERE d.tenant_id = %(tenant)s
AND (d.document_id, d.sync_id) IN (SELECT document_id, sync_id FROM {_PAST}
    ORDER BY document_id, sync_id LIMIT %(portion)s)
AND NOT EXISTS (SELECT FROM knowledge_chunks c WHERE c.tenant_id = %(tenant)s
    AND c.document_id = d.document_id AND c.sync_id = d.sync_id)
"""  # noqa: S608 - put together from constants
_KEEP_AGAIN = """
UPDATE knowledge_documents SET shown_until = NULL WHERE (tenant_id, document_id, sync_id) IN (
    SELECT tenant_id, document_id, sync_id FROM knowledge_documents
    WHERE tenant_id = %(tenant)s AND shown_until > %(generation)s LIMIT %(portion)s)
"""
_END = """
UPDATE knowledge_documents SET shown_until = %(generation)s + 1
WHERE (tenant_id, document_id, sync_id) IN (
    SELECT o.tenant_id, o.document_id, o.sync_id FROM knowledge_documents o
    WHERE o.tenant_id = %(tenant)s AND o.shown_from <= %(generation)s AND o.shown_until IS NULL
    AND (o.document_id = ANY(%(removed)s::text[]) OR EXISTS (
        SELECT FROM knowledge_documents n WHERE n.tenant_id = %(tenant)s
        AND n.sync_id = %(sync)s AND n.document_id = o.document_id
        AND n.shown_from IS DISTINCT FROM o.shown_from))
    LIMIT %(portion)s)
"""
_BEGIN = """
UPDATE knowledge_documents SET shown_from = %(generation)s + 1
WHERE (tenant_id, document_id, sync_id) IN (
    SELECT tenant_id, document_id, sync_id FROM knowledge_documents
    WHERE tenant_id = %(tenant)s AND sync_id = %(sync)s AND shown_from IS NULL LIMIT %(portion)s)
"""
_CHANGES = """
SELECT EXISTS (SELECT FROM knowledge_documents WHERE tenant_id = %(tenant)s
    AND (shown_from = %(generation)s + 1 OR shown_until = %(generation)s + 1)) AS any
"""
_ANALYZE = "SELECT analyze_knowledge(%(tenant)s)"
_SWAP = """
INSERT INTO knowledge_generations AS g (tenant_id, generation, sync_id)
VALUES (%(tenant)s, %(generation)s + 1, %(sync)s)
ON CONFLICT (tenant_id) DO UPDATE SET generation = excluded.generation,
    sync_id = excluded.sync_id, swapped_at = now(), is_rolled_back = false
WHERE g.generation = %(generation)s
"""
_ROLL_BACK = """
UPDATE knowledge_generations SET generation = generation - 1, swapped_at = now(),
    is_rolled_back = true
WHERE tenant_id = %(tenant)s AND generation = %(generation)s AND NOT is_rolled_back
AND generation > 1
"""
_COUNT = """
SELECT count(DISTINCT (d.document_id, d.sync_id)) AS documents, count(c.chunk_id) AS chunks
FROM knowledge_documents d LEFT JOIN knowledge_chunks c USING (tenant_id, document_id, sync_id)
WHERE d.tenant_id = %(tenant)s AND d.shown_from <= %(generation)s
AND (d.shown_until IS NULL OR d.shown_until > %(generation)s)
"""
_MODELS = """
SELECT d.model, d.hosted_model FROM knowledge_documents d
WHERE d.tenant_id = %(tenant)s AND d.shown_from <= %(generation)s
AND (d.shown_until IS NULL OR d.shown_until > %(generation)s)
GROUP BY d.model, d.hosted_model ORDER BY count(*) DESC, d.model, d.hosted_model LIMIT 1
"""
"""Of a generation: a sync embeds all documents anew for another model, but for those that it cannot
index."""
_COUNT_SYNC = """
SELECT count(*) AS chunks FROM knowledge_chunks
WHERE tenant_id = %(tenant)s AND sync_id = %(sync)s
"""


class KnowledgeGenerations:
    """Every step may be repeated, also by another worker after the first has died."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def swap(self, tenant_id: str, sync_id: str, removed: Sequence[str]) -> SyncReport:
        """Show what was staged, without `removed`, from one moment on."""
        values = await self._values(tenant_id) | {"sync": sync_id, "removed": list(removed)}
        if values["is_of"] != sync_id:
            with suppress(DependencyUnavailable):  # autovacuum will do it in a minute
                await self._write(_ANALYZE, values)
            await self._remove_past(values)
            for statement in (_KEEP_AGAIN, _END, _BEGIN):
                await self._in_portions(statement, values)
            if (await self._read(_CHANGES, values))[0]["any"]:
                await self._write(_SWAP, values)
                values["generation"] += 1
        await self._remove_past(values)
        [counted] = await self._read(_COUNT_SYNC, values)
        return SyncReport(removed=len(removed), chunks=counted["chunks"])

    async def roll_back(self, tenant_id: str) -> KnowledgeStatus:
        values = await self._values(tenant_id)
        if not await self._write(_ROLL_BACK, values):
            raise ConfigurationError(
                f"{tenant_id} has no earlier generation of its knowledge to go back to"
            )
        return await self.status(tenant_id)

    async def status(self, tenant_id: str) -> KnowledgeStatus:
        found = await self._read(_CURRENT, {"tenant": tenant_id})
        if not found:
            return KnowledgeStatus()
        [current] = found
        values = {"tenant": tenant_id, "generation": current["generation"]}
        [counted] = await self._read(_COUNT, values)
        models = await self._read(_MODELS, values)
        return KnowledgeStatus(
            **(models[0] if models else {}),
            generation=current["generation"],
            sync_id=current["sync_id"],
            since=current["swapped_at"],
            documents=counted["documents"],
            chunks=counted["chunks"],
            can_roll_back=current["generation"] > 1 and not current["is_rolled_back"],
        )

    async def _values(self, tenant_id: str) -> dict[str, Any]:
        found = await self._read(_CURRENT, {"tenant": tenant_id})
        current = found[0] if found else {"generation": 0, "sync_id": "", "is_rolled_back": False}
        return {
            "tenant": tenant_id,
            "generation": current["generation"],
            "is_of": "" if current["is_rolled_back"] else current["sync_id"],
            "portion": _PORTION,
        }

    async def _remove_past(self, values: Mapping[str, Any]) -> None:
        """Passages first, so that no deletion takes more of them than a portion along."""
        while await self._write(_DELETE_CHUNKS, values) + await self._write(
            _DELETE_DOCUMENTS, values
        ):
            continue

    async def _in_portions(self, statement: str, values: Mapping[str, Any]) -> None:
        while await self._write(statement, values):
            continue

    async def _write(self, statement: str, values: Mapping[str, Any]) -> int:
        async with tenant_transaction(self._engine, values["tenant"]) as connection:
            return (await connection.exec_driver_sql(statement, dict(values))).rowcount

    async def _read(self, statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        async with tenant_transaction(self._engine, values["tenant"]) as connection:
            found = await connection.exec_driver_sql(statement, dict(values))
            return [dict(row) for row in found.mappings()]
