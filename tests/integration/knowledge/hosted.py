"""A tenant whose passages a double of a vendor embeds too, with a worker's search around it."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import KnowledgeActivities
from domain.errors import ConfigurationError
from domain.hosted_search import Found, HostedSearch, Search
from domain.knowledge import EVERYBODY, Audience
from domain.language_models.connections import ConnectedModel, ModelKind
from domain.language_models.settings import EmbeddingSettings
from domain.ports.foreign_knowledge import Indexing
from domain.ports.hosted_embedding import EmbeddingAdapter
from domain.ports.knowledge_search import CandidateSource
from domain.tenant_settings import TenantConfig
from infra.cohere.embedder import CohereEmbedder
from infra.elasticsearch.candidates import ElasticsearchCandidates
from infra.elasticsearch.client import LazyElasticsearch
from infra.elasticsearch.search import ElasticsearchSearch
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.language_models.guarded_embedder import AdapterPair
from infra.language_models.tenant_embedders import TenantEmbedders
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections
from infra.openai_compatible.embedder import OpenAICompatibleEmbedder
from infra.postgres.candidates import PostgresCandidates
from infra.postgres.hosted_candidates import PostgresHostedCandidates
from infra.postgres.hosted_index_source import PostgresHostedIndexSource
from infra.postgres.index_models import PostgresIndexModels
from infra.postgres.knowledge import PostgresKnowledge
from tests.integration.knowledge.conftest import Library
from tests.integration.knowledge.dates import NOW
from tests.integration.language_models.servers import KEY, Server
from tests.support import eventually
from tests.unit.infra.language_models.chains import World

PATIENT, IMPATIENT = Deadlines(call_s=60), Deadlines(call_s=0.2)
DIMENSIONS = {"cohere": 256, "vllm": 384}
MODELS = {"cohere": "embed-v4.0", "vllm": "bge-m3"}


@dataclass
class HostedTenant:
    """Implements `ConnectedModels`."""

    engine: AsyncEngine
    library: Library
    embedder: MiniLMEmbedder
    server: Server
    models: dict[str, Any] = field(default_factory=dict)
    connected: list[ConnectedModel] = field(default_factory=list)
    world: World = field(default_factory=World)
    deadlines: Deadlines = PATIENT
    elasticsearch: LazyElasticsearch | None = None
    """Searched without a stand-in, where it is given."""

    def __post_init__(self) -> None:
        kind = self.server.kind
        self.models = {"embed": {"model": "vectors", "dimension": DIMENSIONS[kind]}}
        self.connected = [self.connection("vectors", MODELS[kind])]
        world = self.world
        self.embedders = TenantEmbedders(
            self,
            self._settings,
            self._adapters,
            accounts=world.accounts,
            meter=world.meter,
            shared=world.shared,
            question_within=timedelta(minutes=2),
        )
        library, engine = self.library, self.engine
        library.activities = KnowledgeActivities(
            library.sources, library.store, MarkdownSections(), self.embedder, choice=Choice(self)
        )
        words = PostgresCandidates(engine, self.embedder, cache_bytes=1_000_000)
        self.source = PostgresHostedIndexSource(engine)
        postgres = PostgresHostedCandidates(engine, words, self.source)
        found: CandidateSource = postgres
        if self.elasticsearch is not None:
            search = ElasticsearchSearch(self.elasticsearch)
            found = ElasticsearchCandidates(search, self.source, postgres)
        self.search = HostedSearch(
            library.retriever,
            found,
            self.embedder,
            PostgresIndexModels(engine),
            self.embedders,
        )

    def connection(self, name: str, model: str) -> ConnectedModel:
        kind = ModelKind.COHERE if self.server.kind == "cohere" else ModelKind.OPENAI
        url = self.server.url if kind is ModelKind.COHERE else f"{self.server.url}/v1"
        return ConnectedModel(name=name, kind=kind, url=url, model=model, key=SecretStr(KEY))

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        return self.connected

    def wait(self, deadlines: Deadlines) -> None:
        """From now on; a connection that has changed gets new adapters."""
        self.deadlines = deadlines
        price = (self.connected[0].price_in or Decimal(0)) + 1
        changed = {"price_in": price, "price_out": price}
        self.connected[0] = self.connected[0].model_copy(update=changed)

    async def until_its_server_listens(self) -> None:
        """After connections were refused."""

        async def listens() -> bool:
            try:
                await self.server.client.get(f"{self.server.url}/health")
            except httpx.TransportError:
                return False
            return True

        await eventually(listens)

    async def find(self, query: str, audiences: frozenset[Audience] = EVERYBODY) -> Found:
        [vector] = await self.embedder.embed([query])
        return await self.search.find(Search(self.library.tenant, query, vector, 6, NOW, audiences))

    async def _settings(self, tenant_id: str, revision: str) -> TenantConfig:
        stored = {"tenant": "acme", "branding": {"name": "Ava"}, "models": self.models}
        return TenantConfig.model_validate(stored)

    def _adapters(
        self, tenant_id: str, connected: ConnectedModel, settings: EmbeddingSettings
    ) -> AdapterPair:
        endpoint = ModelEndpoint(
            vendor=connected.kind.value, url=connected.url, model=connected.model, key=KEY
        )
        client, dimension = self.server.client, settings.dimension
        made: EmbeddingAdapter
        if connected.kind is ModelKind.COHERE:
            made = CohereEmbedder(endpoint, client, dimension=dimension, deadlines=self.deadlines)
        else:
            made = OpenAICompatibleEmbedder(
                endpoint, client, dimension=dimension, deadlines=self.deadlines
            )
        return AdapterPair(made, made)


class Choice:
    """Implements `IndexingChoice` as the wiring does, without a published bot."""

    def __init__(self, tenant: HostedTenant) -> None:
        self._tenant = tenant

    async def of(self, tenant_id: str) -> Indexing:
        tenant, hosted, problem = self._tenant, None, None
        try:
            hosted = await tenant.embedders.chosen(tenant_id)
        except ConfigurationError as error:
            problem = str(error)
        store = PostgresKnowledge(tenant.engine, tenant.embedder, hosted)
        return Indexing(store, tenant.embedder, hosted, problem)
