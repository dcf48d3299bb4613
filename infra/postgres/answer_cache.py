"""Kept answers: bound to their key and to the knowledge that they were made from."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.generated_answers.kept_answers import (
    MOST_KEPT,
    CacheKey,
    Candidates,
    KeptAnswer,
    KeptListing,
    entry_id_of,
)
from domain.ports import Vector
from infra.postgres.raw_queries import tenant_rows, tenant_write
from infra.postgres.serialization import storable
from infra.postgres.vectors import to_text

_NEAREST, _CANDIDATES = 20, 6
"""Looked at for what they cite, and handed on."""
_AT_ONCE = 200
"""Rows that one keeping may delete; more go with the next."""

# Without knowledge there is no row at all, and so no answer.
_FIND = """
SELECT g.generation, k.* FROM knowledge_generations g
LEFT JOIN LATERAL (
    SELECT a.entry_id, a.answer, a.made_at, a.is_same, a.distance FROM (
        SELECT e.entry_id, e.answer, e.made_at, e.chunk_ids, e.entry_id = %(entry)s AS is_same,
            CASE WHEN vector_dims(e.vector) = %(dimension)s
            THEN e.vector <=> %(vector)s::vector ELSE 2 END AS distance
        FROM kept_answers e
        WHERE e.tenant_id = %(tenant)s AND e.key_digest = %(key)s
        AND e.generation = g.generation AND e.made_at > g.swapped_at
        AND e.made_at > now() - %(keep)s::interval
        ORDER BY is_same DESC, distance LIMIT %(nearest)s
    ) a
    WHERE NOT EXISTS (
        SELECT FROM unnest(a.chunk_ids) cited (chunk_id) WHERE NOT EXISTS (
            SELECT FROM knowledge_chunks c
            JOIN knowledge_documents d USING (tenant_id, document_id, sync_id)
            WHERE c.tenant_id = %(tenant)s AND c.chunk_id = cited.chunk_id
            AND d.shown_from <= g.generation
            AND (d.shown_until IS NULL OR d.shown_until > g.generation)
            AND d.audience = ANY (%(audiences)s::text[])
            AND (d.valid_until IS NULL OR d.valid_until >= %(today)s)
        )
    )
    ORDER BY a.is_same DESC, a.distance LIMIT %(limit)s
) k ON true
WHERE g.tenant_id = %(tenant)s
ORDER BY k.is_same DESC, k.distance
"""
# Of two who keep the same at once the first wins; what no longer counts is replaced.
_KEEP = """
INSERT INTO kept_answers AS e (
    tenant_id, entry_id, key_digest, locale, generation, question, vector, answer, chunk_ids,
    document_ids, made_at, used_at
)
SELECT %(tenant)s, %(entry)s, %(key)s, %(locale)s, g.generation, %(question)s,
    %(vector)s::vector, %(answer)s::jsonb, %(chunks)s::text[], %(documents)s::text[],
    now() - %(since)s::interval, now()
FROM knowledge_generations g
WHERE g.tenant_id = %(tenant)s AND g.generation = %(generation)s
AND g.swapped_at < now() - %(since)s::interval
ON CONFLICT (tenant_id, entry_id) DO UPDATE SET
    generation = excluded.generation, question = excluded.question, vector = excluded.vector,
    answer = excluded.answer, chunk_ids = excluded.chunk_ids,
    document_ids = excluded.document_ids, made_at = excluded.made_at, used_at = excluded.used_at,
    hits = 0
WHERE e.generation <> excluded.generation OR e.made_at <= now() - %(keep)s::interval
OR e.made_at <= (SELECT swapped_at FROM knowledge_generations WHERE tenant_id = %(tenant)s)
"""
_TRIM = """
DELETE FROM kept_answers WHERE tenant_id = %(tenant)s AND entry_id IN (
    (SELECT entry_id FROM kept_answers WHERE tenant_id = %(tenant)s
        AND made_at <= now() - %(keep)s::interval LIMIT %(at_once)s)
    UNION ALL
    (SELECT entry_id FROM kept_answers WHERE tenant_id = %(tenant)s
        ORDER BY used_at DESC, entry_id OFFSET %(most)s LIMIT %(at_once)s)
)
"""
_USED = """
UPDATE kept_answers SET used_at = now(), hits = hits + 1
WHERE tenant_id = %(tenant)s AND entry_id = %(entry)s
"""
_LIST = """
SELECT entry_id, question, answer -> 'answer' ->> 'text' AS text, locale, document_ids, made_at,
    used_at, hits
FROM kept_answers WHERE tenant_id = %(tenant)s ORDER BY used_at DESC, entry_id LIMIT %(most)s
"""
_PURGE = """
DELETE FROM kept_answers WHERE tenant_id = %(tenant)s
AND (%(entry)s = '' OR entry_id = %(entry)s)
AND (%(document)s = '' OR %(document)s = ANY (document_ids)) RETURNING entry_id
"""
_OF_THE_STORE = {"entry_id", "made_at"}


class PostgresAnswerCache:
    """Implements `AnswerCache`."""

    def __init__(self, engine: AsyncEngine, *, most: int = MOST_KEPT) -> None:
        self._engine = engine
        self._most = most

    async def find(
        self, key: CacheKey, question: str, vector: Vector, *, today: date, keep: timedelta
    ) -> Candidates:
        values = {
            "tenant": key.tenant_id,
            "key": key.digest,
            "entry": entry_id_of(key, question),
            "vector": to_text(vector),
            "dimension": len(vector),
            "audiences": [str(one) for one in key.audiences],
            "today": today,
            "keep": keep,
            "nearest": _NEAREST,
            "limit": _CANDIDATES,
        }
        rows = await tenant_rows(self._engine, key.tenant_id, _FIND, values)
        return Candidates(
            generation=rows[0]["generation"] if rows else 0,
            answers=tuple(_kept(row) for row in rows if row["entry_id"] is not None),
        )

    async def keep(
        self,
        key: CacheKey,
        kept: KeptAnswer,
        vector: Vector,
        *,
        generation: int,
        since: timedelta,
        keep: timedelta,
    ) -> None:
        plain = kept.model_dump(mode="json", exclude=_OF_THE_STORE)
        values = {
            "tenant": key.tenant_id,
            "entry": entry_id_of(key, kept.question),
            "key": key.digest,
            "locale": key.locale,
            "generation": generation,
            "question": kept.question.replace("\x00", "\ufffd"),
            "vector": to_text(vector),
            "answer": storable(json.dumps(plain)),
            # Passages are named tenant first, as their cache in memory needs it.
            "chunks": sorted(one.removeprefix(f"{key.tenant_id}/") for one in kept.chunk_ids),
            "documents": sorted(kept.document_ids),
            "since": since,
            "keep": keep,
        }
        await tenant_write(self._engine, key.tenant_id, _KEEP, values)
        bounds = {
            "tenant": key.tenant_id,
            "keep": keep,
            "most": self._most,
            "at_once": _AT_ONCE,
        }
        await tenant_write(self._engine, key.tenant_id, _TRIM, bounds)

    async def used(self, tenant_id: str, entry_id: str) -> None:
        values = {"tenant": tenant_id, "entry": entry_id}
        await tenant_write(self._engine, tenant_id, _USED, values)

    async def listed(self, tenant_id: str, *, most: int) -> Sequence[KeptListing]:
        values = {"tenant": tenant_id, "most": most}
        rows = await tenant_rows(self._engine, tenant_id, _LIST, values)
        return [KeptListing.model_validate(row) for row in rows]

    async def purge(self, tenant_id: str, *, entry_id: str = "", document_id: str = "") -> int:
        values = {"tenant": tenant_id, "entry": entry_id, "document": document_id}
        return len(await tenant_rows(self._engine, tenant_id, _PURGE, values))


def _kept(row: dict[str, Any]) -> KeptAnswer:
    of_the_store = {name: row[name] for name in _OF_THE_STORE}
    return KeptAnswer.model_validate({**row["answer"], **of_the_store})
