"""A worker that is killed between the provider's answer and the ledger's record."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client

from domain.channel_addresses import (
    Channel,
)
from domain.deliveries import Delivery, DeliveryStatus
from domain.messages import (
    InboundMessage,
)
from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted
from infra.postgres.bots import PostgresBots
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.engine import create_engine
from infra.postgres.turns import PostgresTurnStore
from tests.e2e.http.serving import served
from tests.fakes.activities import FakeTurns
from tests.fakes.bots import a_bot
from tests.fakes.keys import FakeKeys
from tests.fakes.providers import SlackLike
from tests.integration.delivery.worker import sending_worker
from tests.support import eventually, plain_http, running
from tests.workflows.conftest import Stage
from workflows import queues
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput

ROOT = Path(__file__).parents[3]


class StoredTurns(FakeTurns):
    """Decides as the fake does, and stores in PostgreSQL."""

    def __init__(self, store: PostgresTurnStore) -> None:
        super().__init__()
        self._store = store

    @activity.defn
    async def open_session(self, request: OpenSession) -> SessionOpened:
        return await self._store.open_session(request)

    @activity.defn
    async def commit_turn(self, request: CommitTurn) -> TurnCommitted:
        return await self._store.commit(request)


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A sending worker; killed at the end, if not before."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.delivery.worker", *arguments, cwd=ROOT
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def speak(temporal: Client, conversation_id: str, text: str) -> None:
    message = InboundMessage(
        message_id=f"m-{text}",
        tenant_id="acme",
        conversation_id=conversation_id,
        channel=Channel.SLACK,
        text=text,
        received_at=datetime.now(UTC),
    )
    await temporal.start_workflow(
        ConversationWorkflow.run,
        ConversationInput(tenant_id="acme", conversation_id=conversation_id, channel=Channel.SLACK),
        id=f"conversation/acme/{conversation_id}",
        task_queue=queues.CONVERSATIONS,
        start_signal="receive_message",
        start_signal_args=[message],
    )


async def notice_the_loss(temporal: Client, workflow_id: str) -> None:
    """Fail the attempt at once, as Temporal does by itself when its timeout has passed."""
    described = await temporal.get_workflow_handle(workflow_id).describe()
    [lost] = described.raw_description.pending_activities
    attempt = temporal.get_async_activity_handle(
        workflow_id=workflow_id, run_id=None, activity_id=lost.activity_id
    )
    await attempt.fail(RuntimeError("the worker is gone"))


async def test_killed_between_send_and_record_the_customer_gets_it_once(
    temporal: Client, temporal_address: str, database_url: str
) -> None:
    """The next attempt finds the row in `sending`, asks the provider, and sends nothing."""
    engine = create_engine(database_url)
    await PostgresBots(engine).publish(a_bot(), by="test")
    place = f"slack:C{uuid4().hex[:8]}:1.0"
    stage = Stage(
        temporal, StoredTurns(PostgresTurnStore(engine, FakeKeys())), conversation_id=place
    )
    ledger, provider = PostgresDeliveries(engine, FakeKeys()), SlackLike()
    posted, killed = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        posted.set()
        await killed.wait()

    async def rows() -> list[Delivery]:
        ids = [message["metadata"]["event_payload"]["delivery_id"] for message in provider.got]
        return [await ledger.get("acme", delivery_id) for delivery_id in ids]

    async def all_are_sent() -> bool:
        return {row.status for row in await rows()} == {DeliveryStatus.SENT}

    provider.arriving = hang
    async with (
        served(provider.app()) as url,
        running(stage.workers()),
        process(temporal_address, database_url, url) as sending,
        plain_http(base_url=url, timeout=60) as client,
    ):
        await speak(temporal, stage.conversation_id, "hello")
        await asyncio.wait_for(posted.wait(), timeout=120)
        sending.kill()
        await sending.wait()
        killed.set()
        [after_the_kill] = await rows()
        provider.arriving = None
        await notice_the_loss(temporal, stage.workflow_id)
        async with sending_worker(temporal, engine, client):
            await speak(temporal, stage.conversation_id, "more")
            await eventually(lambda: len(provider.got) == 2)
            await eventually(all_are_sent)
            final = await rows()
    await stage.end()
    await engine.dispose()

    assert after_the_kill.status is DeliveryStatus.SENDING
    assert provider.texts == ["you said: hello", "you said: more"]
    assert provider.asked == 1
    assert [(row.provider_message_id, row.attempts) for row in final] == [("p-1", 1), ("p-2", 1)]
