"""Candidates for a search: found in Elasticsearch, weighed and read where the truth is."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.errors import DependencyUnavailable, NotFound
from domain.knowledge import Audience, Passage
from domain.ports.knowledge_search import Candidates, SearchQuery
from domain.ports.search_index import CandidateWeigher, IndexSource
from domain.ranking import Candidate
from infra.elasticsearch.search import ElasticsearchSearch


class ElasticsearchCandidates:
    """Implements `domain.ports.knowledge_search.CandidateSource` for what Elasticsearch holds.

    It finds in a large index; the few it has found are weighed by the database, so that the ranking
    is the same whoever has searched, and nothing is shown that the database would not show. Raises
    NotFound while it does not hold the active generation: somebody else searches then.
    """

    def __init__(
        self,
        search: ElasticsearchSearch,
        source: IndexSource,
        weigher: CandidateWeigher,
    ) -> None:
        self._search = search
        self._source = source
        self._weigher = weigher

    async def candidates(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        generation = await self._source.active(tenant_id)
        if generation is None:
            raise NotFound("nothing was ever indexed for this tenant")
        hits = await self._search.find(
            tenant_id,
            generation,
            query.texts[0],
            query.vectors[0],
            limit=limit,
            today=today,
            audiences=audiences,
        )
        found = await self._weigher.weigh(
            tenant_id,
            query,
            hits,
            generation=generation,
            today=today,
            audiences=audiences,
        )
        if hits and not found.found:
            raise DependencyUnavailable("the tenant's knowledge was replaced during the search")
        return found

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        return await self._weigher.passages(tenant_id, candidates)
