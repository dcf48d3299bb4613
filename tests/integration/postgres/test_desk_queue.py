"""Offers of waiting handoffs and the roster, over PostgreSQL and its memory twins."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.agents import AgentProfile, Presence
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.desk.snapshot import OfferOutcome
from domain.dialogue.commands import HandOff
from domain.dialogue.state import DialogueState
from domain.errors import Conflict, NotFound
from domain.handoffs import HandoffStatus, HandoffUpdate
from domain.staff import StaffRole
from domain.turns import StepResult
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.event_hub import EventHub
from infra.postgres.raw_queries import tenant_rows
from tests.integration.postgres.stores import NOW, Stores, a_commit

PUSH = DeskSettings(assignment=AssignmentPolicy.PUSH, capacity=1)
SECOND = timedelta(seconds=1)
LASTS = timedelta(minutes=2)


async def _hand_off(stores: Stores, name: str, *, conversation: str = "", **more: Any) -> None:
    ref = await stores.open(conversation or f"c-{name}")
    at = more.pop("at", NOW)
    command = HandOff(handoff_id=name, queue="returns", first_reply_due=at, nobody_at=at, **more)
    commit = a_commit(ref, commands=(command,), at=at, turn=f"t-{name}")
    result = StepResult(commands=commit.result.commands, state=DialogueState(locale="de"))
    await stores.turns.commit(commit.model_copy(update={"result": result}))


async def _come(stores: Stores, *names: str) -> None:
    for name in names:
        await stores.roster.choose(stores.tenant, name, Presence.AVAILABLE, at=NOW, lasts=LASTS)


async def _offered(stores: Stores, *, seconds: int = 0) -> dict[str, str | None]:
    await stores.offers.assign(stores.tenant, PUSH, now=NOW + seconds * SECOND)
    listed = await stores.handoffs.listed(stores.tenant, status=None, queue=None)
    return {each.handoff_id: each.offered_to for each in listed}


async def test_the_oldest_is_offered_to_whoever_has_room(stores: Stores) -> None:
    """
    The handoff shows to whom and until when; the next round finds it standing.
    """
    await _hand_off(stores, "young", at=NOW - SECOND)
    await _hand_off(stores, "old", at=NOW - 2 * SECOND)
    await _come(stores, "Ann")

    assert await _offered(stores) == {"old": "Ann", "young": None}
    assert await _offered(stores, seconds=1) == {"old": "Ann", "young": None}
    shown = await stores.handoffs.get(stores.tenant, "old")
    assert shown.offer_expires_at == NOW + PUSH.offer_for
    assert shown.locale == "de"


async def test_an_offer_that_is_let_pass_goes_on(stores: Stores) -> None:
    """
    Declined or expired, the next one gets it; declining twice is the same as once.
    """
    await _hand_off(stores, "h", at=NOW - SECOND)
    await _come(stores, "Ann", "Ben", "Cid")

    assert await _offered(stores) == {"h": "Ann"}
    for _ in range(2):
        await stores.offers.decline(stores.tenant, "h", "Ann", at=NOW + SECOND)
    assert await _offered(stores, seconds=2) == {"h": "Ben"}
    assert await _offered(stores, seconds=40) == {"h": "Cid"}
    with pytest.raises(Conflict):
        await stores.offers.decline(stores.tenant, "h", "Ben", at=NOW)
    with pytest.raises(NotFound):
        await stores.offers.decline(stores.tenant, "never", "Ben", at=NOW)


async def test_whoever_answers_no_offer_is_away(stores: Stores) -> None:
    """
    After three in a row; an answer in between, or coming back, begins the count anew.
    """
    await _hand_off(stores, "h", at=NOW - SECOND)
    await _come(stores, "Ann")

    async def let_pass(begins: int, times: int) -> Presence:
        """Each is offered, runs out, and comes back after a rest."""
        for second in range(begins, begins + times * 200, 100):
            at = NOW + second * SECOND
            await stores.roster.hear(stores.tenant, "Ann", at=at, lasts=LASTS, touched=True)
            await _offered(stores, seconds=second)
        [ann] = await stores.roster.statuses(stores.tenant)
        return ann.chosen

    assert await let_pass(0, 2) is Presence.AVAILABLE
    assert await _offered(stores, seconds=400) == {"h": "Ann"}
    await stores.offers.decline(stores.tenant, "h", "Ann", at=NOW + 401 * SECOND)
    assert await let_pass(500, 2) is Presence.AVAILABLE
    assert await let_pass(900, 1) is Presence.AWAY
    assert await _offered(stores, seconds=1_100) == {"h": None}


async def test_old_offers_are_cleared(postgres: Stores, engine: AsyncEngine) -> None:
    """
    Of what waits no more, and in small portions; who has let a waiting one pass stays known.
    """
    await _come(postgres, "Ann")
    for name in ("over", "waits"):
        await _hand_off(postgres, name, at=NOW - SECOND)
        await _offered(postgres)
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
    await _come(stores, "Ann")
    await _hand_off(stores, "h", at=NOW - SECOND)
    await _offered(stores)
    await _offered(stores, seconds=31)

    async def ignores(at: int) -> bool:
        found = await stores.offers.snapshot(stores.tenant, PUSH, at=NOW + at * SECOND)
        return found.team[0].ignores

    assert await ignores(32)
    gone, back = NOW + 33 * SECOND, NOW + 34 * SECOND
    await stores.roster.choose(stores.tenant, "Ann", Presence.AWAY, at=gone, lasts=LASTS)
    await stores.roster.choose(stores.tenant, "Ann", Presence.AVAILABLE, at=back, lasts=LASTS)
    assert not await ignores(35)
    assert await _offered(stores, seconds=70) == {"h": "Ann"}
    await stores.offers.decline(stores.tenant, "h", "Ann", at=NOW + 71 * SECOND)
    assert not await ignores(72)


async def test_of_claims_at_once_each_is_counted(stores: Stores) -> None:
    """
    What is reserved is free again when the talk is over, or when nothing came of the claim.
    """
    await _hand_off(stores, "a", at=NOW)
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


async def test_a_claim_ends_the_offer_and_takes_the_room(stores: Stores) -> None:
    """
    What was claimed is offered to nobody; whoever is full gets the next when they have ended one.
    """
    await _hand_off(stores, "first", at=NOW - 2 * SECOND)
    await _hand_off(stores, "next", at=NOW - SECOND)
    await _come(stores, "Ann")
    await _offered(stores)

    claimed, back = HandoffStatus.CLAIMED, HandoffStatus.RETURNED
    await stores.handoffs.changed(
        stores.tenant, "first", HandoffUpdate(status=claimed, agent="Ann", at=NOW)
    )
    loads = await stores.offers.workloads(stores.tenant, at=NOW)
    assert loads == {"Ann": {"web": 1}}
    assert await _offered(stores, seconds=1) == {"first": None, "next": None}
    await stores.handoffs.changed(stores.tenant, "first", HandoffUpdate(status=back, at=NOW))

    assert await _offered(stores, seconds=2) == {"first": None, "next": "Ann"}
    assert await stores.offers.taken_since(stores.tenant, "returns", NOW) == [NOW]


async def test_what_waits_anew_is_offered_anew(stores: Stores) -> None:
    """
    An offer that was still open ends with the wait that it was for.
    """
    await _hand_off(stores, "h", at=NOW - SECOND)
    await _come(stores, "Ann")
    assert await _offered(stores) == {"h": "Ann"}

    anew = HandoffUpdate(status=HandoffStatus.WAITING, is_released=True, at=NOW)
    await stores.handoffs.changed(stores.tenant, "h", anew)

    assert (await stores.handoffs.get(stores.tenant, "h")).offered_to is None
    assert await _offered(stores, seconds=1) == {"h": "Ann"}


async def test_the_silent_and_the_unskilled_get_nothing(stores: Stores) -> None:
    """
    What an agent was offered before they fell silent goes on to somebody who is there.
    """
    await _hand_off(stores, "h", at=NOW - SECOND, skills=("legal",))
    profile = AgentProfile(agent="Ben", queues=("returns",), skills=("legal",), languages=("de",))
    await stores.roster.write_profile(stores.tenant, profile)
    await _come(stores, "Ann", "Ben")

    assert await _offered(stores) == {"h": "Ben"}
    assert await _offered(stores, seconds=121) == {"h": None}
    await stores.roster.hear(stores.tenant, "Ben", at=NOW + 130 * SECOND, lasts=LASTS, touched=True)
    assert await _offered(stores, seconds=131) == {"h": "Ben"}
    snapshot = await stores.offers.snapshot(stores.tenant, PUSH, at=NOW)
    [ben] = [each for each in snapshot.team if each.name == "Ben"]
    assert ben.profile == profile == await stores.roster.profile(stores.tenant, "Ben")
    assert (await stores.roster.profile(stores.tenant, "Zoe")) == AgentProfile(agent="Zoe")


async def test_presence_is_what_was_chosen_and_when_it_was_last_heard(stores: Stores) -> None:
    """
    A heartbeat changes no choice; after silence one is there anew.
    """
    roster, tenant = stores.roster, stores.tenant
    assert await roster.hear(tenant, "Ann", at=NOW, lasts=LASTS, touched=True) is None
    first = await roster.choose(tenant, "Ann", Presence.BUSY, at=NOW, lasts=LASTS)
    heard = await roster.hear(tenant, "Ann", at=NOW + SECOND, lasts=LASTS, touched=False)
    assert heard == first.model_copy(update={"heard_until": NOW + SECOND + LASTS})
    later = NOW + timedelta(hours=1)
    back = await roster.hear(tenant, "Ann", at=later, lasts=LASTS, touched=True)

    assert back is not None
    assert (back.chosen, back.since, back.idle_since) == (Presence.BUSY, later, later)
    assert await roster.statuses(tenant) == [back]


async def test_silence_and_idleness_are_told_once(
    postgres: Stores, engine: AsyncEngine, hub: EventHub
) -> None:
    """
    Nobody says that they have gone; the desks show it all the same, and that they are back.
    """
    roster, tenant, minute = postgres.roster, postgres.tenant, 60 * SECOND
    events = PostgresDeskEvents(engine, hub)
    await _come(postgres, "Ann")
    lapses = []
    for at, touched in ((1, False), (2, False), (2, False), (3, True)):
        lapses.append(await roster.note_lapses(tenant, minute, at=NOW + at * minute))
        await roster.hear(tenant, "Ann", at=NOW + at * minute, lasts=minute, touched=touched)
    await roster.note_lapses(tenant, minute, at=NOW + 9 * minute)

    told = [event.data for event in await events.after(tenant, 0)]
    assert [each["effective"] for each in told] == ["available", "away", "available", "offline"]
    assert {each["chosen"] for each in told} == {"available"}
    assert lapses[0] == NOW + minute + timedelta(milliseconds=1)
    assert await roster.note_lapses(tenant, minute, at=NOW + 9 * minute) is None


async def test_a_conversation_that_comes_back_prefers_whoever_had_it(stores: Stores) -> None:
    """
    Ann is idle for longer, and Ben knows the customer.
    """
    await _hand_off(stores, "before", conversation="c", at=NOW - 9 * SECOND)
    for status in (HandoffStatus.CLAIMED, HandoffStatus.RETURNED):
        await stores.handoffs.changed(
            stores.tenant, "before", HandoffUpdate(status=status, agent="Ben", at=NOW - 5 * SECOND)
        )
    await _hand_off(stores, "again", conversation="c")
    await _come(stores, "Ann", "Ben")

    assert (await stores.handoffs.get(stores.tenant, "again")).preferred_agent == "Ben"
    assert (await _offered(stores))["again"] == "Ben"


async def test_a_tenant_that_pulls_from_now_on_has_its_offers_taken_back(stores: Stores) -> None:
    """
    Else a handoff would be shown as somebody's for ever, and nobody could claim it.
    """
    await _hand_off(stores, "h", at=NOW - SECOND)
    await _come(stores, "Ann")
    assert await _offered(stores) == {"h": "Ann"}

    decided = await stores.offers.assign(stores.tenant, DeskSettings(), now=NOW)

    assert [each.outcome for each in decided.over] == [OfferOutcome.WITHDRAWN]
    assert decided.next_at is None
    assert (await stores.handoffs.get(stores.tenant, "h")).offered_to is None


async def test_rounds_at_once_offer_once(postgres: Stores) -> None:
    """
    The second waits for the first: a handoff has one open offer, an agent no more than they take.
    """
    for number in range(4):
        await _hand_off(postgres, f"h-{number}", at=NOW - SECOND)
    await _come(postgres, "Ann", "Ben")

    # Connections are made beforehand, or the first round is over before the second has one.
    await asyncio.gather(
        *(postgres.offers.snapshot(postgres.tenant, PUSH, at=NOW) for _ in range(8))
    )
    rounds = await asyncio.gather(
        *(postgres.offers.assign(postgres.tenant, PUSH, now=NOW) for _ in range(4))
    )

    made = [offer.agent for each in rounds for offer in each.offers]
    assert sorted(made) == ["Ann", "Ben"]


async def test_a_revoked_agent_is_offered_nothing(postgres: Stores) -> None:
    """
    Their browser may go on for a while; customers must not wait for it.
    """
    await _hand_off(postgres, "h", at=NOW - SECOND)
    await postgres.staff.add(postgres.tenant, "Ann", StaffRole.AGENT)
    await _come(postgres, "Ann")
    [record] = await postgres.staff.listed(postgres.tenant)
    await postgres.staff.revoke(postgres.tenant, record.staff_id)

    assert await _offered(postgres) == {"h": None}
    await postgres.staff.add(postgres.tenant, "Ann", StaffRole.AGENT)
    assert await _offered(postgres) == {"h": "Ann"}
