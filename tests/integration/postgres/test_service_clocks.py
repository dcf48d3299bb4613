"""The clocks of service levels over the facts that PostgreSQL keeps."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.service_levels import LOOKS_AGAIN, ServiceLevelStep, mark_of
from domain.desk.settings import DeskSettings, ServiceTargets
from domain.dialogue.commands import CancelHandoff, HandOff
from domain.handoffs import Agent, AgentMessage, DueFor, Handoff, HandoffStatus, HandoffUpdate
from domain.patience import Patience
from infra.postgres.engine import tenant_transaction
from infra.postgres.service_clocks import PostgresServiceClocks
from tests.integration.postgres.stores import NOW, Stores, a_bot, a_commit, an_inbound

TARGETS = ServiceTargets(
    next_reply=Patience(lasts=timedelta(minutes=10)),
    resolution=Patience(lasts=timedelta(hours=2)),
)


class Desk:
    """One handoff, and rounds of the clock over it."""

    def __init__(self, stores: Stores, engine: AsyncEngine) -> None:
        self.stores, self.engine = stores, engine
        self.clocks = PostgresServiceClocks(engine)
        self.rounds = ServiceLevelStep(self.clocks)
        self.turns = 0

    async def customer_writes(self, at: datetime, *commands: HandOff | CancelHandoff) -> None:
        """A turn of theirs at that moment."""
        self.turns += 1
        ref = self.stores.ref()
        said = an_inbound(ref, message_id=f"m-{self.turns}").model_copy(update={"received_at": at})
        turn = a_commit(ref, said, commands=commands, turn=f"s1t{self.turns}", at=at)
        await self.stores.turns.commit(turn)

    async def agent_writes(self, at: datetime) -> None:
        """Ada answers at that moment."""
        self.turns += 1
        message = AgentMessage(
            message_id=f"a-{self.turns}",
            handoff_id="h-1",
            agent=Agent(name="Ada"),
            text="Hello",
            sent_at=at,
        )
        await self.stores.records.record_agent_message(
            message, tenant_id=self.stores.tenant, conversation_id="c-1", session=1
        )

    async def round(self, at: datetime) -> datetime | None:
        """The clock ticks. When it ticks again, unless somebody wakes it."""
        return await self.rounds.run(await self.stores.bots.current(self.stores.tenant), at)

    async def looks(self, at: datetime) -> int:
        """How many handoffs a round at that moment has to look at."""
        bot = await self.stores.bots.current(self.stores.tenant)
        found = await self.clocks.due(bot.tenant.tenant, now=at, revision=bot.revision, limit=9)
        return len(found)

    async def row(self) -> Handoff:
        """What the desk shows."""
        return await self.stores.handoffs.get(self.stores.tenant, "h-1")

    async def events(self) -> int:
        """How many events the desks have been told."""
        async with tenant_transaction(self.engine, self.stores.tenant) as connection:
            found = await connection.exec_driver_sql(
                "SELECT count(*) FROM desk_events WHERE tenant_id = %(tenant)s",
                {"tenant": self.stores.tenant},
            )
            return int(found.scalar_one())


@pytest.fixture
async def desk(postgres: Stores, engine: AsyncEngine) -> Desk:
    """A customer has just asked for a person, who is due in five minutes."""
    bot = a_bot(postgres.tenant, "r2", desk=DeskSettings(service=TARGETS))
    await postgres.bots.publish(bot, by="test")
    await postgres.open()
    made = Desk(postgres, engine)
    due = NOW + timedelta(minutes=5)
    hand_off = HandOff(handoff_id="h-1", queue="support", first_reply_due=due, nobody_at=due)
    await made.customer_writes(NOW, hand_off)
    return made


def minutes(count: float) -> datetime:
    """That long after the customer asked."""
    return NOW + timedelta(minutes=count)


async def test_a_first_reply_is_due_warned_and_overdue(desk: Desk) -> None:
    """Each moment is shown once, and the clock says when to come again."""
    assert await desk.round(minutes(0)) == NOW + LOOKS_AGAIN
    assert await desk.round(minutes(2.75)) == minutes(3)
    row = await desk.row()
    assert (row.due_for, row.due_at) == (DueFor.FIRST_REPLY, minutes(5))
    assert row.due_because["en"] == "due Sun 14:35: 5 min on Sun"
    assert (row.warned_at, row.breached_at) == (None, None)

    await desk.round(minutes(3))
    assert (await desk.row()).warned_at == minutes(3)
    told = await desk.events()
    await desk.round(minutes(8))
    await desk.round(minutes(8))

    assert (await desk.row()).breached_at == minutes(5)
    assert await desk.events() == told + 1
    [breach] = await desk.clocks.breaches(desk.stores.tenant, "h-1")
    assert (breach.due_for, breach.due_at) == (DueFor.FIRST_REPLY, minutes(5))


async def test_an_answer_settles_it_before_the_next_round(desk: Desk) -> None:
    """Nobody sees a red row for what has just been answered; what was late stays known."""
    await desk.round(minutes(6))
    assert (await desk.row()).breached_at == minutes(5)

    await desk.agent_writes(minutes(7))

    row = await desk.row()
    assert (row.due_at, row.due_for, row.breached_at, row.due_because) == (None, None, None, {})
    await desk.round(minutes(7))
    assert (await desk.row()).due_for is None, "it is the customer's turn: everything stands still"
    assert len(await desk.clocks.breaches(desk.stores.tenant, "h-1")) == 1


async def test_a_late_reply_that_no_round_has_seen_is_found(desk: Desk) -> None:
    """The clock was down while it happened."""
    await desk.agent_writes(minutes(9))
    await desk.round(minutes(20))

    [breach] = await desk.clocks.breaches(desk.stores.tenant, "h-1")
    assert breach.due_for is DueFor.FIRST_REPLY


async def test_waiting_for_the_customer_and_a_snooze_do_not_count(desk: Desk) -> None:
    """An hour of the customer's own moves the resolution by an hour."""
    await desk.agent_writes(minutes(1))
    await desk.customer_writes(minutes(61))
    await desk.round(minutes(61))
    row = await desk.row()
    assert (row.due_for, row.due_at) == (DueFor.NEXT_REPLY, minutes(71))
    await desk.agent_writes(minutes(62))
    await desk.customer_writes(minutes(63))
    await desk.round(minutes(175))

    found = await desk.clocks.breaches(desk.stores.tenant, "h-1")
    assert [breach.due_for for breach in found] == [DueFor.NEXT_REPLY]
    assert await desk.looks(minutes(178)) == 0
    assert await desk.looks(minutes(181)) == 1
    await desk.round(minutes(181))
    found = await desk.clocks.breaches(desk.stores.tenant, "h-1")
    assert [(breach.due_for, breach.due_at) for breach in found] == [
        (DueFor.NEXT_REPLY, minutes(73)),
        (DueFor.RESOLUTION, minutes(181)),
    ]
    assert found[1].explanation.paused == timedelta(minutes=61)


async def test_nothing_runs_after_the_end(desk: Desk) -> None:
    """A closed handoff is neither due nor looked at."""
    await desk.round(minutes(0))
    await desk.customer_writes(minutes(1), CancelHandoff(handoff_id="h-1"))

    again = await desk.round(minutes(600))

    row = await desk.row()
    assert row.status is HandoffStatus.CANCELLED
    assert (again, row.due_at, row.breached_at) == (None, None, None)


async def test_what_waits_anew_is_due_again(desk: Desk) -> None:
    """Claimed and passed on without a word, the reply is as late as before."""
    handoffs, tenant = desk.stores.handoffs, desk.stores.tenant
    claimed = HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=minutes(1))
    anew = HandoffUpdate(status=HandoffStatus.WAITING, is_released=True, at=minutes(2))
    await desk.round(minutes(0))
    await handoffs.changed(tenant, "h-1", claimed)
    await desk.round(minutes(1))

    await handoffs.changed(tenant, "h-1", anew)
    assert ((await desk.row()).due_at, (await desk.row()).due_because) == (None, {})
    await desk.round(minutes(2))

    assert (await desk.row()).due_at == minutes(5)


async def test_what_changed_since_it_was_read_is_left_for_the_next_round(desk: Desk) -> None:
    """An answer between the read and the write is not painted over."""
    tenant, later = desk.stores.tenant, minutes(8)
    found = await desk.clocks.due(tenant, now=later, revision="r2", limit=10)
    await desk.agent_writes(minutes(4))
    bot = await desk.stores.bots.current(tenant)
    await desk.clocks.mark(tenant, [mark_of(bot, found[0], later)], revision="r2")

    assert (await desk.row()).breached_at is None
    assert await desk.looks(later) == 1
    await desk.round(later)
    assert await desk.looks(later) == 0


async def test_new_targets_count_at_once(desk: Desk) -> None:
    """A published change of the targets reaches those who wait already."""
    await desk.round(minutes(0))
    short = ServiceTargets(resolution=Patience(lasts=timedelta(minutes=4)))
    changed = a_bot(desk.stores.tenant, "r3", desk=DeskSettings(service=short))
    await desk.stores.bots.publish(changed, by="test")

    await desk.round(minutes(1))

    assert (await desk.row()).due_for is DueFor.RESOLUTION
