"""The desks' stream: one number after the other, in the order of commit, and never lost."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.events import DeskEvent, DeskEventKind
from domain.dialogue.commands import HandOff
from domain.handoffs import Agent, AgentMessage, HandoffStatus
from domain.ports.desk import DeskEvents
from infra.memory.desk_events import MemoryDeskEvents
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.engine import tenant_transaction
from infra.postgres.event_hub import EventHub
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

Tell = Callable[[str, int], Awaitable[None]]
_TELL = (
    "SELECT tell_desk(%(tenant)s, 'note', NULL, NULL, NULL, jsonb_build_object('n', %(n)s::int))"
)


def _follow(events: DeskEvents, tenant: str, seq: int) -> aclosing[AsyncGenerator[DeskEvent]]:
    return aclosing(cast("AsyncGenerator[DeskEvent]", events.follow(tenant, seq)))


async def _take(events: AsyncGenerator[DeskEvent], count: int) -> list[int]:
    async with asyncio.timeout(120):
        return [(await anext(events)).seq for _ in range(count)]


@pytest.fixture(params=["memory", "postgres"])
def desk(
    request: pytest.FixtureRequest, engine: AsyncEngine, hub: EventHub
) -> tuple[DeskEvents, Tell]:
    """The stream, and a way to tell it something."""
    if request.param == "memory":
        twin = MemoryDeskEvents()

        async def tell_twin(tenant: str, n: int) -> None:
            twin.tell(tenant, DeskEventKind.NOTE, {"n": n})

        return twin, tell_twin

    async def tell(tenant: str, n: int) -> None:
        async with tenant_transaction(engine, tenant) as connection:
            await connection.exec_driver_sql(_TELL, {"tenant": tenant, "n": n})

    return PostgresDeskEvents(engine, hub), tell


async def test_a_desk_gets_what_is_there_and_what_comes(desk: tuple[DeskEvents, Tell]) -> None:
    """
    A browser that reconnects must not care whether an event came before or after it.
    """
    events, tell = desk
    tenant = f"t{uuid4().hex[:12]}"
    assert await events.range_of(tenant) == (1, 0)
    for n in range(3):
        await tell(tenant, n)

    async with _follow(events, tenant, 1) as early, _follow(events, tenant, 3) as late:
        assert await _take(early, 2) == [2, 3]
        waiting = [asyncio.create_task(_take(one, 2)) for one in (early, late)]
        await asyncio.sleep(0)
        await tell(tenant, 4)
        await tell(tenant, 5)
        assert await asyncio.gather(*waiting) == [[4, 5], [4, 5]]
    assert await events.range_of(tenant) == (1, 5)
    assert await events.after("globex", 0) == []


async def test_a_long_absence_is_read_to_its_end(desk: tuple[DeskEvents, Tell]) -> None:
    """
    More events than one read brings must not wait for the next one.
    """
    events, tell = desk
    tenant = f"t{uuid4().hex[:12]}"
    for n in range(230):
        await tell(tenant, n)

    async with _follow(events, tenant, 0) as followed:
        assert await _take(followed, 230) == list(range(1, 231))


async def test_what_is_old_is_forgotten_and_its_numbers_are_not_given_again(
    desk: tuple[DeskEvents, Tell],
) -> None:
    """
    A desk that has slept for a week must be told to load anew, not get a gap.
    """
    events, tell = desk
    tenant = f"t{uuid4().hex[:12]}"
    await tell(tenant, 1)
    await tell(tenant, 2)

    assert await events.forget(tenant, before=NOW) == 0
    assert await events.forget(tenant, before=datetime.now(UTC) + timedelta(hours=1)) == 2

    assert await events.range_of(tenant) == (3, 2)
    await tell(tenant, 3)
    assert await events.range_of(tenant) == (3, 3)


def _hand_off(handoff_id: str) -> HandOff:
    return HandOff(handoff_id=handoff_id, queue="returns", first_reply_due=NOW, nobody_at=NOW)


async def test_conversations_that_commit_at_once_are_all_told_without_gaps_or_deadlocks(
    postgres: Stores, engine: AsyncEngine, hub: EventHub
) -> None:
    """
    The counter is the last lock of each transaction: whoever writes waits, and nobody for ever.
    """
    events, tenant = PostgresDeskEvents(engine, hub), postgres.tenant
    chats, words = 8, 6
    told: list[DeskEvent] = []

    async def follow(count: int) -> None:
        async with _follow(events, tenant, 0) as followed:
            async for event in followed:
                told.append(event)
                if len([one for one in told if one.kind is DeskEventKind.CONVERSATION]) == count:
                    return

    async def talk(chat: int) -> None:
        ref = await postgres.open(f"c-{chat}")
        await postgres.turns.commit(a_commit(ref, commands=(_hand_off(f"h-{chat}"),)))
        for n in range(words):
            inbound = an_inbound(ref, message_id=f"m-{n}")
            await postgres.turns.commit(a_commit(ref, inbound, turn=f"s1t{n + 2}"))

    async def look_after() -> None:
        for n in range(30):
            await _change_all(engine, tenant, n)

    async with asyncio.timeout(120):
        follower = asyncio.create_task(follow(chats * (words + 1)))
        await asyncio.gather(*(talk(chat) for chat in range(chats)), look_after())
        await follower

    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    for chat in range(chats):
        mine = [e.data["seq"] for e in told if e.conversation_id == f"c-{chat}" and "seq" in e.data]
        assert mine == sorted(mine)


async def _change_all(engine: AsyncEngine, tenant: str, n: int) -> None:
    """As the desk's dispatcher does: many rows in one transaction."""
    async with tenant_transaction(engine, tenant) as connection:
        await connection.exec_driver_sql(
            "UPDATE handoffs SET offered_to = %(who)s WHERE tenant_id = %(tenant)s",
            {"tenant": tenant, "who": f"agent {n}"},
        )


async def test_an_agents_day_is_told_from_every_path(
    postgres: Stores, engine: AsyncEngine, hub: EventHub
) -> None:
    """
    Whichever program changes something: no desk may miss it, since desks do not ask again.
    """
    events, ref = PostgresDeskEvents(engine, hub), await postgres.open()
    before = await _seen(events, postgres)
    inbound = an_inbound(ref, text="A person, please")
    await postgres.turns.commit(a_commit(ref, inbound, commands=(say("Wait"), _hand_off("h-1"))))
    opened = await _seen(events, postgres)
    await postgres.handoffs.changed(
        postgres.tenant, "h-1", status=HandoffStatus.CLAIMED, agent="Ada", at=LATER
    )
    await postgres.records.record_agent_message(
        AgentMessage(
            message_id="d-1", handoff_id="h-1", agent=Agent(name="Ada"), text="Hi", sent_at=LATER
        ),
        tenant_id=postgres.tenant,
        conversation_id="c-1",
        session=1,
    )
    answered = await postgres.handoffs.get(postgres.tenant, "h-1")
    told = (await _seen(events, postgres))[len(opened) :]

    assert before == []
    assert [(e.kind, e.queue) for e in opened] == [("conversation", "returns")] * 3 + [
        ("handoff", "returns")
    ]
    assert (opened[-1].data["preview"], opened[-1].data["channel"]) == ("A person, please", "web")
    assert [e.kind for e in told] == ["handoff", "conversation", "handoff"]
    assert (told[0].data["assigned_agent"], told[2].data["preview"]) == ("Ada", "Hi")
    assert told[1].data["data"]["text"] == "Hi"
    assert answered.awaiting_since is None
    assert answered.first_replied_at == LATER


async def _seen(events: DeskEvents, stores: Stores) -> list[DeskEvent]:
    return await events.after(stores.tenant, 0)
