"""Wiring of the search by tenants' hosted models, around the local one."""

from contextlib import AsyncExitStack

from domain.hosted_search import HostedSearch
from domain.ports import Embedder, Retriever
from domain.ports.hosted_embedding import HostedEmbedders, HostedIndexes
from domain.ports.knowledge_search import CandidateSource
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.models import MEGABYTE
from duralogue.wiring.retrievers import in_elasticsearch
from infra.postgres.candidates import PostgresCandidates
from infra.postgres.hosted_candidates import PostgresHostedCandidates
from infra.postgres.hosted_index_source import PostgresHostedIndexSource


async def open_hosted_search(
    base: Foundation,
    stack: AsyncExitStack,
    *,
    embedder: Embedder,
    local: Retriever,
    indexes: HostedIndexes,
    embedders: HostedEmbedders,
) -> HostedSearch:
    """For as long as the stack lasts. Tenants without a hosted model are searched by `local`."""
    cache = base.settings.passage_cache_mb * MEGABYTE
    source = PostgresHostedIndexSource(base.engine)
    words = PostgresCandidates(base.engine, embedder, cache_bytes=cache)
    postgres = PostgresHostedCandidates(base.engine, words, source)
    found: CandidateSource = postgres
    if base.settings.retriever != "postgres":
        found = await in_elasticsearch(base, stack, source, postgres)
    return HostedSearch(local, found, embedder, indexes, embedders)
