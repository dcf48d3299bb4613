"""The floors' own processes: `python -m bench.floors worker` and `… gateway`."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import uvicorn
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import (
    PollerBehaviorAutoscaling,
    UnsandboxedWorkflowRunner,
    Worker,
)

from api.app import create_app
from api.dependencies import GatewayPorts, GatewaySettings
from bench.floor_workflows import (
    ENGINE_QUEUE,
    PRODUCT_QUEUE,
    EngineFloor,
    EngineFloorWithActivity,
    NaiveTurn,
    Notice,
    ProductFloor,
    answer_ping,
    do_nothing,
)
from domain.identifiers import conversation_workflow_id
from domain.messages import InboundMessage
from duralogue.wiring.event_loop import run
from duralogue.wiring.foundation import open_foundation
from duralogue.wiring.gateway import open_gateway_ports
from infra.postgres.database_role import BECOME_APP_ROLE, TENANT_SETTING
from infra.postgres.spool import PostgresSpool
from infra.settings import Settings
from infra.temporal.conversations import TemporalConversationGateway
from workers.conversations import STICKY_FOR, Tuning

NAIVE = "naive-"
"""How the ids of the naive turn's conversations begin; all others are the bare floor's."""

_NOTIFY = """
WITH numbered AS (
    INSERT INTO conversations AS c (
        tenant_id, conversation_id, channel, revision, last_seq, opened_at, updated_at
    ) VALUES (%(tenant)s, %(conversation)s, 'web', 'floor', 1, now(), now())
    ON CONFLICT (tenant_id, conversation_id) DO UPDATE SET last_seq = c.last_seq + 1
    RETURNING last_seq
), event AS (
    INSERT INTO conversation_events (tenant_id, conversation_id, seq, kind, data, at)
    SELECT %(tenant)s, %(conversation)s, last_seq, 'message', %(data)s::jsonb, now() FROM numbered
)
SELECT pg_notify('conversation_events', %(key)s || '/' || last_seq) FROM numbered
"""


class Notifier:
    """One statement for each turn, in which the event is stored and its followers are woken."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection]) -> None:
        self._pool = pool

    @activity.defn
    async def notify(self, notice: Notice) -> None:
        said = {"message_id": f"re-{notice.message_id}", "role": "bot", "text": "ok"}
        values = {
            "tenant": notice.tenant_id,
            "conversation": notice.conversation_id,
            "data": json.dumps(said | {"in_reply_to": notice.message_id}),
            "key": f"{notice.tenant_id}/{notice.conversation_id}",
        }
        async with self._pool.connection() as connection:
            await connection.execute(_NOTIFY, values)


class FloorConversations(TemporalConversationGateway):
    """The product's own way in, spool and all, to a workflow that does next to nothing."""

    async def signal(self, message: InboundMessage) -> None:
        naive = message.conversation_id.startswith(NAIVE)
        await self._client.start_workflow(
            "NaiveTurn" if naive else "ProductFloor",
            id=conversation_workflow_id(message.tenant_id, message.conversation_id),
            task_queue=PRODUCT_QUEUE,
            task_timeout=timedelta(seconds=5),
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal="receive_message",
            start_signal_args=[message],
            rpc_timeout=timedelta(seconds=30),
        )


async def run_worker(settings: Settings, tenant: str) -> None:
    """The engine's floor speaks plainly, the product's is sealed as everything of ours is."""
    plain = await Client.connect(
        settings.require_temporal_address(),
        namespace=settings.temporal_namespace,
        data_converter=pydantic_data_converter,
    )
    async with open_foundation(settings) as base, _pool(settings, tenant) as pool:
        engine = _worker(plain, ENGINE_QUEUE, [EngineFloor, EngineFloorWithActivity], [answer_ping])
        activities: list[Callable[..., Any]] = [Notifier(pool).notify, do_nothing]
        product = _worker(base.temporal, PRODUCT_QUEUE, [ProductFloor, NaiveTurn], activities)
        async with engine, product:
            await _asked_to_stop()


async def run_gateway(settings: Settings) -> None:
    """As the product's gateway is served, but for where its messages go."""
    gateway_settings = GatewaySettings(session_secret=settings.require_session_secret())
    app = create_app(lambda: _floor_ports(settings), gateway_settings)
    config = uvicorn.Config(
        app, host=settings.api_host, port=settings.api_port, log_config=None, access_log=False
    )
    await uvicorn.Server(config).serve()


@asynccontextmanager
async def _floor_ports(settings: Settings) -> AsyncIterator[GatewayPorts]:
    async with (
        open_gateway_ports(settings) as ports,
        open_foundation(settings, lazily=True) as base,
    ):
        conversations = FloorConversations(base.temporal, PostgresSpool(base.engine, base.keys))
        yield replace(ports, conversations=conversations)


def _worker(
    client: Client, queue: str, workflows: list[type], activities: list[Callable[..., Any]]
) -> Worker:
    """As the product's worker is tuned (the floors have no steps), and without the sandbox."""
    tuning = Tuning()
    return Worker(
        client,
        task_queue=queue,
        workflows=workflows,
        activities=activities,
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=tuning.max_cached_workflows,
        max_concurrent_workflow_tasks=tuning.max_concurrent_turns,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(
            initial=tuning.max_pollers, maximum=tuning.max_pollers
        ),
        sticky_queue_schedule_to_start_timeout=STICKY_FOR,
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
    )


@asynccontextmanager
async def _pool(
    settings: Settings, tenant: str
) -> AsyncIterator[AsyncConnectionPool[AsyncConnection]]:
    async def belong_to_the_tenant(connection: AsyncConnection) -> None:
        await connection.execute(BECOME_APP_ROLE)
        await connection.execute("SELECT set_config(%s, %s, false)", (TENANT_SETTING, tenant))

    async with AsyncConnectionPool(
        settings.require_database_url(),
        min_size=settings.database_pool_size,
        max_size=settings.database_pool_size,
        kwargs={"autocommit": True},
        configure=belong_to_the_tenant,
    ) as pool:
        yield pool


async def _asked_to_stop() -> None:
    stopping = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stopping.set)
    await stopping.wait()


if __name__ == "__main__":
    settings = Settings.load()
    if sys.argv[1] == "worker":
        run(run_worker(settings, sys.argv[2]), settings)
    else:
        run(run_gateway(settings), settings)
