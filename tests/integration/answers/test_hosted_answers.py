"""The product's own workers, with a hosted answerer that hangs, and kill -9 beside it."""

import asyncio
import base64
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.conversations import ConversationEventKind
from domain.messages import InboundMessage
from duralogue.wiring.foundation import Foundation, open_foundation
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections, parse_document
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.raw_queries import tenant_rows
from infra.settings import Settings
from infra.temporal.conversations import TemporalConversationGateway
from tests.e2e.http.serving import served
from tests.integration.answers.hosted import HostedService
from tests.support import eventually
from tests.unit.domain.bots import a_bot

ROOT = Path(__file__).parents[3]
TENANT = "tiny"
QUESTION = "How long may I return an item?"
SENTENCE = "You may return an item within 30 days."
DOCUMENT = f"---\ntitle: Returns\n---\n## Time\n\n{SENTENCE}\n"
FILES = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny}\nnever_silent: {holding_after: 2s}\n",
    "intents.yaml": "intents:\n  order: {en: [my order, track it, where is it, order, parcel]}\n",
    "flows/order.yaml": "order: {when: order, title: Orders, steps: [{say: order}]}\n",
    "responses.yaml": "order: On its way.\nholding: One moment.\n",
}


@dataclass
class Scene:
    """One conversation, whose workers are processes."""

    base: Foundation
    environment: dict[str, str]
    hosted: HostedService
    url: str
    conversation_id: str

    @asynccontextmanager
    async def worker(self, queue: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """It has begun to work. Killed at the end, if not before."""
        program = (sys.executable, "-m", "tests.integration.answers.worker", queue, self.url)
        started = await asyncio.create_subprocess_exec(
            *program, cwd=ROOT, env={**os.environ, **self.environment}
        )
        try:
            await eventually(partial(self._is_polling, queue, started.pid))
            yield started
        finally:
            if started.returncode is None:
                started.kill()
            await started.wait()

    async def _is_polling(self, queue: str, pid: int) -> bool:
        """To start takes a process longer than an answer may, where the machine is busy."""
        request = DescribeTaskQueueRequest(
            namespace="default",
            task_queue=TaskQueue(name=queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
        )
        found = await self.base.temporal.workflow_service.describe_task_queue(request)
        return any(poller.identity.startswith(f"{pid}@") for poller in found.pollers)

    async def ask(self) -> None:
        message = InboundMessage(
            message_id=f"m-{uuid4().hex[:6]}",
            tenant_id=TENANT,
            conversation_id=self.conversation_id,
            channel=Channel.WEB,
            text=QUESTION,
            received_at=datetime.now(UTC),
        )
        await TemporalConversationGateway(self.base.temporal).deliver(message)

    async def said(self) -> list[str]:
        events = PostgresConversationEvents(self.base.engine, EventHub(self.base.engine))
        found = await events.after(TENANT, self.conversation_id, 0)
        spoken = [e.data for e in found if e.kind is ConversationEventKind.MESSAGE]
        return [data["text"] for data in spoken if data["role"] != "customer"]

    async def answered(self) -> bool:
        return any(text != "One moment." for text in await self.said())

    async def noted(self) -> bool:
        return "One moment." in await self.said()

    async def traces(self) -> list[str]:
        steps = "SELECT result FROM turn_steps WHERE tenant_id = %(t)s AND conversation_id = %(c)s"
        values = {"t": TENANT, "c": self.conversation_id}
        rows = await tenant_rows(self.base.engine, TENANT, steps, values)
        return [entry["note"] for row in rows for entry in row["result"]["trace"]]


@pytest.fixture(scope="module")
async def base(
    database_url: str, temporal_address: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Foundation]:
    settings = Settings(
        database_url=SecretStr(database_url),
        temporal_address=temporal_address,
        duralogue_master_key=SecretStr(base64.b64encode(bytes(range(32))).decode()),
        duralogue_home=tmp_path_factory.mktemp("home"),
        answers_elsewhere=True,
    )
    async with open_foundation(settings) as base:
        bot: Bot = a_bot(FILES)
        await base.bots.publish(bot, by="test")
        await index(base, DOCUMENT)
        yield base


async def index(base: Foundation, document: str) -> None:
    """The tenant's one document, read in this process."""
    sources, embedder = PostgresKnowledgeSources(base.engine), MiniLMEmbedder()
    store = PostgresKnowledge(base.engine, embedder)
    await sources.replace(TENANT, [parse_document("returns", document)])
    activities = KnowledgeActivities(sources, store, MarkdownSections(), embedder)
    sync = Sync(tenant_id=TENANT, sync_id=uuid4().hex)
    await activities.index_batch(IndexBatch(**sync.model_dump()))
    await activities.swap_in(sync)


@pytest.fixture
async def scene(base: Foundation) -> AsyncIterator[Scene]:
    hosted = HostedService()
    async with served(hosted.app()) as url:
        scene = Scene(base, base.settings.as_environment(), hosted, url, f"c-{uuid4().hex[:8]}")
        yield scene
        hosted.answering.set()


async def test_a_killed_worker_of_answers_is_replaced_and_the_customer_answered_once(
    scene: Scene,
) -> None:
    """The attempt that died with it is noticed, and another worker asks again."""
    async with scene.worker("conversations"), scene.worker("intelligence") as killed:
        await scene.ask()
        await eventually(lambda: len(scene.hosted.asked) == 1)
        async with scene.worker("intelligence"):
            killed.kill()
            await killed.wait()
            await eventually(scene.noted)
            scene.hosted.answering.set()
            await eventually(scene.answered)

    said = await scene.said()  # the local answer where the machine is too busy for the other worker
    assert said in (["One moment.", f"Hosted: {SENTENCE}"], ["One moment.", SENTENCE])


async def test_a_killed_worker_of_conversations_is_replaced_while_the_answer_is_looked_up(
    scene: Scene,
) -> None:
    """The next worker waits for the answer that the one before has asked for."""
    async with scene.worker("intelligence"):
        async with scene.worker("conversations") as killed:
            await scene.ask()
            await eventually(lambda: len(scene.hosted.asked) == 1)
            killed.kill()
            await killed.wait()
        scene.hosted.answering.set()
        async with scene.worker("conversations"):
            await eventually(scene.answered)

    assert [text for text in await scene.said() if text != "One moment."] == [f"Hosted: {SENTENCE}"]
    assert len(scene.hosted.asked) == 1
    assert scene.hosted.asked[0].passages == (SENTENCE,)


async def test_while_the_hosted_answerer_hangs_the_local_one_answers(scene: Scene) -> None:
    """Within the same turn, with what the documents say, and the trace tells an operator why."""
    async with scene.worker("conversations"), scene.worker("intelligence"):
        await scene.ask()
        await eventually(scene.answered)
        traces = await scene.traces()

    assert await scene.said() == ["One moment.", SENTENCE]
    assert "answered locally: remote timed out" in traces
