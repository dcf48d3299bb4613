"""The same search among 100,000 passages with Elasticsearch, for `bench.evals.retrieval_speed`."""

import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ports import Retriever
from domain.ranked_search import RankedSearch
from infra.elasticsearch.candidates import ElasticsearchCandidates
from infra.elasticsearch.client import Cluster, LazyElasticsearch
from infra.elasticsearch.passage_index import ElasticsearchIndex
from infra.elasticsearch.search import ElasticsearchSearch
from infra.local_models.embedder import MiniLMEmbedder
from infra.postgres.index_source import PostgresIndexSource
from infra.postgres.retriever import CACHE_BYTES
from infra.postgres.weigher import PostgresWeigher
from tests.elasticsearch_node.node import ElasticsearchNode, NotBuilt, build

Measure = Callable[[Retriever, str], Awaitable[None]]

_PREFIX = "speed"


async def measure_elasticsearch(
    engine: AsyncEngine, embedder: MiniLMEmbedder, tenant: str, measure: Measure
) -> None:
    """Feed a node of its own from what is indexed, and measure; says where there is none."""
    try:
        build()
    except NotBuilt as missing:
        sys.stdout.write(f"Elasticsearch: left out, {missing}\n")
        return
    async with _cluster() as elasticsearch:
        source = PostgresIndexSource(engine, embedder)
        generation = await source.active(tenant)
        assert generation is not None
        documents = await source.documents(tenant)
        began = time.perf_counter()
        fed = await ElasticsearchIndex(elasticsearch).feed(
            tenant, generation, documents, source, beat=lambda: None
        )
        took = time.perf_counter() - began
        sys.stdout.write(f"Elasticsearch, feeding {fed.added} passages: {took:.0f} s\n")
        await elasticsearch.client.options(request_timeout=600).indices.forcemerge(
            index=f"{_PREFIX}-*", max_num_segments=1
        )
        stats = await elasticsearch.client.indices.stats(index=f"{_PREFIX}-*", metric="store")
        size = stats["_all"]["total"]["store"]["size_in_bytes"] // 1_048_576
        sys.stdout.write(f"Elasticsearch, its index: {size} MB\n")
        weigher = PostgresWeigher(engine, embedder, cache_bytes=CACHE_BYTES)
        candidates = ElasticsearchCandidates(ElasticsearchSearch(elasticsearch), source, weigher)
        await measure(RankedSearch(candidates, embedder), "Elasticsearch, ")


@asynccontextmanager
async def _cluster() -> AsyncIterator[LazyElasticsearch]:
    with TemporaryDirectory() as folder:
        node = ElasticsearchNode(Path(folder))
        cluster = Cluster(urls=(node.url,), prefix=_PREFIX, replicas=0, search_within_s=10)
        elasticsearch = LazyElasticsearch(cluster)
        try:
            await node.start()
            yield elasticsearch
        finally:
            await elasticsearch.close()
            await node.stop()
