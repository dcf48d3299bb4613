"""From a change to an offer: the records, the wake-up, the desk's workflow, real servers."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.desk import DeskActivities, OfferStep
from activities.handoffs import HandoffActivities, HandoffChange
from domain.desk.agents import Presence
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.dialogue.commands import HandOff
from domain.handoffs import Handoff, HandoffStatus
from domain.turns import ConversationRef, OpenSession
from duralogue.wiring.desk_watch import look
from infra.postgres.agent_records import PostgresAgentRecords
from infra.postgres.agent_roster import PostgresAgentRoster
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.assignments import PostgresHandoffOffers
from infra.postgres.bots import PostgresBots
from infra.postgres.desk_notes import PostgresConversationNotes
from infra.postgres.engine import create_engine
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.staffed_tenants import staffed_tenants
from infra.postgres.turns import PostgresTurnStore
from infra.temporal.desk import TemporalDeskWakes
from infra.temporal.waking_turns import WakingTurnStore
from tests.fakes.keys import FakeKeys
from tests.integration.postgres.stores import a_bot, a_commit
from tests.support import eventually, running
from workers.sandbox import workflow_runner
from workflows.desk import DeskWorkflow
from workflows.queues import CONVERSATIONS

PUSH = DeskSettings(assignment=AssignmentPolicy.PUSH, capacity=1)
LASTS = timedelta(minutes=5)


class CountedWakes(TemporalDeskWakes):
    """The real ones, counted: a late one of before could stand in for one that is missing."""

    woken = 0

    async def wake(self, tenant_id: str) -> None:
        self.woken += 1
        await super().wake(tenant_id)


@dataclass
class Office:
    """A tenant with one agent, and a worker that runs its desk."""

    tenant: str
    engine: AsyncEngine
    temporal: Client

    def __post_init__(self) -> None:
        self.wakes = CountedWakes(self.temporal)
        self.handoffs = PostgresHandoffs(self.engine)
        self.bots = PostgresBots(self.engine)

    async def hand_off(self, name: str) -> None:
        """As a conversation's step does it."""
        turns = WakingTurnStore(PostgresTurnStore(self.engine, FakeKeys(), self.bots), self.wakes)
        ref = ConversationRef(tenant_id=self.tenant, conversation_id=f"c-{name}", channel="web")
        now = datetime.now(UTC)
        await turns.open_session(OpenSession(conversation=ref, at=now))
        command = HandOff(handoff_id=name, queue="q", first_reply_due=now, nobody_at=now)
        await turns.commit(a_commit(ref, commands=(command,), at=now))

    async def change(self, name: str, status: HandoffStatus) -> datetime:
        """As the waiting side's workflow does it."""
        activities = HandoffActivities(
            self.handoffs,
            PostgresAgentRecords(self.engine),
            PostgresApprovals(self.engine),
            PostgresConversationNotes(self.engine),
            self.wakes,
        )
        at = datetime.now(UTC)
        change = HandoffChange(
            tenant_id=self.tenant, handoff_id=name, status=status, agent="Ann", at=at
        )
        before = self.wakes.woken
        await ActivityEnvironment().run(activities.record_change, change)
        assert self.wakes.woken == before + 1
        return at

    async def offered(self, name: str) -> Handoff:
        """Once it is."""
        found: list[Handoff] = []

        async def is_offered() -> bool:
            found[:] = [await self.handoffs.get(self.tenant, name)]
            return found[0].offered_to is not None

        await eventually(is_offered)
        return found[0]

    def worker(self) -> Worker:
        offers = OfferStep(PostgresHandoffOffers(self.engine))
        return Worker(
            self.temporal,
            task_queue=CONVERSATIONS,
            workflows=[DeskWorkflow],
            activities=[DeskActivities(self.bots, [offers]).dispatch],
            workflow_runner=workflow_runner(),
        )


@pytest.fixture
async def office(database_url: str, temporal: Client) -> AsyncIterator[Office]:
    tenant, engine = f"t{uuid4().hex[:8]}", create_engine(database_url)
    office = Office(tenant, engine, temporal)
    await office.bots.publish(a_bot(tenant, desk=PUSH), by="test")
    async with running([office.worker()]):
        yield office
        await temporal.get_workflow_handle(f"desk/{tenant}").terminate("the test is over")
    await engine.dispose()


async def test_whoever_becomes_free_is_offered_the_oldest_at_once(office: Office) -> None:
    """
    No timer is waited for: the change itself wakes the desk, and starts it where it did not run.
    """
    roster = PostgresAgentRoster(office.engine)
    now = datetime.now(UTC)
    await roster.choose(office.tenant, "Ann", Presence.AVAILABLE, at=now, lasts=LASTS)
    await office.hand_off("first")
    assert (await office.offered("first")).offered_to == "Ann"
    await office.change("first", HandoffStatus.CLAIMED)
    await office.hand_off("second")
    await office.hand_off("third")
    assert (await office.handoffs.get(office.tenant, "second")).offered_to is None

    freed_at = await office.change("first", HandoffStatus.RETURNED)
    shown = await office.offered("second")

    assert shown.offered_to == "Ann"
    assert shown.offer_expires_at is not None
    offered_at = shown.offer_expires_at - PUSH.offer_for
    assert offered_at - freed_at < timedelta(seconds=10)  # a tenth of one on a quiet machine
    assert (await office.handoffs.get(office.tenant, "third")).offered_to is None


async def test_a_desk_that_an_operator_has_ended_begins_again_by_itself(office: Office) -> None:
    """
    Without any event: whoever looks after all desks starts it, and leaves one that runs alone.
    """
    roster = PostgresAgentRoster(office.engine)
    await office.hand_off("first")
    desk = office.temporal.get_workflow_handle(f"desk/{office.tenant}")

    async def is_there() -> bool:
        with suppress(RPCError):
            return (await desk.describe()).status is WorkflowExecutionStatus.RUNNING
        return False

    await eventually(is_there)
    await desk.terminate("by an operator")
    now = datetime.now(UTC)
    await roster.choose(office.tenant, "Ann", Presence.AVAILABLE, at=now, lasts=LASTS)

    await look(lambda: staffed_tenants(office.engine), office.wakes)
    assert (await office.offered("first")).offered_to == "Ann"
    before = await desk.describe()
    await look(lambda: staffed_tenants(office.engine), office.wakes)
    after = await desk.describe()

    assert (after.run_id, after.status) == (before.run_id, WorkflowExecutionStatus.RUNNING)
