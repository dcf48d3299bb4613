"""An index names its model: it is searched with that one, and made anew beside it for another."""

from collections.abc import Sequence

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.errors import ConfigurationError
from domain.ports import Embedder, Vector
from infra.markdown.documents import MarkdownSections
from infra.postgres.engine import tenant_transaction
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.retriever import PostgresRetriever
from tests.integration.knowledge.conftest import Library, document

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
QUERY = "How long may I return an item?"


class Renamed:
    """The same model under another name, cut to another dimension where one is given."""

    def __init__(self, embedder: Embedder, model: str, dimension: int = 384) -> None:
        self._embedder = embedder
        self.model, self.dimension = model, dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [vector[: self.dimension] for vector in await self._embedder.embed(texts)]


def with_model(engine: AsyncEngine, library: Library, embedder: Renamed) -> Library:
    """The same tenant, for workers that have this model."""
    store = PostgresKnowledge(engine, embedder)
    return Library(
        tenant=library.tenant,
        sources=library.sources,
        store=store,
        retriever=PostgresRetriever(engine, embedder),
        activities=KnowledgeActivities(library.sources, store, MarkdownSections(), embedder),
        embedder=embedder,
    )


async def test_a_search_with_another_model_is_refused_and_says_what_to_do(
    library: Library, engine: AsyncEngine
) -> None:
    """Vectors of two models compare with nothing: it would find anything at all."""
    other = with_model(engine, library, Renamed(library.embedder, "other-1"))
    assert await other.search(QUERY) == []
    await library.sync(SHIPPING)

    with pytest.raises(ConfigurationError, match=r"MiniLM.*other-1.*knowledge sync"):
        await other.search(QUERY)
    assert await library.search(QUERY)


async def test_another_model_makes_its_index_beside_the_first_and_takes_its_place_at_once(
    library: Library, engine: AsyncEngine
) -> None:
    """Until the swap customers are answered out of the first, after it out of the second."""
    await library.sync(SHIPPING, RETURNS)
    other = with_model(engine, library, Renamed(library.embedder, "other-2"))
    sync = Sync(tenant_id=library.tenant, sync_id="anew")

    plan = await other.activities.plan_sync(sync)
    await other.activities.index_batch(IndexBatch(**sync.model_dump()))
    before = await library.search(QUERY)
    await other.activities.swap_in(sync)

    assert (plan.added, plan.changed, plan.unchanged) == (0, 2, 0)
    assert before[0].document_id == "returns"
    assert (await other.search(QUERY))[0].document_id == "returns"
    assert (await other.activities.plan_sync(sync)).unchanged == 2
    with pytest.raises(ConfigurationError, match="other-2"):
        await library.search(QUERY)


async def test_vectors_of_another_dimension_have_an_index_of_their_own(
    library: Library, engine: AsyncEngine, database_url: str
) -> None:
    """A migration makes it; without one nothing is staged, and the error says so."""
    await library.sync(SHIPPING, RETURNS)
    other = with_model(engine, library, Renamed(library.embedder, "short-1", 96))
    with pytest.raises(ConfigurationError, match=r"make_knowledge_index\(96\)"):
        await other.store.stage(library.tenant, "s", SHIPPING, [])

    async with await psycopg.AsyncConnection.connect(database_url) as owner:
        await owner.execute("SELECT make_knowledge_index(96)")
    await other.sync(SHIPPING, RETURNS)

    assert (await other.search(QUERY))[0].document_id == "returns"


async def test_a_model_has_one_dimension(library: Library, engine: AsyncEngine) -> None:
    wrong = Renamed(library.embedder, library.embedder.model, 96)
    other = with_model(engine, library, wrong)

    with pytest.raises(ConfigurationError, match="384 dimensions and not 96"):
        await other.store.stage(library.tenant, "s", SHIPPING, [])


async def test_the_nearest_passages_are_found_by_the_index(
    library: Library, engine: AsyncEngine
) -> None:
    """The search's expression is the index's; else it would read all of a tenant's passages."""
    await library.sync(SHIPPING)
    plan = """
        EXPLAIN SELECT chunk_id FROM knowledge_chunks
        WHERE tenant_id = 't' AND vector_dims(vector) = 384
        ORDER BY vector::vector(384) <=> array_fill(0.1, ARRAY[384])::vector::vector(384) LIMIT 5
    """
    async with tenant_transaction(engine, library.tenant) as connection:
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        await connection.exec_driver_sql("SET LOCAL enable_sort = off")
        lines = (await connection.exec_driver_sql(plan)).scalars().all()
    assert any("knowledge_chunks_by_vector_384" in line for line in lines), lines
