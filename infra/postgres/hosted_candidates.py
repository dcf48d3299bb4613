"""Candidates for a search by the vectors of a hosted model, weighed as those of the local one."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from domain.knowledge import Audience, Passage
from domain.ports.knowledge_search import Candidates, SearchQuery
from domain.ranking import Candidate
from domain.search_index import Generation
from infra.postgres.candidates import PostgresCandidates, quoted, weighed
from infra.postgres.hosted_index_source import PostgresHostedIndexSource
from infra.postgres.nearest_vectors import AS_MANY_AS_THERE_ARE
from infra.postgres.raw_queries import Row, tenant_rows
from infra.postgres.vectors import to_text

_FIND = """
SELECT chunk_id, content_hash, document_id, length, terms, times, similarities, judged
FROM find_hosted_candidates(
    %(tenant)s, %(hosted)s, %(dimension)s, %(vectors)s::halfvec[], %(local)s::vector,
    %(local_model)s, %(terms)s::text[], %(worths)s::float8[], %(known)s::text[], %(today)s,
    %(audiences)s::text[], %(limit)s, %(chunks)s::text[])
"""


class PostgresHostedCandidates:
    """Implements `domain.ports.knowledge_search.CandidateSource`, and `CandidateWeigher` for what
    a search engine has found.

    A query says which model's vectors it has. ConfigurationError: the passages shown have none of
    that model.
    """

    def __init__(
        self, engine: AsyncEngine, local: PostgresCandidates, source: PostgresHostedIndexSource
    ) -> None:
        """`local` knows words, and keeps passages in memory for both."""
        self._engine = engine
        self._local = local
        self._source = source

    async def candidates(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        return await self._found(
            tenant_id, query, today=today, audiences=audiences, limit=limit, chunks=None
        )

    async def weigh(
        self,
        tenant_id: str,
        query: SearchQuery,
        chunk_ids: Sequence[str],
        *,
        generation: Generation,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        found = await self._found(
            tenant_id, query, today=today, audiences=audiences, limit=0, chunks=list(chunk_ids)
        )
        # What is shown is shown of one generation; it must be the one that was searched.
        is_same = await self._source.active(tenant_id) == generation
        return found if is_same else Candidates((), words=found.words)

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        return await self._local.passages(tenant_id, candidates)

    async def _found(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        today: date,
        audiences: frozenset[Audience],
        limit: int,
        chunks: list[str] | None,
    ) -> Candidates:
        words = await self._local.words(tenant_id, query.texts)
        looked_up = words.looked_up()
        values: dict[str, Any] = {
            "tenant": tenant_id,
            "hosted": query.hosted_model,
            "dimension": len(query.vectors[0]),
            "vectors": [to_text(vector) for vector in query.vectors],
            "local": to_text(query.local) if query.local else None,
            "local_model": self._local.model if query.local else None,
            "terms": [quoted(term) for term in looked_up],
            "worths": list(looked_up.values()),
            "known": list(words.chunks),
            "today": today,
            "audiences": sorted(audience.value for audience in audiences),
            "limit": limit,
            "chunks": chunks,
        }
        rows = await tenant_rows(
            self._engine, tenant_id, _FIND, values, prepared_by=AS_MANY_AS_THERE_ARE
        )
        if not await self._are_of_model(tenant_id, query, rows):
            raise ConfigurationError(f"the passages shown have no vectors of {query.hosted_model}")
        return weighed(_placed(rows, len(query.texts)), words, query)

    async def _are_of_model(self, tenant_id: str, query: SearchQuery, rows: Sequence[Row]) -> bool:
        if rows:
            return any(row["similarities"] is not None for row in rows)
        # After a swap to another model, or a roll-back to none, no vector is compared with, and
        # words may find nothing.
        active = await self._source.active(tenant_id)
        return active is not None and active.model == query.hosted_model


def _placed(rows: Sequence[Row], texts: int) -> list[Row]:
    """Passages without a vector of the model, since their documents could not be indexed again,
    are as near as the others are on average: their words decide."""
    known = [row["similarities"] for row in rows if row["similarities"] is not None]
    if len(known) == len(rows):
        return list(rows)
    means = [fmean(one[place] for one in known) for place in range(texts)]
    return [{**row, "similarities": row["similarities"] or means} for row in rows]
