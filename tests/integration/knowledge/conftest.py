"""Knowledge on a real, migrated PostgreSQL, with the real embedding model."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.knowledge import KnowledgeDocument, Passage, SyncReport
from domain.ports import Embedder
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections, parse_document
from infra.postgres.engine import create_engine
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.retriever import PostgresRetriever
from tests.integration.knowledge.dates import NOW


@dataclass
class Library:
    """One tenant's knowledge, without Temporal around it."""

    tenant: str
    sources: PostgresKnowledgeSources
    store: PostgresKnowledge
    retriever: PostgresRetriever
    activities: KnowledgeActivities
    embedder: Embedder

    async def sync(self, *documents: KnowledgeDocument) -> SyncReport:
        await self.sources.replace(self.tenant, documents)
        return await self.sync_stored()

    async def sync_stored(self) -> SyncReport:
        sync = Sync(tenant_id=self.tenant, sync_id=uuid4().hex)
        plan = await self.activities.plan_sync(sync)
        await self.activities.index_batch(IndexBatch(**sync.model_dump()))
        swapped = await self.activities.swap_in(sync)
        return plan.model_copy(update={"chunks": swapped.chunks})

    async def search(self, query: str, limit: int = 6) -> list[Passage]:
        [vector] = await self.embedder.embed([query])
        return await self.retriever.search(self.tenant, query, vector, limit=limit, today=NOW)


def document(name: str, body: str, **front: str) -> KnowledgeDocument:
    matter = {"title": name.title(), **front}
    head = "\n".join(f"{key}: {value}" for key, value in matter.items())
    return parse_document(name, f"---\n{head}\n---\n{body}\n")


@pytest.fixture(scope="session")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder()


@pytest.fixture(scope="module")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(database_url)
    yield made
    await made.dispose()


def a_library(engine: AsyncEngine, embedder: MiniLMEmbedder) -> Library:
    sources, store = PostgresKnowledgeSources(engine), PostgresKnowledge(engine, embedder)
    return Library(
        tenant=f"t{uuid4().hex[:12]}",
        sources=sources,
        store=store,
        retriever=PostgresRetriever(engine, embedder),
        activities=KnowledgeActivities(sources, store, MarkdownSections(), embedder),
        embedder=embedder,
    )


@pytest.fixture
def library(engine: AsyncEngine, embedder: MiniLMEmbedder) -> Library:
    return a_library(engine, embedder)


@pytest.fixture
def neighbour(engine: AsyncEngine, embedder: MiniLMEmbedder) -> Library:
    """Another tenant in the same database."""
    return a_library(engine, embedder)
