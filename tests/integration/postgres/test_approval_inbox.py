"""The inbox of approvals: its context, reminders and escalations in PostgreSQL."""

import asyncio
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.approval_rules import Pressing
from domain.desk.lists import DeskViewer
from domain.dialogue.commands import AskApproval, HandOff
from domain.errors import NotFound
from domain.handoffs import ApprovalStatus, HandoffStatus, HandoffUpdate
from infra.postgres.approval_inbox import PostgresApprovalInbox
from infra.postgres.engine import tenant_transaction
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound

HOUR = timedelta(hours=1)


async def _ask(stores: Stores, name: str, *, after_agent: str | None = None) -> None:
    """A conversation of its own asks; before that it was with an agent, who returned it."""
    ref = await stores.open(f"c-{name}")
    if after_agent:
        hand_off = HandOff(handoff_id=f"h-{name}", queue="q", first_reply_due=NOW, nobody_at=NOW)
        await stores.turns.commit(a_commit(ref, commands=(hand_off,), at=NOW))
        for status in (HandoffStatus.CLAIMED, HandoffStatus.RETURNED):
            await stores.handoffs.changed(
                stores.tenant, f"h-{name}", HandoffUpdate(status=status, agent=after_agent, at=NOW)
            )
    asks = AskApproval(
        approval_id=name,
        name="big_refund",
        by_role="supervisor",
        shown={},
        digest="d",
        expires_at=NOW + 9 * HOUR,
    )
    said = an_inbound(ref, message_id=f"m-{name}", customer="cust-7")
    turn = a_commit(ref, said, commands=(asks,), turn="s1t2", at=NOW + HOUR)
    await stores.turns.commit(turn)


async def _told(engine: AsyncEngine, tenant: str) -> int:
    async with tenant_transaction(engine, tenant) as connection:
        found = await connection.exec_driver_sql(
            "SELECT count(*) FROM desk_events WHERE tenant_id = %(tenant)s AND kind = 'approval'",
            {"tenant": tenant},
        )
        return int(found.scalar_one())


async def test_the_agent_who_led_there_is_recorded(postgres: Stores) -> None:
    """With the customer, the channel and where in the conversation it was asked for."""
    await _ask(postgres, "a-1", after_agent="Ada")
    await _ask(postgres, "a-2")

    first = await postgres.approvals.get(postgres.tenant, "a-1")
    second = await postgres.approvals.get(postgres.tenant, "a-2")

    assert first.requested_by == ("Ada",)
    assert second.requested_by == ()
    assert first.channel == "web"
    assert first.last_seq is not None


async def test_a_reminder_and_an_escalation_are_told_once_and_go_first(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """A round may say the same again; what was decided meanwhile stays as it is."""
    await _ask(postgres, "a-1")
    await _ask(postgres, "a-2")
    inbox, tenant = PostgresApprovalInbox(engine), postgres.tenant
    pressed = Pressing(
        approval_id="a-2",
        flow="refund",
        step="s",
        reminded_at=NOW,
        escalated_at=NOW + HOUR,
        escalated_to="role:admin",
    )
    before = await _told(engine, tenant)

    await inbox.press(tenant, [pressed])
    await inbox.press(tenant, [pressed.model_copy(update={"escalated_to": "role:agent"})])

    assert await _told(engine, tenant) == before + 1
    listed = await postgres.approvals.listed(tenant, status=ApprovalStatus.WAITING)
    assert [each.approval_id for each in listed] == ["a-2", "a-1"]
    assert (listed[0].escalated_to, listed[0].flow) == ("role:admin", "refund")
    await postgres.approvals.changed(tenant, "a-1", status=ApprovalStatus.APPROVED, at=NOW)
    await inbox.press(tenant, [pressed.model_copy(update={"approval_id": "a-1"})])
    decided = await postgres.approvals.get(tenant, "a-1")
    assert decided.escalated_at is None
    assert [each.approval_id for each in await inbox.waiting(tenant, limit=9)] == ["a-2"]


async def test_a_decision_waits_for_the_turn_that_withdraws_it(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """Both lock the conversation first; each would wait for the other for ever otherwise."""
    await _ask(postgres, "a-1")
    names = {"tenant": postgres.tenant}
    async with owner.transaction():
        await owner.execute("SET LOCAL lock_timeout = '5s'")
        await owner.execute(
            "SELECT FROM conversations WHERE tenant_id = %(tenant)s FOR NO KEY UPDATE", names
        )
        deciding = asyncio.create_task(
            postgres.approvals.changed(
                postgres.tenant, "a-1", status=ApprovalStatus.APPROVED, at=NOW
            )
        )
        await _until_something_waits(owner)
        await owner.execute(
            "UPDATE approvals SET status = 'cancelled' WHERE tenant_id = %(tenant)s", names
        )
    await deciding


async def _until_something_waits(owner: psycopg.AsyncConnection) -> None:
    for _ in range(500):
        found = await owner.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database())"
        )
        if (await found.fetchone()) == (True,):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nothing waits for the conversation")


async def test_agents_see_those_of_their_queues(stores: Stores) -> None:
    """
    And those of conversations that are in no queue, and what was escalated to them by name.
    """
    ref, other = await stores.open("c-1"), await stores.open("c-2")
    begun = HandOff(handoff_id="h-1", queue="returns", first_reply_due=NOW, nobody_at=NOW)
    asked = [
        AskApproval(
            approval_id=f"a-{number}",
            name="refund",
            by_role="agent",
            shown={},
            digest="d",
            expires_at=NOW + timedelta(days=1),
        )
        for number in (1, 2)
    ]
    await stores.turns.commit(a_commit(ref, commands=(begun, asked[0])))
    await stores.turns.commit(a_commit(other, commands=(asked[1],), turn="s1t2"))

    async def seen(queue: str) -> list[str]:
        viewer = DeskViewer(name="Ada", queues=(queue,))
        found = await stores.approvals.listed(stores.tenant, status=None, viewer=viewer)
        return sorted(each.approval_id for each in found)

    assert (await seen("returns"), await seen("sales")) == (["a-1", "a-2"], ["a-2"])
    ada = DeskViewer(name="Ada", queues=("sales",))
    with pytest.raises(NotFound):
        await stores.approvals.get(stores.tenant, "a-1", viewer=ada)
    assert (await stores.approvals.get(stores.tenant, "a-2", viewer=ada)).approval_id == "a-2"


async def test_desks_of_other_queues_do_not_hear_of_them(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    The event names the queue; whom it was escalated to hears of it by name.
    """
    ref = await postgres.open("c-1")
    begun = HandOff(handoff_id="h-1", queue="returns", first_reply_due=NOW, nobody_at=NOW)
    asked = AskApproval(
        approval_id="a-1",
        name="refund",
        by_role="agent",
        shown={},
        digest="d",
        expires_at=NOW + timedelta(days=1),
    )
    await postgres.turns.commit(a_commit(ref, commands=(begun, asked)))
    await owner.execute(
        "UPDATE approvals SET escalated_to = 'Ada', escalated_at = now() WHERE tenant_id = %s",
        (postgres.tenant,),
    )
    rows = await owner.execute(
        "SELECT queue, agent FROM desk_events WHERE tenant_id = %s AND kind = 'approval'"
        " ORDER BY seq",
        (postgres.tenant,),
    )
    told = await rows.fetchall()
    assert told == [("returns", None), ("returns", None), (None, "Ada")]
