"""Merged handoffs over PostgreSQL and their memory twins, and what only PostgreSQL does."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.conversations import ConversationStatus, Owner
from domain.desk.lists import DeskView, DeskViewer, HandoffFilter
from domain.desk.merges import Following, Merged
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.dialogue.commands import HandOff
from domain.errors import Conflict, NotFound
from domain.handoffs import Agent, AgentMessage, HandoffStatus, HandoffUpdate
from infra.postgres.desk_reads import PostgresDeskReads
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound

PUSH = DeskSettings(assignment=AssignmentPolicy.PUSH)


async def _hand_off(
    stores: Stores, number: int, customer: str | None = "c-7", *, agent: str | None = "Ada"
) -> None:
    """Conversation `c-N` with its handoff `h-N`, claimed where an agent is named."""
    ref = await stores.open(f"c-{number}", Channel.WEB if number == 1 else Channel.SMS)
    begun = HandOff(handoff_id=f"h-{number}", queue="care", first_reply_due=NOW, nobody_at=NOW)
    said = an_inbound(ref, customer=customer)
    await stores.turns.commit(a_commit(ref, said, commands=(begun,)))
    if agent is not None:
        claimed = HandoffUpdate(status=HandoffStatus.CLAIMED, agent=agent, at=NOW)
        await stores.handoffs.changed(stores.tenant, f"h-{number}", claimed)


async def _merge(stores: Stores, into: int, other: int, agent: str = "Ada") -> Merged:
    return await stores.desk_tools.merges.merge(
        stores.tenant, f"h-{into}", f"c-{other}", agent=agent, by=agent, at=LATER
    )


async def test_what_is_merged_says_where_it_is_continued(stores: Stores) -> None:
    """Asked twice it is done once; what was merged into it comes along."""
    for number in (1, 2, 3):
        await _hand_off(stores, number)
    merges = stores.desk_tools.merges
    await _merge(stores, 2, 3)

    merged = [await _merge(stores, 1, 2) for _ in range(2)]

    assert merged[0] == merged[1] == Merged(conversation_id="c-2", handoff_id="h-2", into="h-1")
    found = await merges.merged_into(stores.tenant, "h-1")
    assert [each.handoff_id for each in found] == ["h-2", "h-3"]
    [note] = await stores.desk_tools.notes.listed(stores.tenant, "c-2")
    assert (note.note_id, note.agent, note.text) == ("merged-into-h-1", "Ada", "→ c-1")
    await merges.separate(stores.tenant, "h-2")
    assert len(await merges.merged_into(stores.tenant, "h-1")) == 1
    assert (await stores.handoffs.get(stores.tenant, "h-2")).merged_into is None


async def test_only_what_is_proven_to_be_one_persons_is_merged(stores: Stores) -> None:
    """And only what one agent has, or nobody yet."""
    await _hand_off(stores, 1)
    await _hand_off(stores, 2, customer="c-8")
    await _hand_off(stores, 3, customer=None)
    await _hand_off(stores, 4, agent="Bob")
    await _hand_off(stores, 5, agent=None)

    for other, reason in (
        (1, "into itself"),
        (2, "different customers"),
        (3, "not proven"),
        (4, "is with Bob"),
    ):
        with pytest.raises(Conflict, match=reason):
            await _merge(stores, 1, other)
    with pytest.raises(Conflict, match="is with Ada"):
        await _merge(stores, 1, 5, agent="Bob")
    with pytest.raises(NotFound):
        await _merge(stores, 1, 9)
    with pytest.raises(NotFound):
        await _merge(stores, 9, 1)
    assert (await _merge(stores, 1, 5)).handoff_id == "h-5"
    with pytest.raises(Conflict, match="merged into another"):
        await _merge(stores, 5, 1)


async def test_who_is_not_where_the_other_one_is_has_something_to_do(stores: Stores) -> None:
    """Whoever has one has both; what came after the end is nobody's to resolve."""
    for number in (1, 2):
        await _hand_off(stores, number)
    await _merge(stores, 1, 2)
    stragglers = stores.desk_tools.merges.stragglers
    changed = stores.handoffs.changed
    assert await stragglers(stores.tenant, limit=9) == []

    over_to = HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Bob", at=LATER)
    await changed(stores.tenant, "h-1", over_to)
    [late] = await stragglers(stores.tenant, limit=9)
    assert (late.following(), late.into_agent) == (Following.JOIN, "Bob")
    at = LATER + timedelta(seconds=9)
    ends = HandoffUpdate(status=HandoffStatus.RESOLVED, at=at)
    await changed(stores.tenant, "h-1", ends)
    [late] = await stragglers(stores.tenant, limit=9)
    assert late.following() is Following.END
    wrote = late.model_copy(update={"customer_wrote_at": at + timedelta(seconds=1)})
    assert wrote.following() is Following.PART
    await changed(stores.tenant, "h-2", ends)
    assert await stragglers(stores.tenant, limit=9) == []


async def test_of_two_that_would_merge_each_other_one_does(postgres: Stores) -> None:
    """Both merged would stand in no list."""
    for number in (1, 2):
        await _hand_off(postgres, number)

    ends = await asyncio.gather(
        _merge(postgres, 1, 2), _merge(postgres, 2, 1), return_exceptions=True
    )

    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "Merged"]


async def test_a_merged_one_is_in_no_list_and_takes_no_room(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """Nor is it offered; the one with which it goes is there."""
    for number in (1, 2):
        await _hand_off(postgres, number)
    await _merge(postgres, 1, 2)
    page = await PostgresDeskReads(engine).handoffs(
        postgres.tenant,
        DeskViewer(name="Ada"),
        HandoffFilter(view=DeskView.MINE),
        cursor=None,
        limit=9,
    )

    assert [each.handoff_id for each in page.handoffs] == ["h-1"]
    assert (page.counts.mine, page.counts.team) == (1, 1)
    assert await postgres.offers.workloads(postgres.tenant, at=NOW) == {"Ada": {"web": 1}}


async def test_an_answer_on_one_channel_is_an_answer(postgres: Stores) -> None:
    """The clocks of the other stop; answers on both at once do not wait for each other."""
    for number in (1, 2):
        await _hand_off(postgres, number)
        await postgres.records.record_owner(
            postgres.tenant,
            f"c-{number}",
            owner=Owner.HUMAN_AGENT,
            status=ConversationStatus.WITH_HUMAN,
            agent="Ada",
            at=NOW,
        )
    await _merge(postgres, 1, 2)
    waits = [await postgres.handoffs.get(postgres.tenant, f"h-{n}") for n in (1, 2)]
    assert all(each.awaiting_since for each in waits)

    async def answer(number: int, n: int) -> None:
        message = AgentMessage(
            message_id=f"a-{number}-{n}",
            handoff_id=f"h-{number}",
            agent=Agent(name="Ada"),
            text="Yes.",
            sent_at=LATER,
        )
        await postgres.records.record_agent_message(
            message, tenant_id=postgres.tenant, conversation_id=f"c-{number}", session=1
        )

    await answer(1, 0)
    told = await postgres.handoffs.get(postgres.tenant, "h-2")
    assert (told.awaiting_since, told.first_replied_at) == (None, LATER)
    await asyncio.gather(*[answer(number, n) for n in range(1, 9) for number in (1, 2)])
