"""A search by a tenant's hosted model, where one has made its index; else, and meanwhile, by the
local one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import ConfigurationError, DependencyError
from domain.knowledge import EVERYBODY, Audience, Passage
from domain.knowledge_areas import KnowledgeArea
from domain.ports import Embedder, Retriever, Vector
from domain.ports.hosted_embedding import HostedEmbedder, HostedEmbedders, HostedIndexes
from domain.ports.knowledge_search import CandidateSource, PassageMatcher, SearchQuery
from domain.query_parts import parts_of
from domain.ranked_search import RankedSearch, readable
from domain.ranking import Closeness


@dataclass(frozen=True)
class Search:
    """What a retriever is asked."""

    tenant_id: str
    query: str
    vector: Vector
    """By the local model."""
    limit: int
    today: datetime
    audiences: frozenset[Audience]
    area: KnowledgeArea | None = None


@dataclass(frozen=True)
class Found:
    """Passages, and by which model they were found: empty where the tenant has no hosted one."""

    passages: list[Passage]
    how: str = ""


class HostedSearch:
    """Implements `domain.ports.Retriever`.

    The hosted vectors only find passages and place them by meaning. Comparing the first ones
    closely, and all that answers are judged by, stays with the local vectors.
    """

    def __init__(
        self,
        local: Retriever,
        source: CandidateSource,
        matcher: Embedder,
        indexes: HostedIndexes,
        embedders: HostedEmbedders,
    ) -> None:
        """`matcher` is the local embedder, which compares passages closely."""
        self._local = local
        self._ranked = RankedSearch(source, LocalCloseness(matcher))
        self._indexes = indexes
        self._embedders = embedders

    async def search(
        self,
        tenant_id: str,
        query: str,
        vector: Vector,
        *,
        limit: int = 8,
        today: datetime,
        audiences: frozenset[Audience] = EVERYBODY,
        area: KnowledgeArea | None = None,
    ) -> list[Passage]:
        asked = Search(tenant_id, query, vector, limit, today, audiences, area)
        return (await self.find(asked)).passages

    async def find(self, asked: Search) -> Found:
        """As `search`, and it tells how."""
        reason = ""
        for again in (False, True):
            model = await self._indexes.hosted_model_of(asked.tenant_id, again=again)
            if model is None:
                return await self._found_locally(asked, "")
            try:
                return await self._found_by(model, asked)
            except ConfigurationError as error:  # swapped, or rolled back, a moment ago
                reason = str(error)
            except DependencyError as error:
                return await self._found_locally(asked, str(error))
        return await self._found_locally(asked, reason)

    async def _found_by(self, model: str, asked: Search) -> Found:
        embedder = await self._embedders.of_index(asked.tenant_id, model)
        if embedder is None:
            return await self._found_locally(asked, f"{model} is not connected, or not wanted")
        query = await self._embedded(embedder, asked)
        passages = await self._ranked.search_by(
            asked.tenant_id,
            query,
            limit=asked.limit,
            today=asked.today,
            audiences=asked.audiences,
            area=asked.area,
        )
        return Found(passages, model)

    async def _embedded(self, embedder: HostedEmbedder, asked: Search) -> SearchQuery:
        text = readable(asked.query)
        texts = (text, *parts_of(text))
        vectors = await embedder.embed(texts)
        return SearchQuery(
            texts=texts, vectors=tuple(vectors), hosted_model=embedder.model, local=asked.vector
        )

    async def _found_locally(self, asked: Search, reason: str) -> Found:
        passages = await self._local.search(
            asked.tenant_id,
            asked.query,
            asked.vector,
            limit=asked.limit,
            today=asked.today,
            audiences=asked.audiences,
            area=asked.area,
        )
        return Found(passages, f"by local vectors: {reason}" if reason else "")


class LocalCloseness:
    """Implements `Embedder` and `PassageMatcher`: passages that a hosted model has found, compared
    closely by the local one."""

    def __init__(self, local: Embedder) -> None:
        self._local = local

    @property
    def model(self) -> str:
        return self._local.model

    @property
    def dimension(self) -> int:
        return self._local.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self._local.embed(texts)

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        if not isinstance(self._local, PassageMatcher):
            return [Closeness(0.0, 0.0)] * len(passages)
        parts = query.texts[1:]
        vectors = (query.local, *(await self._local.embed(parts) if parts else ()))
        return await self._local.match(SearchQuery(query.texts, vectors), passages)
