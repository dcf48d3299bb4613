"""The example shop's knowledge, indexed in a real PostgreSQL with the real model."""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.knowledge import KnowledgeDocument
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.understander import LocalUnderstander
from infra.markdown.documents import MarkdownSections, read_documents
from infra.postgres.engine import create_engine
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.retriever import PostgresRetriever
from tests.conftest import FIGURES
from tests.evals.questions import Examiner

Tell = Callable[[str], None]
ACME = Path(__file__).parents[2] / "tenants" / "acme"
PROBE = Path(__file__).parent / "probe_knowledge"


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Figures for the end of the run: they are the point, also where the test passes."""
    return lambda text: record_property(FIGURES, text)


@pytest.fixture(scope="session")
def model() -> MiniLMEmbedder:
    return MiniLMEmbedder()


@pytest.fixture(scope="session")
def embedder(model: MiniLMEmbedder) -> CachingEmbedder:
    return CachingEmbedder(model)


@pytest.fixture(scope="session")
def understander(embedder: CachingEmbedder, classifiers: Path) -> LocalUnderstander:
    return LocalUnderstander(embedder, classifiers)


@pytest.fixture(scope="module")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture(scope="module")
async def acme(engine: AsyncEngine, model: MiniLMEmbedder, embedder: CachingEmbedder) -> Examiner:
    return await examiner(engine, model, embedder, "acme", ACME / "knowledge")


@pytest.fixture(scope="module")
async def probe(engine: AsyncEngine, model: MiniLMEmbedder, embedder: CachingEmbedder) -> Examiner:
    """Tables, rooms, nested lists, plans, and a document that stands there twice."""
    return await examiner(engine, model, embedder, "named", PROBE)


async def examiner(
    engine: AsyncEngine,
    model: MiniLMEmbedder,
    embedder: CachingEmbedder,
    tenant: str,
    knowledge: Path,
) -> Examiner:
    await indexed(engine, embedder, tenant, read_documents(knowledge))
    return Examiner(
        tenant, embedder, PostgresRetriever(engine, embedder), ExtractiveAnswerer(model)
    )


async def indexed(
    engine: AsyncEngine,
    embedder: CachingEmbedder,
    tenant: str,
    documents: Sequence[KnowledgeDocument],
) -> None:
    """These are what the tenant knows."""
    sources, store = PostgresKnowledgeSources(engine), PostgresKnowledge(engine, embedder)
    activities = KnowledgeActivities(sources, store, MarkdownSections(), embedder)
    await sources.replace(tenant, documents)
    sync = Sync(tenant_id=tenant, sync_id=uuid4().hex)
    await activities.index_batch(IndexBatch(**sync.model_dump(), limit=1_000))
    await activities.swap_in(sync)
