"""Changes that a desk is told of, whichever statement makes them, and those that are no news."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channels import MessageDeleted, MessageEdited
from domain.desk.events import DeskEvent
from domain.dialogue.commands import AskApproval, HandOff
from domain.handoffs import ApprovalStatus, HandoffStatus, HandoffUpdate
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.engine import tenant_transaction
from infra.postgres.event_hub import EventHub
from infra.postgres.message_changes import PostgresMessageChanges
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

_PRESENCE = """
INSERT INTO agent_presence (tenant_id, agent, chosen, since, heard_until, idle_since)
VALUES (%(tenant)s, 'Ada', %(chosen)s, now(), now() + %(lasts)s, now())
ON CONFLICT (tenant_id, agent) DO UPDATE SET
    chosen = excluded.chosen, heard_until = excluded.heard_until, idle_since = excluded.idle_since
"""
_WATCH = """
INSERT INTO desk_watches (tenant_id, conversation_id, agent, until)
VALUES (%(tenant)s, 'c-1', 'Ada', now() + %(lasts)s)
ON CONFLICT (tenant_id, conversation_id, agent) DO UPDATE SET until = excluded.until
"""


class Desk:
    """What was told since the last look."""

    def __init__(self, engine: AsyncEngine, hub: EventHub, tenant: str) -> None:
        self._engine, self._tenant, self._seq = engine, tenant, 0
        self._events = PostgresDeskEvents(engine, hub)

    async def news(self) -> list[DeskEvent]:
        told = await self._events.after(self._tenant, self._seq)
        self._seq += len(told)
        return told

    async def write(self, *statements: str, **values: Any) -> None:
        """In one transaction."""
        async with tenant_transaction(self._engine, self._tenant) as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement, {"tenant": self._tenant, **values})


@pytest.fixture
def desk(engine: AsyncEngine, hub: EventHub, postgres: Stores) -> Desk:
    return Desk(engine, hub, postgres.tenant)


def _kinds(told: Sequence[DeskEvent]) -> list[str]:
    return [event.kind.value for event in told]


async def _hand_off(stores: Stores, *, turn: str = "s1t1") -> None:
    ref = await stores.open()
    handed = HandOff(handoff_id="h-1", queue="returns", first_reply_due=NOW, nobody_at=NOW)
    inbound = an_inbound(ref, text="Where is it? +49 170 1234567")
    await stores.turns.commit(a_commit(ref, inbound, commands=(handed,), turn=turn))


async def test_presence_is_told_when_it_is_chosen_and_heartbeats_are_not(desk: Desk) -> None:
    """
    Two hundred agents' heartbeats would drown every desk.
    """
    await desk.write(_PRESENCE, chosen="available", lasts=timedelta(minutes=2))
    [came] = await desk.news()
    await desk.write(_PRESENCE, chosen="available", lasts=timedelta(minutes=9))
    alone = await desk.news()
    await desk.write(_PRESENCE, chosen="busy", lasts=timedelta(minutes=9))
    [changed] = await desk.news()

    assert (came.kind, came.data["agent"], came.data["chosen"]) == ("presence", "Ada", "available")
    assert "heard_until" not in came.data
    assert alone == []
    assert changed.data["chosen"] == "busy"


async def test_a_conversation_of_the_bots_is_told_only_while_somebody_looks(
    desk: Desk, postgres: Stores
) -> None:
    """
    A million conversations that nobody watches cost the desks nothing.
    """
    ref = await postgres.open()
    await postgres.turns.commit(a_commit(ref, an_inbound(ref)))
    unseen = await desk.news()
    await desk.write(_WATCH, lasts=timedelta(minutes=1))
    await postgres.turns.commit(a_commit(ref, an_inbound(ref, message_id="m-2"), turn="s1t2"))
    watched = await desk.news()
    await desk.write(_WATCH, lasts=timedelta(minutes=-1))
    await postgres.turns.commit(a_commit(ref, an_inbound(ref, message_id="m-3"), turn="s1t3"))

    assert unseen == []
    assert set(_kinds(watched)) == {"conversation"}
    assert {event.queue for event in watched} == {None}
    assert await desk.news() == []


async def test_what_follows_a_handoff_is_still_that_teams_alone(
    desk: Desk, postgres: Stores
) -> None:
    """
    Somebody watches on after the end; the other teams may not read over their shoulder.
    """
    await _hand_off(postgres)
    await postgres.handoffs.changed(
        postgres.tenant, "h-1", HandoffUpdate(status=HandoffStatus.RETURNED, at=LATER)
    )
    await desk.write(_WATCH, lasts=timedelta(minutes=1))
    await desk.news()
    ref = postgres.ref()
    await postgres.turns.commit(a_commit(ref, an_inbound(ref, message_id="m-2"), turn="s1t2"))

    assert {event.queue for event in await desk.news()} == {"returns"}


async def test_those_who_could_see_the_queue_it_left_hear_that_it_is_gone(
    desk: Desk, postgres: Stores
) -> None:
    """
    Else it would stand in their lists for ever.
    """
    await _hand_off(postgres)
    await desk.news()
    await desk.write("UPDATE handoffs SET queue = 'billing' WHERE tenant_id = %(tenant)s")
    there, gone = await desk.news()

    assert (there.queue, there.data["queue"]) == ("billing", "billing")
    assert (gone.queue, gone.data) == ("returns", {"handoff_id": "h-1", "moved_to": "billing"})


async def test_of_several_changes_in_one_transaction_the_last_is_told(
    desk: Desk, postgres: Stores
) -> None:
    """
    What nobody ever saw is no news, and a number and a row for each would cost the writers.
    """
    await _hand_off(postgres)
    await desk.news()
    change = "UPDATE handoffs SET offered_to = '{}' WHERE tenant_id = %(tenant)s"
    await desk.write(change.format("Ada"), change.format("Ben"))
    [told] = await desk.news()
    await desk.write(change.format("Ben"))

    assert told.data["offered_to"] == "Ben"
    assert await desk.news() == []


async def test_approvals_are_told_when_asked_for_and_decided(desk: Desk, postgres: Stores) -> None:
    """
    A supervisor's inbox is as live as the queue.
    """
    ref = await postgres.open()
    asked = AskApproval(
        approval_id="a-1",
        name="refund",
        by_role="supervisor",
        shown={"amount": "12"},
        digest="d",
        expires_at=LATER,
    )
    await postgres.turns.commit(a_commit(ref, commands=(asked,)))
    [waiting] = await desk.news()
    await postgres.approvals.changed(
        postgres.tenant, "a-1", status=ApprovalStatus.APPROVED, by="Sue", at=LATER
    )
    [decided] = await desk.news()

    assert (waiting.kind, waiting.data["status"]) == ("approval", "waiting")
    assert (decided.data["status"], decided.data["decided_by"]) == ("approved", "Sue")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (
            MessageEdited(event_id="e-1", message_id="m-1", text="Where is it?", at=LATER),
            "Where is it?",
        ),
        (MessageDeleted(event_id="e-1", message_id="m-1", at=LATER), ""),
    ],
)
async def test_words_taken_back_stand_in_no_list(
    desk: Desk, postgres: Stores, engine: AsyncEngine, change: Any, shown: str
) -> None:
    """
    The customer has deleted a telephone number: it must not stay in the queue for all to read.
    """
    await _hand_off(postgres)
    await desk.news()
    changes = PostgresMessageChanges(engine)
    await changes.record(postgres.tenant, "c-1", [change], at=LATER)

    told = await desk.news()
    assert sorted(_kinds(told)) == ["conversation", "handoff"]
    assert (await postgres.handoffs.get(postgres.tenant, "h-1")).preview == shown


async def test_a_row_says_what_the_customer_said_and_not_what_the_bot_did(
    desk: Desk, postgres: Stores
) -> None:
    """
    "Nobody is free yet" in every row tells nobody whom to take.
    """
    await _hand_off(postgres)
    await desk.news()
    notice = a_commit(postgres.ref(), commands=(say("Nobody is free yet."),), turn="s1t2")
    await postgres.turns.commit(notice)
    told = await desk.news()
    row = await postgres.handoffs.get(postgres.tenant, "h-1")

    assert _kinds(told) == ["conversation"]
    assert (row.preview, row.last_message_by) == ("Where is it? +49 170 1234567", "customer")


async def test_whoever_signs_in_while_they_wait_is_known_in_the_list(
    desk: Desk, postgres: Stores
) -> None:
    """
    The agent sees who it is without a reload.
    """
    await _hand_off(postgres)
    await desk.news()
    ref = postgres.ref()
    inbound = an_inbound(ref, message_id="m-2", customer="cust-7")
    await postgres.turns.commit(a_commit(ref, inbound, turn="s1t2"))

    told = [event.data for event in await desk.news() if event.kind == "handoff"]
    assert told[-1]["customer_ref"] == "cust-7"


async def test_events_of_more_than_a_week_are_cleared_away_as_new_ones_come(
    desk: Desk, postgres: Stores, engine: AsyncEngine, hub: EventHub
) -> None:
    """
    Nobody has to remember to; the disk of a busy desk would fill.
    """
    await desk.write(
        "INSERT INTO desk_streams VALUES (%(tenant)s, 998)",
        "INSERT INTO desk_events (tenant_id, seq, kind, data, at)"
        " SELECT %(tenant)s, n, 'note', '{}', now() - make_interval(days => 9 - n)"
        " FROM generate_series(1, 4) n",
    )
    events = PostgresDeskEvents(engine, hub)
    for chosen, first in (("available", 1), ("busy", 2)):
        await desk.write(_PRESENCE, chosen=chosen, lasts=timedelta(minutes=1))
        oldest, _ = await events.range_of(postgres.tenant)
        assert oldest == (1 if first == 1 else 3)
