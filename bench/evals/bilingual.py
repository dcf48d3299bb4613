"""A tenant that speaks several languages, indexed, searched and answered as by a worker."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.answer_finder import AnswerFinder
from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.foreign_answers import AnswersAcrossLanguages
from domain.knowledge import Answer, KnowledgeDocument
from domain.search_by_model import SearchByIndexModel
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.foreign_quotes import ForeignQuotes
from infra.local_models.multilingual_embedder import MultilingualEmbedder
from infra.local_models.multilingual_passages import MultilingualPassages
from infra.markdown.documents import MarkdownSections
from infra.postgres.index_models import PostgresIndexModels
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.near_passages import PostgresNearPassages
from infra.postgres.retriever import PostgresRetriever

NOW = datetime(2026, 3, 10, tzinfo=UTC)


class Bilingual:
    """Both models, and all tenants that have chosen them."""

    def __init__(self, engine: AsyncEngine, model: MiniLMEmbedder) -> None:
        self._sources = PostgresKnowledgeSources(engine)
        several = MultilingualEmbedder()
        self.embedder = MultilingualPassages(CachingEmbedder(model), several)
        store = PostgresKnowledge(engine, self.embedder)
        self._activities = KnowledgeActivities(
            self._sources, store, MarkdownSections(), self.embedder
        )
        self.retriever = PostgresRetriever(engine, self.embedder)
        self.quotes = ForeignQuotes(several)
        self.near = PostgresNearPassages(
            engine, model=self.embedder.model, dimension=self.embedder.dimension
        )
        models = PostgresIndexModels(engine)
        both = {self.embedder.model: (self.retriever, self.embedder)}
        foreign = AnswersAcrossLanguages(models, self.embedder, self.near, self.quotes)
        search = SearchByIndexModel(models, PostgresRetriever(engine, model), both)
        self._finder = AnswerFinder(model, search, ExtractiveAnswerer(model), foreign)

    async def index(self, tenant: str, documents: list[KnowledgeDocument]) -> None:
        await self._sources.replace(tenant, documents)
        sync = Sync(tenant_id=tenant, sync_id=f"of {tenant}")
        batch = IndexBatch(**sync.model_dump(), limit=len(documents))
        indexed = await self._activities.index_batch(batch)
        if indexed.failures:
            raise ValueError(indexed.failures)
        await self._activities.swap_in(sync)

    async def answer(self, tenant: str, query: str) -> Answer | None:
        return await self._finder.find(tenant, query, NOW, [])
