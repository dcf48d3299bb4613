"""Offers that nobody answers, and what is left of old ones."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.agents import Presence
from domain.handoffs import HandoffStatus, HandoffUpdate
from infra.postgres.raw_queries import tenant_rows
from tests.integration.postgres.stores import NOW, Stores
from tests.integration.postgres.test_desk_queue import (
    LASTS,
    PUSH,
    SECOND,
    come,
    hand_off,
    offered,
)


async def test_whoever_answers_no_offer_is_away(stores: Stores) -> None:
    """
    After three in a row; an answer in between, or coming back, begins the count anew.
    """
    await hand_off(stores, "h", at=NOW - SECOND)
    await come(stores, "Ann")

    async def let_pass(begins: int, times: int) -> Presence:
        """Each is offered, runs out, and comes back after a rest."""
        for second in range(begins, begins + times * 200, 100):
            at = NOW + second * SECOND
            await stores.roster.hear(stores.tenant, "Ann", at=at, lasts=LASTS, touched=True)
            await offered(stores, seconds=second)
        [ann] = await stores.roster.statuses(stores.tenant)
        return ann.chosen

    assert await let_pass(0, 2) is Presence.AVAILABLE
    assert await offered(stores, seconds=400) == {"h": "Ann"}
    await stores.offers.decline(stores.tenant, "h", "Ann", at=NOW + 401 * SECOND)
    assert await let_pass(500, 2) is Presence.AVAILABLE
    assert await let_pass(900, 1) is Presence.AWAY
    assert await offered(stores, seconds=1_100) == {"h": None}


async def test_old_offers_are_cleared(postgres: Stores, engine: AsyncEngine) -> None:
    """
    Of what waits no more, and in small portions; who has let a waiting one pass stays known.
    """
    await come(postgres, "Ann")
    for name in ("over", "waits"):
        await hand_off(postgres, name, at=NOW - SECOND)
        await offered(postgres)
        await postgres.offers.decline(postgres.tenant, name, "Ann", at=NOW)
    over = HandoffUpdate(status=HandoffStatus.CANCELLED, at=NOW)
    await postgres.handoffs.changed(postgres.tenant, "over", over)
    await postgres.roster.hear(
        postgres.tenant, "Ann", at=NOW, lasts=timedelta(days=9), touched=True
    )
    settings = PUSH.model_copy(update={"away_after": timedelta(days=9)})
    statement = "SELECT DISTINCT handoff_id FROM handoff_offers WHERE tenant_id = %(tenant)s"

    for days, kept in ((6, {"over", "waits"}), (8, {"waits"})):
        await postgres.offers.assign(postgres.tenant, settings, now=NOW + timedelta(days=days))
        rows = await tenant_rows(engine, postgres.tenant, statement, {"tenant": postgres.tenant})
        assert {row["handoff_id"] for row in rows} == kept


async def test_whoever_ignores_an_offer_is_asked_last_until_they_choose_again(
    stores: Stores,
) -> None:
    """
    Declining is an answer.
    """
    await come(stores, "Ann")
    await hand_off(stores, "h", at=NOW - SECOND)
    await offered(stores)
    await offered(stores, seconds=31)

    async def ignores(at: int) -> bool:
        found = await stores.offers.snapshot(stores.tenant, PUSH, at=NOW + at * SECOND)
        return found.team[0].ignores

    assert await ignores(32)
    gone, back = NOW + 33 * SECOND, NOW + 34 * SECOND
    await stores.roster.choose(stores.tenant, "Ann", Presence.AWAY, at=gone, lasts=LASTS)
    await stores.roster.choose(stores.tenant, "Ann", Presence.AVAILABLE, at=back, lasts=LASTS)
    assert not await ignores(35)
    assert await offered(stores, seconds=70) == {"h": "Ann"}
    await stores.offers.decline(stores.tenant, "h", "Ann", at=NOW + 71 * SECOND)
    assert not await ignores(72)
