"""Deliveries that were given up, as the ledger has them."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.deliveries import HUMAN_TOOK_OVER, DeliveryStatus
from infra.postgres.dead_letters import PostgresDeadLetters
from tests.integration.postgres.stores import NOW, Stores, a_commit, say


async def test_what_was_given_up_is_listed_and_comes_back(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """
    What we have withdrawn ourselves is none, nor what was sent, nor another tenant's.
    """
    letters, ledger, tenant = PostgresDeadLetters(engine), postgres.ledger, postgres.tenant
    ref = await postgres.open("webhook-1", Channel.WEBHOOK)
    said = tuple(say(text) for text in ("one", "two", "three", "four"))
    ids = (await postgres.turns.commit(a_commit(ref, commands=said))).to_send
    rows = [await ledger.get(tenant, each) for each in ids]
    later = NOW + timedelta(days=3)
    for row, status, reason in (
        (rows[0], DeliveryStatus.FAILED, "answered 404"),
        (rows[1], DeliveryStatus.FAILED, HUMAN_TOOK_OVER),
        (rows[2], DeliveryStatus.UNKNOWN, "no answer"),
    ):
        await ledger.mark_ended(row, status, reason=reason, at=later)

    found = await letters.listed(tenant)
    assert [(each.delivery_id, each.reason) for each in found] == [
        (ids[0], "answered 404"),
        (ids[2], "no answer"),
    ]
    assert found[0].ended_at == later
    assert await letters.listed(tenant, channel=Channel.SMS) == []
    assert await letters.listed("globex") == []
    assert [each.delivery_id for each in await letters.found(tenant, ids[1:])] == [ids[2]]

    revived = await ledger.revive(await ledger.get(tenant, ids[0]))
    assert revived is not None
    assert revived == await ledger.get(tenant, ids[0])
    assert (revived.status, revived.error) == (DeliveryStatus.PENDING, None)
    assert await ledger.revive(revived) is None
    assert await ledger.revive(await ledger.get(tenant, ids[3])) is None
    assert [each.delivery_id for each in await letters.listed(tenant)] == [ids[2]]
