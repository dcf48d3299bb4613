"""One tenant's passages on a real Elasticsearch node, fed from memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import uuid4

import pytest

from domain.knowledge import EVERYBODY, Audience, Chunk
from domain.search_index import Fed, Generation, IndexedChunk, IndexedDocument
from infra.elasticsearch.client import Cluster, LazyElasticsearch
from infra.elasticsearch.passage_index import ElasticsearchIndex
from infra.elasticsearch.search import ElasticsearchSearch
from tests.elasticsearch_node.node import ElasticsearchNode

MODEL, DIMENSION = "eight-numbers", 8
TODAY = date(2026, 3, 10)


NOTHING = Generation(number=0, name="", model=MODEL, dimension=DIMENSION)


def a_vector(seed: str) -> tuple[float, ...]:
    """The same for the same words, and near to no other."""
    random = Random(seed)  # noqa: S311 - no secret
    return tuple(random.gauss(0, 1) for _ in range(DIMENSION))


@dataclass
class Shelf:
    """A tenant's generations as PostgreSQL has them; `domain.ports.IndexSource`."""

    generation: Generation = NOTHING
    syncs: int = 0
    texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    before: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    fronts: dict[str, dict[str, object]] = field(default_factory=dict)

    def write(self, texts: Mapping[str, str | Sequence[str]]) -> None:
        """The next generation: these documents, and no others."""
        number = self.generation.number + 1
        self.syncs += 1
        self.before = dict(self.texts)
        self._name(number, f"of s{self.syncs}")
        known = {name: (sync, bodies) for (name, sync), bodies in self.texts.items()}
        self.texts = {}
        for name, given in texts.items():
            bodies = [given] if isinstance(given, str) else list(given)
            sync, old = known.get(name, ("", []))
            self.texts[name, sync if bodies == old else f"s{self.syncs}"] = bodies

    def roll_back(self) -> None:
        """To the generation before, whose number the next sync counts on from."""
        self.texts = self.before
        self._name(self.generation.number - 1, f"before s{self.syncs}")

    def _name(self, number: int, name: str) -> None:
        self.generation = self.generation.model_copy(update={"number": number, "name": name})

    async def active(self, tenant_id: str) -> Generation | None:
        return self.generation

    async def documents(self, tenant_id: str) -> list[IndexedDocument]:
        return [
            IndexedDocument.model_validate(
                {
                    "document_id": name,
                    "sync_id": sync,
                    "content_hash": f"{name}-{sync}",
                    "audience": Audience.PUBLIC,
                    "chunks": len(bodies),
                    **self.fronts.get(name, {}),
                }
            )
            for (name, sync), bodies in self.texts.items()
        ]

    async def chunks(self, tenant_id: str, document: IndexedDocument) -> list[IndexedChunk]:
        key = (document.document_id, document.sync_id)
        return [
            IndexedChunk(
                chunk_id=f"{document.sync_id}/{document.document_id}/{position}",
                chunk=Chunk(
                    document_id=document.document_id,
                    title=document.document_id.title(),
                    heading="",
                    text=body,
                    position=position,
                    vector=a_vector(body),
                ),
            )
            for position, body in enumerate(self.texts[key])
        ]


@dataclass
class Engine:
    """One tenant in Elasticsearch."""

    tenant: str
    shelf: Shelf
    elasticsearch: LazyElasticsearch
    index: ElasticsearchIndex
    search: ElasticsearchSearch
    beats: int = 0

    async def feed(self) -> Fed:
        documents = await self.shelf.documents(self.tenant)
        return await self.index.feed(
            self.tenant, self.shelf.generation, documents, self.shelf, beat=self._beat
        )

    async def find(
        self,
        query: str,
        *,
        generation: Generation | None = None,
        limit: int = 10,
        audiences: frozenset[Audience] = EVERYBODY,
        today: date = TODAY,
    ) -> list[str]:
        vector = a_vector(query)
        return await self.search.find(
            self.tenant,
            generation or self.shelf.generation,
            query,
            vector,
            limit=limit,
            today=today,
            audiences=audiences,
        )

    async def names(self, query: str, generation: Generation | None = None) -> set[str]:
        """The documents that are found."""
        found = await self.find(query, generation=generation)
        return {hit.split("/")[1] for hit in found}

    def _beat(self) -> None:
        self.beats += 1


def an_engine(elasticsearch: LazyElasticsearch) -> Engine:
    return Engine(
        tenant=f"t{uuid4().hex[:12]}",
        shelf=Shelf(),
        elasticsearch=elasticsearch,
        index=ElasticsearchIndex(elasticsearch),
        search=ElasticsearchSearch(elasticsearch),
    )


@pytest.fixture
async def elasticsearch(elasticsearch_node: ElasticsearchNode) -> AsyncIterator[LazyElasticsearch]:
    cluster = Cluster(
        urls=(elasticsearch_node.url,), prefix="tests", replicas=0, search_within_s=10
    )
    made = LazyElasticsearch(cluster)
    yield made
    await made.close()


@pytest.fixture
def engine(elasticsearch: LazyElasticsearch) -> Engine:
    return an_engine(elasticsearch)


@pytest.fixture
def neighbour(elasticsearch: LazyElasticsearch) -> Engine:
    """Another tenant on the same node."""
    return an_engine(elasticsearch)
