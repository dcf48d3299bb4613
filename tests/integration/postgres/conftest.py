"""The migrated database, as the product's engine and as its superuser; the stores upon it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from infra.memory.bots import MemoryBots
from infra.memory.conversations import (
    MemoryAgentRecords,
    MemoryConversationEvents,
    MemoryTranscripts,
)
from infra.memory.database import MemoryDatabase
from infra.memory.deliveries import MemoryDeliveries
from infra.memory.delivery_reports import MemoryDeliveryReports
from infra.memory.desk_tools import memory_desk_tools
from infra.memory.handoffs import MemoryApprovals, MemoryHandoffs, MemoryTickets, MemoryToolLog
from infra.memory.identities import MemoryIdentities
from infra.memory.people import MemoryConversationPeople
from infra.memory.rate_limits import MemoryRateLimiter
from infra.memory.staff import MemoryStaff
from infra.memory.tenant_keys import MemoryTenantKeys
from infra.memory.turns import MemoryTurnStore
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.bots import PostgresBots
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.delivery_reports import PostgresDeliveryReports
from infra.postgres.desk_tools import postgres_desk_tools
from infra.postgres.engine import create_engine
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.identities import PostgresIdentities
from infra.postgres.migrate import upgrade
from infra.postgres.people import PostgresConversationPeople
from infra.postgres.rate_limits import PostgresRateLimiter
from infra.postgres.staff import PostgresStaff
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from infra.postgres.transcripts import PostgresTranscripts
from infra.postgres.turns import PostgresTurnStore
from tests.integration.postgres.recorded_turns import MemoryRecordedTurns, PostgresRecordedTurns
from tests.integration.postgres.stores import Stores, a_bot

MASTER_KEY = bytes(range(32))


@pytest.fixture(scope="module")
def owner_url(postgres_url: str, database_url: str) -> str:
    """The module's database as superuser, who may also make the product's role in it."""
    name = make_url(database_url).database
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    upgrade(url)
    return url


@pytest.fixture(scope="module")
async def owner(owner_url: str) -> AsyncIterator[psycopg.AsyncConnection]:
    """A superuser's connection, for what the product may not do."""
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
async def engine(owner_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(owner_url)
    yield made
    await made.dispose()


@pytest.fixture(scope="module")
async def hub(engine: AsyncEngine) -> AsyncIterator[EventHub]:
    async with EventHub(engine) as running:
        yield running


def memory_stores() -> Stores:
    database, bots = MemoryDatabase(), MemoryBots()
    return Stores(
        turns=MemoryTurnStore(database, bots),
        transcripts=MemoryTranscripts(database),
        events=MemoryConversationEvents(database),
        records=MemoryAgentRecords(database),
        ledger=MemoryDeliveries(database),
        handoffs=MemoryHandoffs(database),
        approvals=MemoryApprovals(database),
        tool_log=MemoryToolLog(database),
        tickets=MemoryTickets(database),
        bots=bots,
        staff=MemoryStaff(),
        keys=MemoryTenantKeys(),
        limits=MemoryRateLimiter(),
        identities=MemoryIdentities(database),
        recorded_turns=MemoryRecordedTurns(database),
        people=MemoryConversationPeople(database),
        reports=MemoryDeliveryReports(database),
        desk_tools=memory_desk_tools(database),
    )


def postgres_stores(engine: AsyncEngine, hub: EventHub) -> Stores:
    bots, keys = PostgresBots(engine), PostgresTenantKeys(engine, MASTER_KEY)
    return Stores(
        turns=PostgresTurnStore(engine, keys, bots),
        transcripts=PostgresTranscripts(engine),
        events=PostgresConversationEvents(engine, hub),
        records=PostgresAgentRecords(engine),
        ledger=PostgresDeliveries(engine, keys),
        handoffs=PostgresHandoffs(engine),
        approvals=PostgresApprovals(engine),
        tool_log=PostgresToolLog(engine),
        tickets=PostgresTickets(engine),
        bots=bots,
        staff=PostgresStaff(engine),
        keys=keys,
        limits=PostgresRateLimiter(engine),
        identities=PostgresIdentities(engine),
        recorded_turns=PostgresRecordedTurns(engine),
        people=PostgresConversationPeople(engine, keys),
        reports=PostgresDeliveryReports(engine),
        desk_tools=postgres_desk_tools(engine),
    )


async def _with_tenant(stores: Stores) -> Stores:
    stores.tenant = f"t{uuid4().hex[:12]}"
    await stores.bots.publish(a_bot(stores.tenant), by="test")
    return stores


@pytest.fixture(params=["memory", "postgres"])
async def stores(request: pytest.FixtureRequest, engine: AsyncEngine, hub: EventHub) -> Stores:
    """The same tests over the real stores and over their memory twins."""
    made = memory_stores() if request.param == "memory" else postgres_stores(engine, hub)
    return await _with_tenant(made)


@pytest.fixture
async def postgres(engine: AsyncEngine, hub: EventHub) -> Stores:
    return await _with_tenant(postgres_stores(engine, hub))
