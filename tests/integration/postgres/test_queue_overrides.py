"""Queues and hours as they are edited: the store, and what an edit does to those who wait."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.service_levels import ServiceLevelStep
from domain.bot.defaults import default_handoffs
from domain.bot.overrides import (
    ALL_QUEUES,
    MOST_QUEUES,
    DeskOverride,
    OverrideVersion,
    QueueOverride,
)
from domain.bot.unanswered_handoffs import Nobody
from domain.dialogue.commands import CancelHandoff, HandOff
from domain.errors import Conflict, StaleSettings
from domain.handoffs import DueFor, HandoffStatus, HandoffUpdate
from domain.patience import Patience
from domain.ports import Bots
from domain.tenant_settings import BusinessHours, ClosingDay, Queue
from duralogue.wiring.configured_bots import ConfiguredBots
from infra.postgres.queue_overrides import PostgresQueueOverrides
from infra.postgres.service_clocks import PostgresServiceClocks
from tests.integration.postgres.stores import NOW, Stores, a_bot, a_commit, an_inbound

FIVE = Patience(lasts=timedelta(minutes=5))
HOURS = BusinessHours(
    tz="Europe/Berlin",
    days={"mon": ("09:00-12:00", "13:00-17:00")},
    closed=(ClosingDay(date=NOW.date(), reason="Stocktaking"),),
)
FULL = QueueOverride(
    hours=Queue(hours=HOURS),
    first_reply=FIVE,
    next_reply=None,
    nobody=Nobody(offer=("callback",), times=1),
)


def an_edit(
    version: int = 1,
    queue: str = "support",
    override: QueueOverride | DeskOverride | None = FULL,
    by: str = "Sue",
    at: datetime = NOW,
) -> OverrideVersion:
    return OverrideVersion(
        queue=queue, version=version, override=override, written_by=by, written_at=at
    )


async def wait_in(stores: Stores, queue: str, due: datetime) -> None:
    """The conversation `c-1`, since NOW."""
    ref = await stores.open()
    hand_off = HandOff(handoff_id="h-1", queue=queue, first_reply_due=due, nobody_at=due)
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(hand_off,), at=NOW))


async def test_an_edit_is_read_as_it_was_written(stores: Stores) -> None:
    """
    Also which fields were not said, and which were said to be nothing.
    """
    kept = stores.desk_tools.queue_overrides
    everywhere = DeskOverride(business_hours=HOURS, holidays=(NOW.date(),), resolution=None)

    await kept.write(stores.tenant, an_edit())
    await kept.write(stores.tenant, an_edit(queue=ALL_QUEUES, override=everywhere))

    found = await kept.current(stores.tenant)
    assert found.queues == {"support": FULL}
    assert found.queues["support"].model_fields_set == FULL.model_fields_set
    assert found.desk == everywhere
    assert found.desk.model_fields_set == everywhere.model_fields_set
    assert (found.version, found.version_of("support"), found.version_of("other")) == (2, 1, 0)
    assert (found.versions["support"].written_by, found.versions["support"].written_at) == (
        "Sue",
        NOW,
    )


async def test_no_reason_is_too_strange_to_be_kept(stores: Stores) -> None:
    """
    What PostgreSQL cannot hold must not be a failure of ours.
    """
    closed = (ClosingDay(date=NOW.date(), reason="a\0b"),)
    hours = Queue(hours=HOURS.model_copy(update={"closed": closed}))

    await stores.desk_tools.queue_overrides.write(
        stores.tenant, an_edit(override=QueueOverride(hours=hours))
    )

    found = (await stores.desk_tools.queue_overrides.current(stores.tenant)).queues["support"]
    assert found.hours is not None
    assert (found.hours.hours.closed[0].reason or "").startswith("a")


async def test_the_way_back_counts_on(stores: Stores) -> None:
    """
    Whoever saw the version before the way back cannot write over what came after it.
    """
    kept = stores.desk_tools.queue_overrides
    await kept.write(stores.tenant, an_edit())
    await kept.write(stores.tenant, an_edit(2, override=None))
    await kept.write(stores.tenant, an_edit(3, by="Ada"))

    with pytest.raises(StaleSettings) as refused:
        await kept.write(stores.tenant, an_edit(2))

    assert (refused.value.by, refused.value.at) == ("Ada", NOW)
    assert (await kept.current(stores.tenant)).version_of("support") == 3
    with pytest.raises(Conflict):
        await kept.write(stores.tenant, an_edit(4, queue="never-read"))


async def test_of_many_who_edit_at_once_one_wins(stores: Stores) -> None:
    """
    The others are told who it was.
    """
    kept = stores.desk_tools.queue_overrides
    edits = [an_edit(by=f"agent {number}") for number in range(8)]

    done = await asyncio.gather(
        *(kept.write(stores.tenant, edit) for edit in edits), return_exceptions=True
    )

    [winner] = [edit.written_by for edit, end in zip(edits, done, strict=True) if end is None]
    assert (await kept.current(stores.tenant)).versions["support"].written_by == winner
    assert {end.by for end in done if isinstance(end, StaleSettings)} == {winner}
    assert sum(isinstance(end, StaleSettings) for end in done) == 7


async def test_a_queue_in_use_is_not_retired(stores: Stores) -> None:
    """
    Neither while somebody waits nor while they are with an agent; afterwards it is.
    """
    kept = stores.desk_tools.queue_overrides
    await kept.write(stores.tenant, an_edit(queue="sales"))
    await wait_in(stores, "sales", NOW + timedelta(minutes=5))
    retiring = an_edit(2, queue="sales", override=None)

    with pytest.raises(Conflict, match="pass them on"):
        await kept.write(stores.tenant, retiring, retires=True)
    assert (await kept.current(stores.tenant)).version_of("sales") == 1

    ref = stores.ref()
    gone = CancelHandoff(handoff_id="h-1")
    later = an_inbound(ref, message_id="m-2")
    await stores.turns.commit(a_commit(ref, later, commands=(gone,), turn="s1t2"))
    await kept.write(stores.tenant, retiring, retires=True)
    assert (await kept.current(stores.tenant)).queues == {}


async def test_there_is_an_end_to_queues(stores: Stores) -> None:
    """
    Of those that hold: retired ones make room.
    """
    kept = stores.desk_tools.queue_overrides
    for number in range(MOST_QUEUES):
        await kept.write(stores.tenant, an_edit(queue=f"q{number}", override=QueueOverride()))

    with pytest.raises(Conflict, match="100 queues"):
        await kept.write(stores.tenant, an_edit(queue="more"))

    await kept.write(stores.tenant, an_edit(2, queue="q7", override=None))
    await kept.write(stores.tenant, an_edit(queue="more"))
    assert "more" in (await kept.current(stores.tenant)).queues


async def test_tenants_are_strangers(postgres: Stores, engine: AsyncEngine) -> None:
    """
    Row-level security holds without help from the query.
    """
    kept = PostgresQueueOverrides(engine)
    await kept.write(postgres.tenant, an_edit())

    assert (await kept.current("stranger")).versions == {}
    await kept.write("stranger", an_edit(by="Eve"))
    found = await kept.current(postgres.tenant)
    assert found.versions["support"].written_by == "Sue"


class Rounds:
    """Rounds of the clock over what is edited."""

    def __init__(self, stores: Stores, engine: AsyncEngine) -> None:
        self.stores = stores
        self.kept = stores.desk_tools.queue_overrides
        self.bots: Bots = ConfiguredBots(stores.bots, self.kept)
        self._step = ServiceLevelStep(PostgresServiceClocks(engine))

    async def edit(self, version: int, at: datetime, override: QueueOverride | None) -> None:
        await self.kept.write(self.stores.tenant, an_edit(version, override=override, at=at))

    async def due_after_round(self, at: datetime) -> datetime | None:
        await self._step.run(await self.bots.current(self.stores.tenant), at)
        return (await self.stores.handoffs.get(self.stores.tenant, "h-1")).due_at


@pytest.fixture
async def rounds(postgres: Stores, engine: AsyncEngine) -> Rounds:
    """Somebody waits since NOW, a Sunday at 15:30 in Berlin, and is due in five minutes."""
    bot = a_bot(postgres.tenant, "r2").model_copy(update={"handoffs": default_handoffs()})
    await postgres.bots.publish(bot, by="test")
    await wait_in(postgres, "support", NOW + timedelta(minutes=5))
    return Rounds(postgres, engine)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


MONDAYS = QueueOverride(
    hours=Queue(hours=BusinessHours(tz="Europe/Berlin", days={"mon": ("09:00-17:00",)})),
    first_reply=Patience(lasts=timedelta(minutes=30), business=True),
)
MONDAY = datetime.fromisoformat("2026-01-26T09:30:00+01:00")


async def test_an_edit_moves_what_is_due(rounds: Rounds) -> None:
    """
    The queue is closed on Sundays from now on: the next round says so, and why.
    """
    assert await rounds.due_after_round(minutes(0)) == minutes(5)

    await rounds.edit(1, minutes(1), MONDAYS)

    assert await rounds.due_after_round(minutes(2)) == MONDAY
    row = await rounds.stores.handoffs.get(rounds.stores.tenant, "h-1")
    assert (row.due_for, row.first_reply_due) == (DueFor.FIRST_REPLY, MONDAY)
    assert "Mon 09:30" in row.due_because["en"]
    assert await rounds.due_after_round(minutes(3)) == MONDAY, "a further round says the same"


async def test_a_promise_that_was_broken_before_stays_broken(rounds: Rounds) -> None:
    """
    Nobody can make a late answer punctual by changing the hours afterwards.
    """
    await rounds.due_after_round(minutes(6))
    await rounds.edit(1, minutes(7), MONDAYS)

    assert await rounds.due_after_round(minutes(8)) == minutes(5)
    row = await rounds.stores.handoffs.get(rounds.stores.tenant, "h-1")
    assert row.breached_at == minutes(5)


async def test_a_moved_promise_escalates_when_it_is_broken(rounds: Rounds) -> None:
    """
    The workflow that waits for the moment first promised does not put it first too early.
    """
    await rounds.edit(1, minutes(1), MONDAYS)
    await rounds.due_after_round(minutes(2))
    handoffs, tenant = rounds.stores.handoffs, rounds.stores.tenant

    waits = HandoffUpdate(status=HandoffStatus.WAITING, escalated=True, at=minutes(5))
    await handoffs.changed(tenant, "h-1", waits)
    assert not (await handoffs.get(tenant, "h-1")).escalated

    await rounds.due_after_round(MONDAY)
    assert (await handoffs.get(tenant, "h-1")).escalated


async def test_a_promise_made_after_the_edit_is_kept(rounds: Rounds) -> None:
    """
    Passed on later, the wait has begun anew by the new hours already.
    """
    await rounds.edit(1, minutes(-10), MONDAYS)
    anew = HandoffUpdate(
        status=HandoffStatus.WAITING, is_released=True, first_reply_due=minutes(9), at=minutes(2)
    )
    await rounds.stores.handoffs.changed(rounds.stores.tenant, "h-1", anew)

    assert await rounds.due_after_round(minutes(3)) == minutes(9)


async def test_the_way_back_moves_it_back(rounds: Rounds) -> None:
    """
    The files' rule holds again, counted from when the customer asked.
    """
    await rounds.edit(1, minutes(1), MONDAYS)
    await rounds.due_after_round(minutes(2))
    await rounds.edit(2, minutes(3), None)

    assert await rounds.due_after_round(minutes(4)) == minutes(5)
