"""Room that claims take at once, and agents who answer no offers, over PostgreSQL and its twins."""

import asyncio

from domain.desk.agents import AgentProfile, Presence
from domain.handoffs import HandoffStatus, HandoffUpdate
from tests.integration.postgres.stores import NOW, Stores
from tests.integration.postgres.test_desk_queue import LASTS, PUSH, SECOND, come, hand_off, offered


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


async def test_of_claims_at_once_each_is_counted(stores: Stores) -> None:
    """
    What is reserved is free again when the talk is over, or when nothing came of the claim.
    """
    await hand_off(stores, "a", at=NOW)
    ann = AgentProfile(agent="Ann")

    async def load_if_full(name: str, at: int = 0) -> int | None:
        return await stores.offers.reserve(
            stores.tenant,
            ann,
            PUSH,
            conversation_id=f"c-{name}",
            channel="web",
            at=NOW + at * SECOND,
        )

    both = await asyncio.gather(load_if_full("a"), load_if_full("b"))
    assert sorted(both, key=str) == [1, None]
    assert await load_if_full("a", at=20) is None
    assert await load_if_full("a", at=21) is None
    assert await load_if_full("b", at=22) == 1
    claimed = HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ann", at=NOW + 23 * SECOND)
    await stores.handoffs.changed(stores.tenant, "a", claimed)
    assert await load_if_full("b", at=24) == 1
    over = HandoffUpdate(status=HandoffStatus.RESOLVED, at=NOW + 25 * SECOND)
    await stores.handoffs.changed(stores.tenant, "a", over)
    assert await load_if_full("b", at=26) is None
