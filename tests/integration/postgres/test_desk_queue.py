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


async def hand_off(stores: Stores, name: str, *, conversation: str = "", **more: Any) -> None:
    ref = await stores.open(conversation or f"c-{name}")
    at = more.pop("at", NOW)
    command = HandOff(handoff_id=name, queue="returns", first_reply_due=at, nobody_at=at, **more)
    commit = a_commit(ref, commands=(command,), at=at, turn=f"t-{name}")
    result = StepResult(commands=commit.result.commands, state=DialogueState(locale="de"))
    await stores.turns.commit(commit.model_copy(update={"result": result}))


async def come(stores: Stores, *names: str) -> None:
    for name in names:
        await stores.roster.choose(stores.tenant, name, Presence.AVAILABLE, at=NOW, lasts=LASTS)


async def offered(stores: Stores, *, seconds: int = 0) -> dict[str, str | None]:
    await stores.offers.assign(stores.tenant, PUSH, now=NOW + seconds * SECOND)
    listed = await stores.handoffs.listed(stores.tenant, status=None, queue=None)
    return {each.handoff_id: each.offered_to for each in listed}


async def test_the_oldest_is_offered_to_whoever_has_room(stores: Stores) -> None:
    """
    The handoff shows to whom and until when; the next round finds it standing.
    """
    await hand_off(stores, "young", at=NOW - SECOND)
    await hand_off(stores, "old", at=NOW - 2 * SECOND)
    await come(stores, "Ann")

    assert await offered(stores) == {"old": "Ann", "young": None}
    assert await offered(stores, seconds=1) == {"old": "Ann", "young": None}
    shown = await stores.handoffs.get(stores.tenant, "old")
    assert shown.offer_expires_at == NOW + PUSH.offer_for
    assert shown.locale == "de"


async def test_an_offer_that_is_let_pass_goes_on(stores: Stores) -> None:
    """
    Declined or expired, the next one gets it; declining twice is the same as once.
    """
    await hand_off(stores, "h", at=NOW - SECOND)
    await come(stores, "Ann", "Ben", "Cid")

    assert await offered(stores) == {"h": "Ann"}
    for _ in range(2):
        await stores.offers.decline(stores.tenant, "h", "Ann", at=NOW + SECOND)
    assert await offered(stores, seconds=2) == {"h": "Ben"}
    assert await offered(stores, seconds=40) == {"h": "Cid"}
    with pytest.raises(Conflict):
        await stores.offers.decline(stores.tenant, "h", "Ben", at=NOW)
    with pytest.raises(NotFound):
        await stores.offers.decline(stores.tenant, "never", "Ben", at=NOW)


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


async def test_a_claim_ends_the_offer_and_takes_the_room(stores: Stores) -> None:
    """
    What was claimed is offered to nobody; whoever is full gets the next when they have ended one.
    """
    await hand_off(stores, "first", at=NOW - 2 * SECOND)
    await hand_off(stores, "next", at=NOW - SECOND)
    await come(stores, "Ann")
    await offered(stores)

    claimed, back = HandoffStatus.CLAIMED, HandoffStatus.RETURNED
    await stores.handoffs.changed(
        stores.tenant, "first", HandoffUpdate(status=claimed, agent="Ann", at=NOW)
    )
    loads = await stores.offers.workloads(stores.tenant, at=NOW)
    assert loads == {"Ann": {"web": 1}}
    assert await offered(stores, seconds=1) == {"first": None, "next": None}
    await stores.handoffs.changed(stores.tenant, "first", HandoffUpdate(status=back, at=NOW))

    assert await offered(stores, seconds=2) == {"first": None, "next": "Ann"}
    assert await stores.offers.taken_since(stores.tenant, "returns", NOW) == [NOW]


async def test_what_waits_anew_is_offered_anew(stores: Stores) -> None:
    """
    An offer that was still open ends with the wait that it was for.
    """
    await hand_off(stores, "h", at=NOW - SECOND)
    await come(stores, "Ann")
    assert await offered(stores) == {"h": "Ann"}

    anew = HandoffUpdate(status=HandoffStatus.WAITING, is_released=True, at=NOW)
    await stores.handoffs.changed(stores.tenant, "h", anew)

    assert (await stores.handoffs.get(stores.tenant, "h")).offered_to is None
    assert await offered(stores, seconds=1) == {"h": "Ann"}


async def test_the_silent_and_the_unskilled_get_nothing(stores: Stores) -> None:
    """
    What an agent was offered before they fell silent goes on to somebody who is there.
    """
    await hand_off(stores, "h", at=NOW - SECOND, skills=("legal",))
    profile = AgentProfile(agent="Ben", queues=("returns",), skills=("legal",), languages=("de",))
    await stores.roster.write_profile(stores.tenant, profile)
    await come(stores, "Ann", "Ben")

    assert await offered(stores) == {"h": "Ben"}
    assert await offered(stores, seconds=121) == {"h": None}
    await stores.roster.hear(stores.tenant, "Ben", at=NOW + 130 * SECOND, lasts=LASTS, touched=True)
    assert await offered(stores, seconds=131) == {"h": "Ben"}
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
    await come(postgres, "Ann")
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


async def test_a_conversation_thatcomes_back_prefers_whoever_had_it(stores: Stores) -> None:
    """
    Ann is idle for longer, and Ben knows the customer.
    """
    await hand_off(stores, "before", conversation="c", at=NOW - 9 * SECOND)
    for status in (HandoffStatus.CLAIMED, HandoffStatus.RETURNED):
        await stores.handoffs.changed(
            stores.tenant, "before", HandoffUpdate(status=status, agent="Ben", at=NOW - 5 * SECOND)
        )
    await hand_off(stores, "again", conversation="c")
    await come(stores, "Ann", "Ben")

    assert (await stores.handoffs.get(stores.tenant, "again")).preferred_agent == "Ben"
    assert (await offered(stores))["again"] == "Ben"


async def test_a_tenant_that_pulls_from_now_on_has_its_offers_taken_back(stores: Stores) -> None:
    """
    Else a handoff would be shown as somebody's for ever, and nobody could claim it.
    """
    await hand_off(stores, "h", at=NOW - SECOND)
    await come(stores, "Ann")
    assert await offered(stores) == {"h": "Ann"}

    decided = await stores.offers.assign(stores.tenant, DeskSettings(), now=NOW)

    assert [each.outcome for each in decided.over] == [OfferOutcome.WITHDRAWN]
    assert decided.next_at is None
    assert (await stores.handoffs.get(stores.tenant, "h")).offered_to is None


async def test_rounds_at_once_offer_once(postgres: Stores) -> None:
    """
    The second waits for the first: a handoff has one open offer, an agent no more than they take.
    """
    for number in range(4):
        await hand_off(postgres, f"h-{number}", at=NOW - SECOND)
    await come(postgres, "Ann", "Ben")

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
    await hand_off(postgres, "h", at=NOW - SECOND)
    await postgres.staff.add(postgres.tenant, "Ann", StaffRole.AGENT)
    await come(postgres, "Ann")
    [record] = await postgres.staff.listed(postgres.tenant)
    await postgres.staff.revoke(postgres.tenant, record.staff_id)

    assert await offered(postgres) == {"h": None}
    await postgres.staff.add(postgres.tenant, "Ann", StaffRole.AGENT)
    assert await offered(postgres) == {"h": "Ann"}
