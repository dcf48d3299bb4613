"""One contract for all retrievers: PostgreSQL alone, Elasticsearch before it, a hosted model."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, Sync
from activities.search_index import FeedSearchIndex, SearchIndexActivities
from domain.knowledge import EVERYBODY, Audience, KnowledgeDocument, Passage
from domain.knowledge_areas import KnowledgeArea
from domain.ports import Retriever
from domain.ranked_search import RankedSearch
from infra.elasticsearch.candidates import ElasticsearchCandidates
from infra.elasticsearch.client import Cluster, LazyElasticsearch
from infra.elasticsearch.passage_index import ElasticsearchIndex
from infra.elasticsearch.search import ElasticsearchSearch
from infra.local_models.embedder import MiniLMEmbedder
from infra.postgres.index_source import PostgresIndexSource
from infra.postgres.retriever import CACHE_BYTES, PostgresRetriever
from infra.postgres.weigher import PostgresWeigher
from tests.elasticsearch_node.node import ElasticsearchNode
from tests.integration.knowledge.conftest import Library, a_library, document
from tests.integration.knowledge.dates import NOW
from tests.integration.knowledge.hosted import HostedTenant
from tests.integration.language_models.servers import Server, running_server

SHIPPING = document("shipping", "## Costs\n\nDelivery costs 4.90 EUR. It is free above 60 EUR.")
RETURNS = document("returns", "## Time\n\nYou may return an item within 30 days.")
CARE = document("care", "## Wool\n\nWash wool by hand in cold water.")
SEAL = document("parts", "## Seals\n\nThe seal XK-77 fits every kettle.")


class Searched:
    """A tenant's knowledge, synced as in life and searched by one retriever."""

    def __init__(
        self, library: Library, retriever: Retriever, feeding: SearchIndexActivities
    ) -> None:
        self.library = library
        self.retriever = retriever
        self.feeding = feeding

    async def sync(self, *documents: KnowledgeDocument) -> None:
        await self.library.sync(*documents)
        await self.feed()

    async def feed(self) -> None:
        """What follows each swap; nothing where PostgreSQL alone is searched."""
        await self.feeding.feed_search_index(FeedSearchIndex(tenant_id=self.library.tenant))

    async def search(
        self,
        query: str,
        *,
        limit: int = 6,
        today: datetime = NOW,
        audiences: frozenset[Audience] = EVERYBODY,
        area: KnowledgeArea | None = None,
    ) -> list[Passage]:
        [vector] = await self.library.embedder.embed([query.encode(errors="replace").decode()])
        return await self.retriever.search(
            self.library.tenant,
            query,
            vector,
            limit=limit,
            today=today,
            audiences=audiences,
            area=area,
        )

    async def names(self, query: str, **options: Any) -> list[str]:
        return [passage.document_id for passage in await self.search(query, **options)]


def with_postgres(library: Library, engine: AsyncEngine) -> Searched:
    retriever = PostgresRetriever(engine, library.embedder)
    return Searched(library, retriever, SearchIndexActivities())


def with_elasticsearch(
    library: Library, engine: AsyncEngine, elasticsearch: LazyElasticsearch
) -> Searched:
    """Without a stand-in: what Elasticsearch does not find is not found."""
    source = PostgresIndexSource(engine, library.embedder)
    weigher = PostgresWeigher(engine, library.embedder, cache_bytes=CACHE_BYTES)
    candidates = ElasticsearchCandidates(ElasticsearchSearch(elasticsearch), source, weigher)
    feeding = SearchIndexActivities(source, ElasticsearchIndex(elasticsearch))
    return Searched(library, RankedSearch(candidates, library.embedder), feeding)


@pytest.fixture
async def elasticsearch(elasticsearch_node: ElasticsearchNode) -> AsyncIterator[LazyElasticsearch]:
    made = LazyElasticsearch(
        Cluster(urls=(elasticsearch_node.url,), prefix="contract", replicas=0, search_within_s=10)
    )
    yield made
    await made.close()


def with_hosted_model(tenant: HostedTenant) -> Searched:
    """Passages and questions are embedded by a double of a vendor."""
    index = ElasticsearchIndex(tenant.elasticsearch) if tenant.elasticsearch else None
    feeding = SearchIndexActivities(index=index, hosted=tenant.source)
    return Searched(tenant.library, tenant.search, feeding)


@pytest.fixture(scope="module")
async def vendor() -> AsyncIterator[Server]:
    async with running_server("vllm") as server:
        yield server


@pytest.fixture(params=["postgres", "elasticsearch", "hosted postgres", "hosted elasticsearch"])
def searched(
    request: pytest.FixtureRequest, engine: AsyncEngine, embedder: MiniLMEmbedder, vendor: Server
) -> Searched:
    library = a_library(engine, embedder)
    if request.param == "postgres":
        return with_postgres(library, engine)
    if request.param == "hosted postgres":
        return with_hosted_model(HostedTenant(engine, library, embedder, vendor))
    elasticsearch = request.getfixturevalue("elasticsearch")
    if request.param == "elasticsearch":
        return with_elasticsearch(library, engine, elasticsearch)
    tenant = HostedTenant(engine, library, embedder, vendor, elasticsearch=elasticsearch)
    return with_hosted_model(tenant)


async def test_the_best_comes_first_with_its_sentences(searched: Searched) -> None:
    """
    Answers quote sentences, so a passage brings them with their vectors, whoever found it.
    """
    await searched.sync(SHIPPING, RETURNS, CARE)
    best, *others = await searched.search("what do you charge for sending a parcel?")
    assert (best.document_id, best.heading) == ("shipping", "Costs")
    assert [len(sentence.vector) for sentence in best.sentences] == [384, 384]
    assert {other.document_id for other in others} == {"returns", "care"}


async def test_a_rare_word_is_found(searched: Searched) -> None:
    """
    Product names and codes mean nothing to the model; search by words finds them.
    """
    await searched.sync(SHIPPING, RETURNS, SEAL)
    assert (await searched.names("xk-77"))[0] == "parts"


async def test_the_best_of_an_area_come_behind_the_best_of_all(searched: Searched) -> None:
    """
    Also those that are far down among many that look alike; and none of them for others' eyes.
    """
    alike = "\n\n".join(f"## Notice {n}\n\nThe notice period is {n} days." for n in range(10, 70))
    await searched.sync(
        document("other/notice", alike),
        document("rooms/terms", "## Terms\n\nEither side may give notice within a week."),
        document("rooms/staff", "## Terms\n\nNotice may be waived.", audience="agents"),
    )
    area = KnowledgeArea(patterns=("rooms/",))
    asked = "what is the notice period?"
    assert "rooms/terms" not in await searched.names(asked, limit=3)
    *best, last = await searched.names(asked, limit=3, area=area)
    assert (len(best), last) == (3, "rooms/terms")


async def test_only_what_may_be_shown_is_found(searched: Searched) -> None:
    """
    Who asks and what day it is decide, within the search and not after it.
    """
    await searched.sync(
        document("sale", "Everything is 20 percent off.", valid_until="2026-03-09"),
        document("fair", "Everything is 10 percent off.", valid_until="2026-03-10"),
        document("club", "Members get 20 percent off.", audience="signed_in"),
        document("handbook", "You may give 30 percent off.", audience="agents"),
    )
    signed_in = frozenset({Audience.PUBLIC, Audience.SIGNED_IN})
    earlier = datetime(2026, 3, 1, tzinfo=UTC)
    asked = "percent off"
    assert await searched.names(asked) == ["fair"]
    assert set(await searched.names(asked, audiences=signed_in)) == {"fair", "club"}
    everything = await searched.names(asked, audiences=frozenset(Audience), today=earlier)
    assert set(everything) == {"sale", "fair", "club", "handbook"}
    assert await searched.names(asked, audiences=frozenset()) == []


async def test_changes_and_removals_are_seen_at_once_and_taken_back(searched: Searched) -> None:
    """
    A swap shows all of a sync, and a roll-back all of the one before.
    """
    await searched.sync(SHIPPING, RETURNS)
    changed = document("shipping", "## Costs\n\nDelivery costs 9.90 EUR.")
    await searched.sync(changed, CARE)
    found = {p.document_id: p.text for p in await searched.search("what does delivery cost")}
    assert found.keys() == {"shipping", "care"}
    assert "9.90" in found["shipping"]
    await searched.library.store.roll_back(searched.library.tenant)
    await searched.feed()
    found = {p.document_id: p.text for p in await searched.search("what does delivery cost")}
    assert found.keys() == {"shipping", "returns"}
    assert "4.90" in found["shipping"]


async def test_nothing_is_seen_before_the_swap(searched: Searched) -> None:
    """
    Customers get the old knowledge or the new, never half of each.
    """
    await searched.sync(SHIPPING, RETURNS)
    library = searched.library
    await library.sources.replace(library.tenant, [CARE, SHIPPING])
    sync = Sync(tenant_id=library.tenant, sync_id=uuid4().hex)
    await library.activities.index_batch(IndexBatch(**sync.model_dump()))
    await searched.feed()
    assert set(await searched.names("wool")) == {"shipping", "returns"}
    await library.activities.swap_in(sync)
    await searched.feed()
    assert set(await searched.names("wool")) == {"shipping", "care"}


async def test_a_tenant_finds_nothing_of_another(searched: Searched, neighbour: Library) -> None:
    """
    One tenant's prices in another's chat would be the end of both.
    """
    await searched.sync(SHIPPING)
    await neighbour.sync(RETURNS)
    assert await searched.names("return an item") == ["shipping"]


HOSTILE = [
    "",
    "?!",
    "a & b | !c <-> 'd",
    'title:x OR (_id:"*") AND NOT /.*/ ~2 ^9 {"match_all":{}}',
    "x\x00y",
    "lone \ud800 surrogate",
    "👩‍👩‍👧 🇩🇪 delivery",
    "ß" * 4_000,
    "\u202edelivery\u0301",
    " ".join(f"word{number}" for number in range(10_000)),
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_question_breaks_the_search(searched: Searched, query: str) -> None:
    """
    Its words are never read as syntax, and there are never too many.
    """
    await searched.sync(SHIPPING)
    assert await searched.names(query) == ["shipping"]


async def test_an_empty_index_finds_nothing(searched: Searched) -> None:
    """
    A tenant who has withdrawn everything has no answers, and no errors.
    """
    await searched.sync(SHIPPING)
    await searched.sync()
    assert await searched.search("delivery") == []
