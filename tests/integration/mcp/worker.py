"""A process that runs conversations and calls an MCP server's tools, made to be killed.

python -m tests.integration.mcp.worker TEMPORAL DATABASE_URL SERVER_URL POINTS
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities.desk import DeskActivities
from activities.handoffs import HandoffActivities
from activities.inbox_overflow import InboxOverflowActivities
from activities.message_changes import MessageChangeActivities
from activities.tools import ToolActivities
from activities.turns import TurnActivities
from domain.ports import Bots
from duralogue.chaos.points import FaultPoints, Step
from infra.http.backends import FixedBackends, TenantBackends
from infra.http.connections import open_client
from infra.http.mcp import arguments, results, session  # noqa: F401 - dear, so before a call
from infra.http.mcp.tools import McpTools
from infra.http.mcp.visits import ConnectedVisits
from infra.local_models.intent_recogniser import ExactRecogniser
from infra.local_models.understander import assembled
from infra.memory.inbox_overflow import MemoryOverflowStore
from infra.memory.mcp_sign_ins import MemoryMcpSignIns
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.bots import PostgresBots
from infra.postgres.desk_notes import PostgresConversationNotes
from infra.postgres.engine import create_engine
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.message_changes import PostgresMessageChanges
from infra.postgres.proofs_of_ownership import PostgresOwnershipProofs
from infra.postgres.tickets import PostgresTickets
from infra.postgres.tool_log import PostgresToolLog
from infra.postgres.tool_pins import PostgresToolPins
from infra.postgres.turns import PostgresTurnStore
from tests.fakes.keys import FakeKeys
from tests.integration.mcp.restaurant import TENANTS, bot_of
from tests.integration.writes.doubles import NoKnowledge
from workers import conversations, integrations


def _turns(engine: AsyncEngine, bots: Bots) -> TurnActivities:
    nothing: Any = NoKnowledge()
    understanding = bot_of(TENANTS[0]).tenant.understanding.model_copy(update={"intent": "exact"})
    return TurnActivities(
        bots=bots,
        understander=assembled(
            understanding, {"exact": ExactRecogniser()}, lambda: datetime.now(UTC).date()
        ),
        embedder=nothing,
        retriever=nothing,
        answerer=nothing,
        turns=PostgresTurnStore(engine, FakeKeys(), bots),
    )


def _conversing(temporal: Client, engine: AsyncEngine, bots: PostgresBots) -> Worker:
    """With nothing cached each task is replayed from the history, and none waits for a worker that
    is gone."""
    return conversations.build_worker(
        temporal,
        _turns(engine, bots),
        HandoffActivities(
            PostgresHandoffs(engine),
            PostgresAgentRecords(engine),
            PostgresApprovals(engine),
            PostgresConversationNotes(engine),
        ),
        InboxOverflowActivities(MemoryOverflowStore()),
        MessageChangeActivities(PostgresMessageChanges(engine)),
        DeskActivities(bots, []),
        tuning=conversations.Tuning(max_cached_workflows=0),
    )


def _tools(engine: AsyncEngine, bots: Bots, mcp: McpTools, points: FaultPoints) -> ToolActivities:
    """With the fault points of the product."""
    nothing_over_http: Any = None
    return ToolActivities(
        bots,
        nothing_over_http,
        PostgresTickets(engine),
        points.around(PostgresToolLog(engine), record=Step.RECORD_TOOL_CALL),
        PostgresOwnershipProofs(engine),
        mcp=points.around(mcp, call=Step.CALL_TOOL),
    )


async def main(temporal_address: str, database_url: str, server_url: str, points: str) -> None:
    """Work until killed."""
    temporal = await Client.connect(temporal_address, data_converter=pydantic_data_converter)
    engine = create_engine(database_url, pool_size=4)
    bots = PostgresBots(engine)
    backends = {name: TenantBackends(servers={"bistro": server_url}) for name in TENANTS}
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(open_client())
        visits = ConnectedVisits(client, FixedBackends(backends), MemoryMcpSignIns())
        tools = _tools(
            engine,
            bots,
            McpTools(visits, PostgresToolPins(engine)),
            FaultPoints(Path(points)),
        )
        await stack.enter_async_context(_conversing(temporal, engine, bots))
        await stack.enter_async_context(integrations.build_worker(temporal, tools))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
