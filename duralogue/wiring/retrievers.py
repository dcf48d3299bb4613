"""Wiring of the retriever: PostgreSQL, or Elasticsearch with PostgreSQL as its stand-in."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol

from temporalio import activity

from domain.errors import ConfigurationError, DependencyUnavailable, NotFound
from domain.knowledge import Audience, Passage
from domain.ports import Embedder, Retriever
from domain.ports.knowledge_search import Candidates, CandidateSource, SearchQuery
from domain.ports.search_index import CandidateWeigher, IndexFollower, IndexSource
from domain.ranked_search import RankedSearch
from domain.ranking import Candidate
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.models import MEGABYTE
from infra.http.circuit_breakers import CircuitBreakers
from infra.postgres.index_source import PostgresIndexSource
from infra.postgres.retriever import PostgresRetriever
from infra.postgres.weigher import PostgresWeigher
from infra.settings import Settings
from infra.temporal.search_index import TemporalIndexFollower

if TYPE_CHECKING:
    from pydantic import SecretStr

    from infra.elasticsearch.client import LazyElasticsearch

_log = logging.getLogger(__name__)

_SERVER: Final = "elasticsearch"
_ALL_TENANTS: Final = "*"
"""A cluster that is down is down for everybody."""
_RESTS: Final = timedelta(seconds=5)
_TOLD_EVERY: Final = timedelta(seconds=30)
_LOGGED_EVERY_S: Final = 10

_last_logged: dict[str, float] = {}


class CandidatesWithStandIn:
    """Implements `domain.ports.knowledge_search.CandidateSource`: what the first cannot find, the
    second does at once.

    The first is left in peace for some seconds after it has failed a few times in a row.
    """

    def __init__(
        self,
        first: CandidateSource,
        stand_in: CandidateSource,
        follower: IndexFollower,
        breakers: CircuitBreakers | None = None,
    ) -> None:
        """`follower` is told where the first lacks the active generation: so it catches up also
        after a roll-back, a loss, and when it is new."""
        self._first = first
        self._stand_in = stand_in
        self._follower = follower
        self._breakers = breakers or CircuitBreakers(threshold=3, rest=_RESTS)

    async def candidates(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        try:
            async with self._breakers.guard(_ALL_TENANTS, _SERVER):
                return await self._first.candidates(
                    tenant_id, query, limit=limit, today=today, audiences=audiences
                )
        except NotFound:
            _tell(tenant_id, "behind")
            await self._follower.follow(tenant_id)
        except DependencyUnavailable as error:
            _tell(tenant_id, "unavailable", str(error))
        return await self._stand_in.candidates(
            tenant_id, query, limit=limit, today=today, audiences=audiences
        )

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        return await self._stand_in.passages(tenant_id, candidates)


class PatientFollower:
    """Implements `domain.ports.search_index.IndexFollower`: nobody waits for it, and it passes on
    the news of one tenant once in a while only."""

    def __init__(self, follower: IndexFollower, *, rest: timedelta = _TOLD_EVERY) -> None:
        self._follower = follower
        self._rest = rest.total_seconds()
        self._told: dict[str, float] = {}
        self._telling: set[asyncio.Task[None]] = set()

    async def follow(self, tenant_id: str) -> None:
        now = time.monotonic()
        if now < self._told.get(tenant_id, -math.inf) + self._rest:
            return
        self._told[tenant_id] = now
        task = asyncio.create_task(self._tell(tenant_id))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def aclose(self) -> None:
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _tell(self, tenant_id: str) -> None:
        with suppress(DependencyUnavailable):  # the next search tells again
            await self._follower.follow(tenant_id)


def _tell(tenant_id: str, reason: str, detail: str = "") -> None:
    """Count each; a line for each would be a flood while the cluster is down."""
    now = time.monotonic()
    if now >= _last_logged.get(reason, -math.inf) + _LOGGED_EVERY_S:
        _last_logged[reason] = now
        told = {"tenant_id": tenant_id, "reason": reason, "detail": detail}
        _log.warning("search_fell_back", extra=told)
    if activity.in_activity():
        counter = activity.metric_meter().create_counter(
            "duralogue_search_fallbacks", "Searches that PostgreSQL answered for Elasticsearch"
        )
        counter.add(1, {"reason": reason})


async def open_retriever(base: Foundation, embedder: Embedder, stack: AsyncExitStack) -> Retriever:
    """The one of the settings, for as long as the stack lasts."""
    cache = base.settings.passage_cache_mb * MEGABYTE
    if base.settings.retriever == "postgres":
        return PostgresRetriever(base.engine, embedder, cache_bytes=cache)
    postgres = PostgresWeigher(base.engine, embedder, cache_bytes=cache)
    source = PostgresIndexSource(base.engine, embedder)
    return RankedSearch(await in_elasticsearch(base, stack, source, postgres), embedder)


class WeighingSource(CandidateSource, CandidateWeigher, Protocol):
    """The database, which finds by itself and weighs what a search engine has found."""


async def in_elasticsearch(
    base: Foundation, stack: AsyncExitStack, source: IndexSource, postgres: WeighingSource
) -> CandidateSource:
    """What `source` feeds is searched there, and in PostgreSQL while that is not possible."""
    elasticsearch = await stack.enter_async_context(open_elasticsearch(base.settings))
    from infra.elasticsearch.candidates import ElasticsearchCandidates
    from infra.elasticsearch.search import ElasticsearchSearch

    first = ElasticsearchCandidates(ElasticsearchSearch(elasticsearch), source, postgres)
    follower = PatientFollower(TemporalIndexFollower(base.temporal))
    stack.push_async_callback(follower.aclose)
    return CandidatesWithStandIn(first, postgres, follower)


@asynccontextmanager
async def open_elasticsearch(settings: Settings) -> AsyncIterator["LazyElasticsearch"]:
    """Raise ConfigurationError where the settings do not say where it is, or the library is not
    installed."""
    if find_spec("elasticsearch") is None:
        raise ConfigurationError(
            "RETRIEVER is elasticsearch, and its client is not installed: install "
            "`duralogue[elasticsearch]`"
        )
    from infra.elasticsearch.client import Cluster, LazyElasticsearch

    made = LazyElasticsearch(
        Cluster(
            urls=settings.require_elasticsearch_url(),
            prefix=settings.elasticsearch_prefix,
            replicas=settings.elasticsearch_replicas,
            search_within_s=settings.elasticsearch_timeout_ms / 1_000,
            api_key=_revealed(settings.elasticsearch_api_key),
            user=settings.elasticsearch_user,
            password=_revealed(settings.elasticsearch_password),
            ca=settings.elasticsearch_ca,
        )
    )
    try:
        yield made
    finally:
        await made.close()


def _revealed(secret: "SecretStr | None") -> str | None:
    return None if secret is None else secret.get_secret_value()
