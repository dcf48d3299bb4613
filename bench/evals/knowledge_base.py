"""A PostgreSQL of its own for a measurement, with documents indexed as a tenant's are."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.knowledge import KnowledgeDocument
from duralogue.embedded.databases import create_database
from duralogue.embedded.endpoints import choose_port
from duralogue.embedded.postgres import open_postgres
from duralogue.embedded.state_directory import temporary_home
from duralogue.embedded.supervisor import Supervisor
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections
from infra.postgres.engine import create_engine
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.migrate import EXTENSIONS, upgrade


@asynccontextmanager
async def database() -> AsyncIterator[AsyncEngine]:
    """Fresh and migrated; gone afterwards."""
    with temporary_home() as home:
        server = await asyncio.to_thread(open_postgres, home)
        port = choose_port(0)
        supervisor = Supervisor(home, tell=lambda _: None)
        try:
            await supervisor.start(server.part(port))
            url = await create_database(server.url(port), "evals", extensions=EXTENSIONS)
            await asyncio.to_thread(upgrade, url)
            engine = create_engine(url)
            yield engine
            await engine.dispose()
        finally:
            await supervisor.stop()


async def index(
    engine: AsyncEngine,
    embedder: MiniLMEmbedder,
    tenant: str,
    documents: Sequence[KnowledgeDocument],
) -> None:
    """All the steps of a sync, without Temporal around them."""
    sources, store = PostgresKnowledgeSources(engine), PostgresKnowledge(engine, embedder)
    activities = KnowledgeActivities(sources, store, MarkdownSections(), embedder)
    await sources.replace(tenant, documents)
    sync = Sync(tenant_id=tenant, sync_id=uuid4().hex)
    indexed = await activities.index_batch(IndexBatch(**sync.model_dump(), limit=len(documents)))
    if indexed.failures:
        raise ValueError(indexed.failures)
    await activities.swap_in(sync)
