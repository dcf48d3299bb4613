"""Call-backs over nights and lunch breaks, on a clock that jumps."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio import activity
from temporalio.client import WorkflowHandle, WorkflowUpdateFailedError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.callbacks import CallbackActivities
from activities.handoffs import HandoffChange
from domain.bot import queue_hours
from domain.desk.callbacks import NOT_REACHED, Callback, CallbackPlan, plan
from domain.handoffs import Agent, ClaimHandoff, HandoffStatus, ReturnToBot
from domain.identifiers import call_back_handoff_id
from infra.memory.bots import MemoryBots
from tests.support import eventually, running
from tests.unit.domain.bots import TENANT, a_bot
from workers.sandbox import workflow_runner
from workflows.callback import CallbackInput, CallbackWorkflow
from workflows.queues import CONVERSATIONS, MAINTENANCE

BOT = a_bot(
    {
        "tenant.yaml": TENANT
        + 'business_hours: {tz: Europe/Berlin, mon-sun: ["09:00-12:00", "13:00-17:00"]}\n'
    }
)
ADA, BEN = Agent(name="Ada"), Agent(name="Ben")
_Handle = WorkflowHandle[CallbackWorkflow, str]


class Queue:
    """Stands for the rows of the queue, and for what records them."""

    def __init__(self) -> None:
        self.put_in: list[tuple[str, CallbackPlan, datetime]] = []
        self.served = False
        self.changes: list[tuple[str, HandoffStatus | None, str | None]] = []

    async def queue_of(self, tenant_id: str, conversation_id: str) -> str:
        return ""

    async def is_served(self, callback: Callback) -> bool:
        return self.served

    async def put(
        self, callback: Callback, handoff_id: str, plan: CallbackPlan, *, at: datetime
    ) -> None:
        self.put_in.append((handoff_id, plan, at))

    @activity.defn
    async def record_change(self, change: HandoffChange) -> None:
        self.changes.append((change.handoff_id, change.status, change.agent))


@pytest.fixture
async def queue(skipping: WorkflowEnvironment) -> AsyncIterator[Queue]:
    """With workers of both task queues."""
    bots, queue = MemoryBots(), Queue()
    await bots.publish(BOT, by="test")
    activities = CallbackActivities(bots, queue)
    calls = Worker(
        skipping.client,
        task_queue=MAINTENANCE,
        workflows=[CallbackWorkflow],
        activities=[activities.plan_callback, activities.queue_callback],
        workflow_runner=workflow_runner(),
    )
    records = Worker(skipping.client, task_queue=CONVERSATIONS, activities=[queue.record_change])
    async with running([calls, records]):
        yield queue


async def _asked(skipping: WorkflowEnvironment) -> _Handle:
    """Somebody has just left their number."""
    callback = Callback(
        tenant_id="tiny",
        callback_id="T-1",
        conversation_id="c-1",
        contact="+49 30 1234567",
        asked_at=await skipping.get_current_time(),
    )
    return await skipping.client.start_workflow(
        CallbackWorkflow.run,
        CallbackInput(callback=callback),
        id="callback/tiny/T-1",
        task_queue=MAINTENANCE,
    )


async def _take(call: _Handle, attempt: int, agent: Agent) -> None:
    handoff_id = call_back_handoff_id("T-1", attempt)
    await call.execute_update(
        CallbackWorkflow.claim, ClaimHandoff(handoff_id=handoff_id, agent=agent)
    )


async def _finish(call: _Handle, attempt: int, agent: Agent, disposition: str) -> None:
    await call.execute_update(
        CallbackWorkflow.finish,
        ReturnToBot(
            handoff_id=call_back_handoff_id("T-1", attempt), agent=agent, disposition=disposition
        ),
    )


async def test_it_is_called_in_opening_hours_until_somebody_is_reached(
    skipping: WorkflowEnvironment, queue: Queue
) -> None:
    """One of two agents wins; who is not reached is called again an hour of business time later."""
    call = await _asked(skipping)
    await skipping.sleep(timedelta(hours=17))
    await eventually(lambda: len(queue.put_in) == 1)
    [(first, planned, at)] = queue.put_in
    assert queue_hours.is_open(BOT, at)
    assert at - planned.call_at < timedelta(minutes=1)

    await _take(call, 1, ADA)
    with pytest.raises(WorkflowUpdateFailedError) as lost:
        await _take(call, 1, BEN)
    assert "already claimed by Ada" in str(lost.value.cause)
    with pytest.raises(WorkflowUpdateFailedError):
        await _finish(call, 1, BEN, "")
    await _finish(call, 1, ADA, NOT_REACHED)
    await skipping.sleep(timedelta(hours=20))
    await eventually(lambda: len(queue.put_in) == 2)
    second = queue.put_in[1]
    assert second[2] - at >= timedelta(hours=1)
    assert queue_hours.is_open(BOT, second[2])
    with pytest.raises(WorkflowUpdateFailedError):
        await _take(call, 1, BEN)
    await _take(call, 2, BEN)
    await _finish(call, 2, BEN, "helped")

    assert await call.result() == "called"
    assert queue.changes == [
        (first, HandoffStatus.CLAIMED, "Ada"),
        (first, HandoffStatus.RETURNED, "Ada"),
        (second[0], HandoffStatus.CLAIMED, "Ben"),
        (second[0], HandoffStatus.RETURNED, "Ben"),
    ]


async def test_a_customer_who_is_served_meanwhile_is_not_called(
    skipping: WorkflowEnvironment, queue: Queue
) -> None:
    """The attempt leaves the queue by itself."""
    call = await _asked(skipping)
    await skipping.sleep(timedelta(hours=17))
    await eventually(lambda: len(queue.put_in) == 1)
    queue.served = True

    assert await call.result() == "served"
    assert [status for _, status, _ in queue.changes] == [HandoffStatus.CANCELLED]


@pytest.mark.parametrize(
    ("asked", "attempt", "call_at"),
    [
        ("2026-11-23T10:00", 1, "2026-11-23T10:00"),
        ("2026-11-23T11:30", 1, "2026-11-23T12:00"),
        ("2026-11-23T16:30", 1, "2026-11-24T08:00"),
        ("2026-11-23T10:30", 2, "2026-11-23T12:30"),
        ("2026-11-23T15:30", 2, "2026-11-24T08:30"),
        ("2026-10-24T20:00", 1, "2026-10-25T08:00"),
    ],
)
def test_when_it_enters_the_queue(asked: str, attempt: int, call_at: str) -> None:
    """At once in opening hours, else at the next opening; due by the queue's own patience."""
    at = datetime.fromisoformat(asked).replace(tzinfo=UTC)

    planned = plan(BOT, "", at, attempt=attempt)

    assert planned.call_at == datetime.fromisoformat(call_at).replace(tzinfo=UTC)
    assert planned.due_at == planned.call_at + timedelta(minutes=5)
    assert planned.queue == "support"
