"""Waiting customers who leave, and come back."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.settings import DeskSettings
from domain.dialogue.commands import CancelHandoff, HandOff
from infra.postgres.assignments import PostgresHandoffOffers
from infra.postgres.customer_sightings import PostgresCustomerSightings
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound

MINUTE = timedelta(minutes=1)


async def _wait(stores: Stores, name: str) -> None:
    ref = await stores.open(f"c-{name}")
    hand_off = HandOff(handoff_id=name, queue="q", first_reply_due=NOW, nobody_at=NOW)
    said = an_inbound(ref, message_id=f"m-{name}")
    await stores.turns.commit(a_commit(ref, said, commands=(hand_off,), at=NOW))


async def test_who_left_is_marked_and_offered_to_nobody_until_they_are_back(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """Who was never seen, as on other channels, is not taken for gone."""
    sightings, tenant = PostgresCustomerSightings(engine), postgres.tenant
    offers = PostgresHandoffOffers(engine)

    async def order() -> list[str]:
        snapshot = await offers.snapshot(tenant, DeskSettings(), at=NOW)
        return [each.handoff_id for each in snapshot.waiting]

    for name in ("gone", "there", "unseen"):
        await _wait(postgres, name)
    await sightings.saw(tenant, ["c-gone", "c-there", "c-bot"], at=NOW + MINUTE)
    await sightings.saw(tenant, ["c-there"], at=NOW + 9 * MINUTE)

    assert await sightings.mark_abandoned(tenant, unseen_since=NOW + 5 * MINUTE) == 1
    assert await sightings.mark_abandoned(tenant, unseen_since=NOW + 6 * MINUTE) == 0
    gone = await postgres.handoffs.get(tenant, "gone")
    assert gone.abandoned_at == NOW + MINUTE
    assert sorted(await order()) == ["there", "unseen"]

    await sightings.saw(tenant, ["c-gone"], at=NOW + 12 * MINUTE)
    assert await sightings.mark_abandoned(tenant, unseen_since=NOW + 8 * MINUTE) == 1
    assert (await postgres.handoffs.get(tenant, "gone")).abandoned_at is None
    assert sorted(await order()) == ["gone", "there", "unseen"]


async def test_a_word_brings_a_customer_back_and_an_end_is_an_abandonment(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """A message counts as much as a stream; a chat that ends while it waits was abandoned."""
    sightings, tenant = PostgresCustomerSightings(engine), postgres.tenant
    await _wait(postgres, "h-1")
    await sightings.saw(tenant, ["c-h-1"], at=NOW + MINUTE)
    await sightings.mark_abandoned(tenant, unseen_since=NOW + 5 * MINUTE)
    ref = postgres.ref("c-h-1")
    wrote = NOW + 9 * MINUTE
    said = an_inbound(ref, message_id="m-2").model_copy(update={"received_at": wrote})
    await postgres.turns.commit(a_commit(ref, said, turn="s1t2", at=wrote))

    await sightings.mark_abandoned(tenant, unseen_since=NOW + 6 * MINUTE)
    assert (await postgres.handoffs.get(tenant, "h-1")).abandoned_at is None

    ends = a_commit(ref, commands=(CancelHandoff(handoff_id="h-1"),), turn="s1t3", at=wrote)
    await postgres.turns.commit(ends)
    assert (await postgres.handoffs.get(tenant, "h-1")).abandoned_at == wrote
