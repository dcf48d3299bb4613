"""Wiring of the activities that index a tenant's documents."""

from contextlib import AsyncExitStack

from activities.knowledge import KnowledgeActivities
from activities.knowledge_refresh import KnowledgeRefreshActivities
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.models import embedder_of
from infra.documents.processes import ReadingProcess
from infra.http.pages import open_pages
from infra.model_process.ports import DistantChunker
from infra.model_process.process import ModelProcess
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.source_pages import PostgresSourcePages


def knowledge_activities(base: Foundation, models: ModelProcess) -> KnowledgeActivities:
    """Documents are taken apart and embedded in `models`, which starts when the first is indexed.

    That is seldom, and a worker that was killed is back sooner without it.
    """
    embedder = embedder_of(models)
    return KnowledgeActivities(
        PostgresKnowledgeSources(base.engine),
        PostgresKnowledge(base.engine, embedder),
        DistantChunker(models),
        embedder,
    )


async def knowledge_refresh_activities(
    base: Foundation, stack: AsyncExitStack
) -> KnowledgeRefreshActivities:
    """They last as long as the stack; the process that reads starts with the first page."""
    fetcher = await stack.enter_async_context(open_pages(base.settings.outbound_allowed))
    reader = stack.enter_context(ReadingProcess())
    return KnowledgeRefreshActivities(PostgresSourcePages(base.engine), fetcher, reader)
