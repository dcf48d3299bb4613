"""A search with whichever model has made a tenant's index."""

from collections.abc import Mapping
from datetime import datetime

from domain.errors import ConfigurationError
from domain.hosted_search import Search
from domain.knowledge import EVERYBODY, Audience, Passage
from domain.knowledge_areas import KnowledgeArea
from domain.ports import Embedder, Retriever, Vector
from domain.ports.foreign_knowledge import IndexModels


class SearchByIndexModel:
    """Implements `domain.ports.Retriever` over one for each model: an index is searched by the
    model that made it, so that a tenant's choice counts from the sync on and not before."""

    def __init__(
        self,
        models: IndexModels,
        usual: Retriever,
        others: Mapping[str, tuple[Retriever, Embedder]],
    ) -> None:
        """`others` are by the names of their models; with any other name the usual one searches."""
        self._models = models
        self._usual = usual
        self._others = others

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
        model = await self._models.model_of(tenant_id)
        try:
            return await self._search(model, asked)
        except ConfigurationError:
            anew = await self._models.model_of(tenant_id, again=True)
            if anew == model:
                raise
            return await self._search(anew, asked)

    async def _search(self, model: str | None, asked: Search) -> list[Passage]:
        if model is None or model not in self._others:
            return await _found(self._usual, asked, asked.vector)
        retriever, embedder = self._others[model]
        [vector] = await embedder.embed([asked.query])
        found = await _found(retriever, asked, vector)
        # On another scale than the answerer's, which then goes by the sentences.
        return [passage.model_copy(update={"vector_similarity": None}) for passage in found]


async def _found(retriever: Retriever, asked: Search, vector: Vector) -> list[Passage]:
    return await retriever.search(
        asked.tenant_id,
        asked.query,
        vector,
        limit=asked.limit,
        today=asked.today,
        audiences=asked.audiences,
        area=asked.area,
    )
