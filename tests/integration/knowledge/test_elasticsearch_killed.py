"""Elasticsearch killed in the middle of feeding and of searches: PostgreSQL answers meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from activities.callbacks import CallbackActivities
from activities.knowledge import KnowledgeActivities
from activities.knowledge_refresh import KnowledgeRefreshActivities
from activities.search_index import SearchIndexActivities
from domain.errors import NotFound
from domain.knowledge import KnowledgeDocument, Passage
from domain.ports.knowledge_search import Candidates
from domain.ranked_search import RankedSearch
from duralogue.wiring.retrievers import CandidatesWithStandIn
from infra.elasticsearch.bulk_writer import BulkWriter
from infra.elasticsearch.candidates import ElasticsearchCandidates
from infra.elasticsearch.client import Cluster, LazyElasticsearch
from infra.elasticsearch.passage_index import ElasticsearchIndex
from infra.elasticsearch.search import ElasticsearchSearch
from infra.http.circuit_breakers import CircuitBreakers
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections
from infra.postgres.index_source import PostgresIndexSource
from infra.postgres.retriever import CACHE_BYTES
from infra.postgres.weigher import PostgresWeigher
from infra.temporal.search_index import TemporalIndexFollower, rebuild_search_index
from tests.elasticsearch_node.node import ElasticsearchNode
from tests.integration.knowledge.conftest import Library, a_library, document
from tests.integration.knowledge.dates import NOW
from workers.knowledge import build_sync_worker

_DOCUMENTS = 12
_WITHIN_S = 240


def documents(price: int) -> list[KnowledgeDocument]:
    return [
        document(f"area-{number}", f"## Costs\n\nDelivery to area {number} costs {price} EUR.")
        for number in range(_DOCUMENTS)
    ]


class Counted:
    """Elasticsearch's candidates, and how often it was they that were used."""

    def __init__(self, candidates: ElasticsearchCandidates) -> None:
        self._candidates = candidates
        self.passages = candidates.passages
        self.answered = 0

    async def candidates(self, *args: Any, **kwargs: Any) -> Candidates:
        found = await self._candidates.candidates(*args, **kwargs)
        self.answered += 1
        return found


class KillingWriter(BulkWriter):
    """Kills the node once a first portion of additions is on its way."""

    def __init__(self, elasticsearch: LazyElasticsearch, node: ElasticsearchNode) -> None:
        super().__init__(elasticsearch)
        self._node = node
        self.kills = 1

    async def _write(self, index: str, portion: Any) -> int:
        is_addition = "index" in portion[0][0]
        if self.kills and is_addition:
            self.kills -= 1
            half = len(portion) // 2
            await super()._write(index, portion[:half])
            writing = asyncio.create_task(super()._write(index, portion[half:]))
            await asyncio.sleep(0)
            await self._node.kill()
            return await writing
        return await super()._write(index, portion)


class Deployment:
    """One tenant's knowledge with all its parts, and an Elasticsearch node of its own."""

    def __init__(
        self, library: Library, engine: AsyncEngine, node: ElasticsearchNode, temporal: Client
    ) -> None:
        self.library = library
        self.node = node
        self.temporal = temporal
        cluster = Cluster(urls=(node.url,), prefix="killed", replicas=0, search_within_s=5)
        self.elasticsearch = LazyElasticsearch(cluster)
        source = PostgresIndexSource(engine, library.embedder)
        postgres = PostgresWeigher(engine, library.embedder, cache_bytes=CACHE_BYTES)
        self.first = Counted(
            ElasticsearchCandidates(ElasticsearchSearch(self.elasticsearch), source, postgres)
        )
        self.follower = TemporalIndexFollower(temporal)
        breakers = CircuitBreakers(threshold=3, rest=timedelta(milliseconds=200))
        self.retriever = RankedSearch(
            CandidatesWithStandIn(self.first, postgres, self.follower, breakers), library.embedder
        )
        self.writer = KillingWriter(self.elasticsearch, node)
        self.writer.kills = 0
        self.index = ElasticsearchIndex(self.elasticsearch, writer=self.writer)
        self.feeding = SearchIndexActivities(source, self.index)
        library.activities = KnowledgeActivities(
            library.sources, library.store, MarkdownSections(), library.embedder, self.follower
        )

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        calls = CallbackActivities(cast("Any", None), cast("Any", None))
        refresh = KnowledgeRefreshActivities(*[cast("Any", None)] * 3)
        worker = build_sync_worker(
            self.temporal, self.library.activities, refresh, calls, self.feeding
        )
        async with asyncio.timeout(_WITHIN_S), worker:
            yield

    async def search(self) -> list[Passage]:
        [vector] = await self.library.embedder.embed(["what does delivery to area 7 cost"])
        return await self.retriever.search(
            self.library.tenant, "what does delivery to area 7 cost", vector, limit=20, today=NOW
        )

    async def prices(self) -> set[str]:
        """What customers are told; always of all documents."""
        found = await self.search()
        assert len(found) == _DOCUMENTS
        assert found[0].document_id == "area-7"
        return {passage.text.split()[-2] for passage in found}

    async def until_fed(self) -> None:
        handle = self.temporal.get_workflow_handle(f"search-index/{self.library.tenant}")
        await handle.result()


@pytest.fixture
async def deployment(
    engine: AsyncEngine,
    embedder: MiniLMEmbedder,
    temporal: Client,
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> AsyncIterator[Deployment]:
    if not pytestconfig.getoption("--elasticsearch"):
        pytest.skip("only with an Elasticsearch node: make elasticsearch")
    node = ElasticsearchNode(tmp_path / "node")
    made = Deployment(a_library(engine, embedder), engine, node, temporal)
    try:
        await node.start()
        yield made
    finally:
        await made.elasticsearch.close()
        await node.stop()


async def test_killed_while_it_is_fed_and_searched(deployment: Deployment) -> None:
    """
    Customers are answered by PostgreSQL from the first moment of a swap; nothing of the feed is
    lost, whatever was half written, and it ends by itself when the node is back.
    """
    async with deployment.working():
        await deployment.library.sync(*documents(4))
        await deployment.until_fed()
        assert await deployment.prices() == {"4"}
        assert deployment.first.answered == 1

        deployment.writer.kills = 1
        await deployment.library.sync(*documents(9))
        for _ in range(20):
            assert await deployment.prices() == {"9"}
        assert deployment.first.answered == 1
        assert deployment.writer.kills == 0

        await deployment.node.start()
        await deployment.until_fed()
        await asyncio.sleep(0.3)  # so long the circuit stays open
        assert await deployment.prices() == {"9"}
        assert deployment.first.answered == 2


async def test_killed_in_the_middle_of_searches(deployment: Deployment) -> None:
    """
    Searches that are under way when it dies are answered like all others.
    """
    async with deployment.working():
        await deployment.library.sync(*documents(4))
        await deployment.until_fed()
        searching = [asyncio.create_task(deployment.prices()) for _ in range(30)]
        await asyncio.sleep(0.05)
        await deployment.node.kill()
        assert await asyncio.gather(*searching) == [{"4"}] * 30
        assert await deployment.prices() == {"4"}
        answered = deployment.first.answered
        await deployment.node.start()
        await asyncio.sleep(0.3)
        assert await deployment.prices() == {"4"}
        assert deployment.first.answered == answered + 1


async def test_a_node_that_lost_everything_is_rebuilt(deployment: Deployment) -> None:
    """
    PostgreSQL holds the truth: an index that is gone is fed again, by a command or by itself.
    """
    async with deployment.working():
        await deployment.library.sync(*documents(4))
        await deployment.until_fed()
        model = deployment.library.embedder.model
        await deployment.index.drop(deployment.library.tenant, model)
        assert await deployment.prices() == {"4"}
        await deployment.until_fed()
        assert await deployment.prices() == {"4"}
        assert deployment.first.answered == 1
        fed = await rebuild_search_index(deployment.temporal, deployment.library.tenant)
        assert fed is not None
        assert fed.added == _DOCUMENTS
        await deployment.library.store.swap(deployment.library.tenant, "none", [])
        with pytest.raises(NotFound):
            await deployment.first.candidates(
                "nobody", cast("Any", None), limit=1, today=NOW.date(), audiences=frozenset()
            )
