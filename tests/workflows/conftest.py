"""Conversations on a real server whose clock skips, with fake activities."""

import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.inbox_overflow import InboxOverflowActivities
from domain.channel_addresses import (
    Channel,
)
from domain.channels import MessageChange
from domain.messages import InboundMessage, VerifiedCustomer
from infra.memory.inbox_overflow import MemoryOverflowStore
from tests.fakes.activities import FakeDesk, FakeTools, FakeTurns
from tests.fakes.answers import FakeAnswers
from tests.fakes.delivery import FakeDelivery
from tests.fakes.handoff_summaries import FakeSummaries
from tests.fakes.message_changes import FakeChanges
from tests.fakes.proposals import FakeProposals
from tests.support import eventually
from workers.sandbox import workflow_runner
from workflows import queues, search_attributes
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput
from workflows.handoff import HandoffWorkflow


@dataclass
class Stage:
    """One conversation, its workers and what they saw."""

    client: Client
    turns: FakeTurns
    desk: FakeDesk = field(default_factory=FakeDesk)
    tools: FakeTools = field(default_factory=FakeTools)
    delivery: FakeDelivery = field(default_factory=FakeDelivery)
    answers: FakeAnswers = field(default_factory=FakeAnswers)
    proposals: FakeProposals = field(default_factory=FakeProposals)
    summaries: FakeSummaries = field(default_factory=FakeSummaries)
    overflow: InboxOverflowActivities = field(
        default_factory=lambda: InboxOverflowActivities(MemoryOverflowStore())
    )
    conversation_id: str = field(default_factory=lambda: f"c-{uuid4().hex[:8]}")
    channel: Channel = Channel.WEB
    sent: int = 0
    changes: FakeChanges = field(init=False)

    def __post_init__(self) -> None:
        self.changes = FakeChanges(self.turns)

    async def end(self) -> None:
        """Leave nothing open that the workers of a later test would take up."""
        for handle in [self.handle, *self._handoffs()]:
            with suppress(RPCError):  # it has ended by itself
                await handle.terminate("the test is over")

    def _handoffs(self) -> list[WorkflowHandle[Any, Any]]:
        return [
            self.client.get_workflow_handle(f"handoff/acme/{handoff_id}")
            for handoff_id in self.turns.handoffs
        ]

    @property
    def workflow_id(self) -> str:
        return f"conversation/acme/{self.conversation_id}"

    @property
    def handle(self) -> WorkflowHandle[ConversationWorkflow, None]:
        return self.client.get_workflow_handle_for(ConversationWorkflow.run, self.workflow_id)

    async def send(
        self,
        text: str,
        message_id: str | None = None,
        customer: VerifiedCustomer | None = None,
        *,
        shows_last_step: bool = False,
        **more: Any,
    ) -> WorkflowHandle[ConversationWorkflow, None]:
        """Signal-with-start, as the gateway does. Waiting for the result lets the clock skip."""
        self.sent += 1
        message = InboundMessage(
            message_id=message_id or f"m-{self.sent}",
            tenant_id="acme",
            conversation_id=self.conversation_id,
            channel=self.channel,
            text=text,
            customer=customer,
            received_at=datetime.now(UTC),
            **more,
        )
        return await self._signal("receive_message", message, shows_last_step=shows_last_step)

    async def change(self, change: MessageChange) -> WorkflowHandle[ConversationWorkflow, None]:
        """An edit or a deletion, with start as well."""
        return await self._signal("change_message", change)

    async def _signal(
        self, name: str, argument: BaseModel, *, shows_last_step: bool = False
    ) -> WorkflowHandle[ConversationWorkflow, None]:
        return await self.client.start_workflow(
            ConversationWorkflow.run,
            ConversationInput(
                tenant_id="acme",
                conversation_id=self.conversation_id,
                channel=self.channel,
                shows_last_step=shows_last_step,
            ),
            id=self.workflow_id,
            task_queue=queues.CONVERSATIONS,
            start_signal=name,
            start_signal_args=[argument],
        )

    async def rest(self, *, activities: bool = False) -> int:
        """Wait until no workflow task is under way, and where it is asked no activity either, which
        would begin the next one; return how many events there are."""
        events = 0

        async def is_at_rest() -> bool:
            nonlocal events
            described = await self.handle.describe()
            events = described.history_length
            under_way = described.raw_description
            if under_way.HasField("pending_workflow_task"):
                return False
            return not (activities and under_way.pending_activities)

        await eventually(is_at_rest)
        return events

    def workers(
        self, *, fenced: bool = True, steps_at_once: int = 100, cached: int = 1_000
    ) -> list[Worker]:
        """Not fenced, they run workflow code as this process has loaded it, or changed it.

        Nothing `cached`, each task is replayed from the history, and none waits for a worker that
        is gone.
        """
        return [
            Worker(
                self.client,
                task_queue=queues.CONVERSATIONS,
                workflows=[ConversationWorkflow, HandoffWorkflow],
                activities=[
                    *self.turns.all(),
                    *self.desk.all(),
                    self.overflow.stash_messages,
                    self.overflow.fetch_messages,
                    self.changes.record_changes,
                ],
                workflow_runner=workflow_runner(fenced=fenced),
                max_concurrent_local_activities=steps_at_once,
                max_cached_workflows=cached,
            ),
            Worker(self.client, task_queue=queues.INTEGRATIONS, activities=[self.tools.call_tool]),
        ]

    def needing_a_provider(self) -> "Stage":
        """As on a channel where what was said has to be sent."""
        self.turns.needs_a_provider = self.desk.needs_a_provider = True
        self.channel = Channel.SLACK
        return self

    def delivery_worker(self) -> Worker:
        return Worker(self.client, task_queue=queues.DELIVERY, activities=self.delivery.all())

    def answers_worker(self) -> Worker:
        found: list[Callable[..., Any]] = [
            self.answers.find_answer,
            self.proposals.propose_meaning,
            self.summaries.summarise_handoff,
        ]
        return Worker(self.client, task_queue=queues.INTELLIGENCE, activities=found)


SetUp = Callable[[FakeTurns], Stage]


@pytest.fixture
async def set_up(temporal: Client) -> AsyncIterator[SetUp]:
    """Stages on the shared server; what a test has left open there is ended with it."""
    stages: list[Stage] = []

    def set_up(turns: FakeTurns) -> Stage:
        stages.append(Stage(temporal, turns))
        return stages[-1]

    yield set_up
    for stage in stages:
        await stage.end()


@pytest.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server of one's own whose clock jumps over waits of hours and days."""
    beside = Path(sys.executable).with_name("temporal-test-server")
    binary = str(beside) if beside.exists() else shutil.which("temporal-test-server")
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=binary, data_converter=pydantic_data_converter
    ) as environment:
        await register_search_attributes(environment.client)
        yield environment


async def register_search_attributes(client: Client) -> None:
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(
            namespace=client.namespace,
            search_attributes={
                key.name: IndexedValueType.ValueType(key.indexed_value_type.value)
                for key in search_attributes.ALL
            },
        )
    )
