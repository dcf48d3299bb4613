"""The gateway on real PostgreSQL; only the conversations behind it are a recording double."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from api.app import create_app
from api.dependencies import GatewayPorts, GatewaySettings
from infra.bot_files.compiling import BotCompilerProcess
from infra.bot_files.holiday_calendars import PublicHolidayCalendars
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.desk import MemoryDeskWakes
from infra.memory.files import MemoryFiles
from infra.postgres.agent_roster import PostgresAgentRoster
from infra.postgres.api_keys import PostgresApiKeys
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.assignments import PostgresHandoffOffers
from infra.postgres.audit import PostgresAuditLog
from infra.postgres.bots import PostgresBots
from infra.postgres.credentials import PostgresStaffCredentials
from infra.postgres.dead_letters import PostgresDeadLetters
from infra.postgres.delivery_reports import PostgresDeliveryReports
from infra.postgres.desk_tools import postgres_desk_tools
from infra.postgres.engine import create_engine
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.idempotency import PostgresIdempotencyRecords
from infra.postgres.identities import PostgresIdentities
from infra.postgres.people import PostgresConversationPeople
from infra.postgres.provider_sign_ins import PostgresProviderSignIns
from infra.postgres.public_documents import PostgresPublicDocuments
from infra.postgres.rate_limits import PostgresAdmissionControl, PostgresRateLimiter
from infra.postgres.readiness import PostgresDependency
from infra.postgres.sign_in_failures import PostgresSignInFailures
from infra.postgres.spool import PostgresSpool
from infra.postgres.staff import PostgresStaff
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.postgres.transcripts import PostgresTranscripts
from infra.postgres.visitor_conversations import PostgresVisitorConversations
from tests.fakes.keys import FakeKeys
from tests.unit.api.doubles import SETTINGS, a_bot
from tests.unit.api.recording import PlainPayloads, RecordingConversations

OpenPorts = Callable[[], AbstractAsyncContextManager[GatewayPorts]]


@pytest.fixture(scope="module")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture
async def tenant(engine: AsyncEngine) -> str:
    """A tenant of this test's own, with a published bot."""
    name = f"t{uuid4().hex[:12]}"
    await PostgresBots(engine).publish(a_bot(name), by="test")
    return name


@pytest.fixture
def conversations() -> RecordingConversations:
    return RecordingConversations()


@pytest.fixture
def open_ports(database_url: str, conversations: RecordingConversations) -> OpenPorts:
    """Open what a gateway process opens for itself: its own pool and its own LISTEN."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[GatewayPorts]:
        engine = create_engine(database_url)
        try:
            async with EventHub(engine) as hub:
                yield GatewayPorts(
                    conversations=conversations,
                    spool=PostgresSpool(engine, FakeKeys()),
                    events=PostgresConversationEvents(engine, hub),
                    event_store=PostgresDependency(engine),
                    transcripts=PostgresTranscripts(engine),
                    visitor_conversations=PostgresVisitorConversations(engine),
                    handoffs=PostgresHandoffs(engine),
                    roster=PostgresAgentRoster(engine),
                    offers=PostgresHandoffOffers(engine),
                    wakes=MemoryDeskWakes(),
                    approvals=PostgresApprovals(engine),
                    staff=PostgresStaff(engine),
                    audit=PostgresAuditLog(engine),
                    credentials=PostgresStaffCredentials(
                        engine, PostgresTenantKeys(engine, bytes(32))
                    ),
                    provider_sign_ins=PostgresProviderSignIns(engine),
                    sign_in_failures=PostgresSignInFailures(engine),
                    api_keys=PostgresApiKeys(engine),
                    dead_letters=PostgresDeadLetters(engine),
                    idempotency=PostgresIdempotencyRecords(engine, FakeKeys()),
                    bots=PostgresBots(engine),
                    compiler=BotCompilerProcess(()),
                    calendars=PublicHolidayCalendars(),
                    rate_limiter=PostgresRateLimiter(engine),
                    admission=PostgresAdmissionControl(engine),
                    identities=PostgresIdentities(engine),
                    payloads=PlainPayloads(),
                    documents=PostgresPublicDocuments(engine),
                    connections=MemoryChannelConnections(),
                    people=PostgresConversationPeople(engine, FakeKeys()),
                    reports=PostgresDeliveryReports(engine),
                    desk_tools=postgres_desk_tools(engine),
                    files=MemoryFiles(),
                    dependencies=(PostgresDependency(engine),),
                    address_key=bytes(range(32)),
                )
        finally:
            await engine.dispose()

    return opened


@pytest.fixture
def settings() -> GatewaySettings:
    return SETTINGS


@pytest.fixture
def app(open_ports: OpenPorts, settings: GatewaySettings) -> FastAPI:
    return create_app(open_ports, settings)
