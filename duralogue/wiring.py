"""The composition root: settings in, ports out. Nothing else knows every adapter."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.worker import Worker

from activities.handoffs import HandoffActivities
from activities.knowledge import KnowledgeActivities
from activities.tools import ToolActivities
from activities.turns import TurnActivities
from api.app import create_app
from api.dependencies import GatewayPorts, GatewaySettings
from domain.acceptance import SpoolDrain
from domain.errors import ConfigurationError
from domain.ports import TenantKeys
from infra.http.backends import TenantBackends
from infra.http.tools import open_http_tools
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.understander import LocalUnderstander
from infra.markdown.documents import MarkdownSections
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.bots import PostgresBots
from infra.postgres.engine import create_engine
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.knowledge import PostgresKnowledge, PostgresRetriever
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.rate_limits import PostgresRateLimiter
from infra.postgres.readiness import PostgresDependency
from infra.postgres.spool import PostgresSpool
from infra.postgres.staff import PostgresStaff
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from infra.postgres.transcripts import PostgresTranscripts
from infra.postgres.turns import PostgresTurnStore
from infra.settings import Settings
from infra.telemetry.logging import configure_logging
from infra.temporal.client import TemporalDependency, connect
from infra.temporal.conversations import TemporalConversationGateway
from infra.temporal.payloads import SealedPayloads
from workers import conversations, integrations, knowledge
from workflows.options import CONVERSATIONS, INTEGRATIONS, INTELLIGENCE, MAINTENANCE

WEB_DIST = Path(__file__).parents[1] / "web" / "dist"


@dataclass(frozen=True)
class Foundation:
    """What every process has: the database, the tenants' keys and a connected client."""

    settings: Settings
    engine: AsyncEngine
    keys: TenantKeys
    bots: PostgresBots
    temporal: Client


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(settings.require_database_url(), pool_size=settings.database_pool_size)
    try:
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def open_foundation(
    settings: Settings, *, serve_metrics: bool = False, lazily: bool = False
) -> AsyncIterator[Foundation]:
    async with open_database(settings) as engine:
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        metrics = f"0.0.0.0:{settings.metrics_port}" if settings.metrics_port else None
        temporal = await connect(
            settings.require_temporal_address(),
            settings.temporal_namespace,
            keys,
            metrics_address=metrics if serve_metrics else None,
            lazily=lazily,
        )
        yield Foundation(settings, engine, keys, PostgresBots(engine), temporal)


@asynccontextmanager
async def open_gateway_ports(settings: Settings) -> AsyncIterator[GatewayPorts]:
    async with (
        open_foundation(settings, lazily=True) as base,
        EventHub(base.engine) as hub,
        _accepting(base) as conversations_of_temporal,
    ):
        yield GatewayPorts(
            conversations=conversations_of_temporal,
            events=PostgresConversationEvents(base.engine, hub),
            transcripts=PostgresTranscripts(base.engine),
            handoffs=PostgresHandoffs(base.engine),
            approvals=PostgresApprovals(base.engine),
            staff=PostgresStaff(base.engine),
            bots=base.bots,
            rate_limiter=PostgresRateLimiter(base.engine),
            payloads=SealedPayloads(base.keys),
            dependencies=(PostgresDependency(base.engine), TemporalDependency(base.temporal)),
        )


@asynccontextmanager
async def _accepting(base: Foundation) -> AsyncIterator[TemporalConversationGateway]:
    """The way into conversations, and beside it the drain of what had to be spooled."""
    spool = PostgresSpool(base.engine)
    gateway = TemporalConversationGateway(base.temporal, spool)
    draining = asyncio.create_task(SpoolDrain(gateway.signal, spool).run())
    try:
        yield gateway
    finally:
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)


async def run_api(settings: Settings) -> None:
    """Serve the gateway until it is asked to stop."""
    configure_logging("gateway", settings.log_level)
    app = create_app(lambda: open_gateway_ports(settings), _gateway_settings(settings))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.api_host,
            port=settings.api_port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=settings.drain_seconds,
        )
    )
    await server.serve()


async def run_worker(settings: Settings, queues: Sequence[str]) -> None:
    """Poll these task queues until asked to stop; then finish what has begun."""
    configure_logging(f"worker-{queues[0]}", settings.log_level)
    stopping = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stopping.set)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(open_foundation(settings, serve_metrics=True))
        for queue in queues:
            await stack.enter_async_context(await _worker(queue, base, stack))
        await stopping.wait()


async def _worker(queue: str, base: Foundation, stack: AsyncExitStack) -> Worker:
    drain = timedelta(seconds=base.settings.drain_seconds)
    match queue:
        case "conversations":
            return conversations.build_worker(
                base.temporal, _turns(base), _handoffs(base), drain=drain, task_queue=CONVERSATIONS
            )
        case "integrations":
            tools = await _tools(base, stack)
            return integrations.build_worker(
                base.temporal, tools, drain=drain, task_queue=INTEGRATIONS
            )
        case "intelligence":
            return knowledge.build_embedding_worker(
                base.temporal, _knowledge(base), drain=drain, task_queue=INTELLIGENCE
            )
        case "maintenance":
            return knowledge.build_sync_worker(
                base.temporal, _knowledge(base), drain=drain, task_queue=MAINTENANCE
            )
        case _:
            raise ConfigurationError(f"there is no worker for the task queue {queue}")


def _turns(base: Foundation) -> TurnActivities:
    embedder = CachingEmbedder(MiniLMEmbedder())
    return TurnActivities(
        bots=base.bots,
        understander=LocalUnderstander(embedder, base.settings.duralogue_home / "classifiers"),
        embedder=embedder,
        retriever=PostgresRetriever(base.engine),
        answerer=ExtractiveAnswerer(embedder),
        turns=PostgresTurnStore(base.engine, base.bots),
    )


def _handoffs(base: Foundation) -> HandoffActivities:
    return HandoffActivities(
        PostgresHandoffs(base.engine),
        PostgresAgentRecords(base.engine),
        PostgresApprovals(base.engine),
    )


def _knowledge(base: Foundation) -> KnowledgeActivities:
    return KnowledgeActivities(
        PostgresKnowledgeSources(base.engine),
        PostgresKnowledge(base.engine),
        MarkdownSections(),
        MiniLMEmbedder(),
    )


async def _tools(base: Foundation, stack: AsyncExitStack) -> ToolActivities:
    backends = {
        tenant: TenantBackends(servers=found.servers, secrets=found.secrets)
        for tenant, found in base.settings.tenant_backends.items()
    }
    caller = await stack.enter_async_context(open_http_tools(backends))
    return ToolActivities(
        base.bots, caller, PostgresTickets(base.engine), PostgresToolLog(base.engine)
    )


def _gateway_settings(settings: Settings) -> GatewaySettings:
    capability = settings.duralogue_codec_capability
    return GatewaySettings(
        session_secret=settings.require_session_secret(),
        tenant_secrets={
            tenant: {name: secret.get_secret_value() for name, secret in found.secrets.items()}
            for tenant, found in settings.tenant_backends.items()
        },
        web_dist=WEB_DIST,
        ui_url=settings.temporal_ui_url,
        codec_capability=capability.get_secret_value() if capability else None,
    )
