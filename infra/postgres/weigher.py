"""Candidates of a search engine, weighed as PostgreSQL weighs those that it finds itself."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.knowledge import Audience
from domain.ports.knowledge_search import Candidates, SearchQuery
from domain.search_index import Generation
from infra.postgres.candidates import PostgresCandidates, weighed
from infra.postgres.index_source import generation_name
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.vectors import to_text

# As `find_candidates_…` gives each of what it has found.
_WEIGH: Final = """
SELECT c.chunk_id, d.content_hash, c.document_id, length(c.tsv) AS length, said.terms, said.times,
    array(
        SELECT 1 - (c.vector <=> v.vector)
        FROM unnest(%(vectors)s::vector[]) WITH ORDINALITY v (vector, place) ORDER BY v.place
    ) AS similarities,
    g.sync_id, g.is_rolled_back
FROM knowledge_generations g
JOIN knowledge_chunks c ON c.tenant_id = g.tenant_id AND c.chunk_id = ANY (%(chunks)s::text[])
JOIN knowledge_documents d ON d.tenant_id = c.tenant_id AND d.document_id = c.document_id
    AND d.sync_id = c.sync_id
CROSS JOIN LATERAL (
    SELECT array_agg(l.lexeme) AS terms, array_agg((
        SELECT sum(CASE s.weight WHEN 'A' THEN 2.0 ELSE 1.0 END) FROM unnest(l.weights) s (weight)
    )::double precision) AS times
    FROM unnest(c.tsv) l WHERE l.lexeme = ANY (%(known)s::text[])
) said
WHERE g.tenant_id = %(tenant)s AND d.model = %(model)s
AND d.shown_from <= g.generation AND (d.shown_until IS NULL OR d.shown_until > g.generation)
AND d.audience = ANY (%(audiences)s::text[])
AND (d.valid_until IS NULL OR d.valid_until >= %(today)s)
"""


class PostgresWeigher(PostgresCandidates):
    """Implements `domain.ports.search_index.CandidateWeigher`, and finds by itself as well."""

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
        words = await self.words(tenant_id, query.texts)
        values = {
            "tenant": tenant_id,
            "model": self._model,
            "chunks": list(chunk_ids),
            "vectors": [to_text(vector) for vector in query.vectors],
            "known": list(words.chunks),
            "today": today,
            "audiences": sorted(audience.value for audience in audiences),
        }
        rows = await tenant_rows(self._engine, tenant_id, _WEIGH, values)
        of_this = [row for row in rows if generation_name(row) == generation.name]
        return weighed(of_this, words, query)
