"""Wiring of the activities that index a tenant's documents."""

from contextlib import AsyncExitStack

from activities.knowledge import KnowledgeActivities
from activities.knowledge_refresh import KnowledgeRefreshActivities
from activities.search_index import SearchIndexActivities
from domain.ports.hosted_embedding import HostedEmbedders
from domain.ports.search_index import IndexFollower
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.languages import IndexingByTenant
from duralogue.wiring.models import embedder_of
from duralogue.wiring.retrievers import open_elasticsearch
from infra.documents.processes import ReadingProcess
from infra.http.pages import open_pages
from infra.model_process.ports import DistantChunker
from infra.model_process.process import ModelProcess
from infra.postgres.hosted_index_source import PostgresHostedIndexSource
from infra.postgres.index_source import PostgresIndexSource
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.source_pages import PostgresSourcePages


def knowledge_activities(
    base: Foundation,
    models: ModelProcess,
    embedders: HostedEmbedders,
    follower: IndexFollower | None = None,
) -> KnowledgeActivities:
    """Documents are taken apart and embedded in `models`, which starts when the first is indexed.

    That is seldom, and a worker that was killed is back sooner without it.
    """
    embedder = embedder_of(models)
    return KnowledgeActivities(
        PostgresKnowledgeSources(base.engine),
        PostgresKnowledge(base.engine, embedder),
        DistantChunker(models),
        embedder,
        follower,
        choice=IndexingByTenant(base, models, embedders),
    )


async def search_index_activities(
    base: Foundation, models: ModelProcess, stack: AsyncExitStack
) -> SearchIndexActivities:
    """They do nothing where PostgreSQL alone is searched."""
    if base.settings.retriever == "postgres":
        return SearchIndexActivities()
    elasticsearch = await stack.enter_async_context(open_elasticsearch(base.settings))
    from infra.elasticsearch.passage_index import ElasticsearchIndex

    return SearchIndexActivities(
        PostgresIndexSource(base.engine, embedder_of(models)),
        ElasticsearchIndex(elasticsearch),
        hosted=PostgresHostedIndexSource(base.engine),
    )


async def knowledge_refresh_activities(
    base: Foundation, stack: AsyncExitStack
) -> KnowledgeRefreshActivities:
    """They last as long as the stack; the process that reads starts with the first page."""
    fetcher = await stack.enter_async_context(open_pages(base.settings.outbound_allowed))
    reader = stack.enter_context(ReadingProcess())
    return KnowledgeRefreshActivities(PostgresSourcePages(base.engine), fetcher, reader)
