"""Call-backs as rows of the agents' queue."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from activities.service_levels import ServiceLevelStep
from domain.desk.callbacks import Callback, CallbackPlan
from domain.dialogue.commands import HandOff
from domain.handoffs import DueFor, HandoffKind, HandoffStatus, HandoffUpdate
from infra.postgres.callbacks import PostgresCallbackQueue
from infra.postgres.service_clocks import PostgresServiceClocks
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound

MINUTE = timedelta(minutes=1)


async def _waiting_customer(stores: Stores) -> Callback:
    """Who waited in the queue `returns`, and then left a number."""
    ref = await stores.open()
    hand_off = HandOff(handoff_id="h-1", queue="returns", first_reply_due=NOW, nobody_at=NOW)
    said = an_inbound(ref, "where is my refund?")
    await stores.turns.commit(a_commit(ref, said, commands=(hand_off,), at=NOW))
    return Callback(
        tenant_id=stores.tenant,
        callback_id="T-1",
        conversation_id="c-1",
        contact="+49 30 1234567",
        about="the chat",
        asked_at=NOW,
    )


async def test_an_attempt_waits_beside_the_chats_with_contact_and_words(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """It has a due time of its own, and taking it is the answer that was due."""
    queue, tenant = PostgresCallbackQueue(engine), postgres.tenant
    callback = await _waiting_customer(postgres)
    clock, bot = (
        ServiceLevelStep(PostgresServiceClocks(engine)),
        await postgres.bots.current(tenant),
    )
    assert await queue.queue_of(tenant, "c-1") == "returns"
    assert await queue.queue_of(tenant, "c-never") == ""
    plan = CallbackPlan(queue="returns", call_at=NOW, due_at=NOW + 5 * MINUTE)
    for _ in range(2):
        await queue.put(callback, "callback-T-1-1", plan, at=NOW)
    await clock.run(bot, NOW)

    row = await postgres.handoffs.get(tenant, "callback-T-1-1")
    assert (row.kind, row.contact) == (HandoffKind.CALL_BACK, "+49 30 1234567")
    assert (row.preview, row.reason, row.queue) == ("where is my refund?", "the chat", "returns")
    assert (row.due_for, row.due_at) == (DueFor.FIRST_REPLY, NOW + 5 * MINUTE)
    await postgres.handoffs.changed(
        tenant,
        row.handoff_id,
        HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW + MINUTE),
    )
    await clock.run(bot, NOW + 10 * MINUTE)
    row = await postgres.handoffs.get(tenant, row.handoff_id)
    assert (row.first_replied_at, row.due_at, row.breached_at) == (NOW + MINUTE, None, None)


async def test_a_chat_that_an_agent_took_serves_the_customer(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """A claim before they asked does not count, nor the call's own."""
    queue = PostgresCallbackQueue(engine)
    callback = await _waiting_customer(postgres)
    assert not await queue.is_served(callback)

    await postgres.handoffs.changed(
        postgres.tenant,
        "h-1",
        HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW + MINUTE),
    )

    assert await queue.is_served(callback)
    later = callback.model_copy(update={"asked_at": NOW + 2 * MINUTE})
    assert not await queue.is_served(later)
