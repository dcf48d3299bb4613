"""A conversation's events: numbered without gaps, followed without loss."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.conversations import ConversationEvent
from domain.turns import TurnCommitted
from infra.postgres.event_hub import EventHub
from infra.postgres.events import PostgresConversationEvents
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say

Followed = AsyncGenerator[ConversationEvent, None]


async def _take(events: Followed, count: int) -> list[int]:
    async with asyncio.timeout(120):
        return [(await anext(events)).seq for _ in range(count)]


def _follow(stores: Stores, seq: int) -> aclosing[Followed]:
    events = stores.events.follow(stores.tenant, "c-1", seq)
    return aclosing(cast("Followed", events))


async def test_a_follower_gets_what_is_there_and_what_comes(stores: Stores) -> None:
    """
    A browser that reconnects must not care whether an event came before or after it.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("one"),)))

    async with _follow(stores, 1) as events:
        assert await _take(events, 1) == [2]
        waiting = asyncio.create_task(_take(events, 2))
        await stores.turns.commit(
            a_commit(ref, an_inbound(ref, message_id="m-2"), commands=(say("2"),), turn="s1t2")
        )
        assert await waiting == [3, 4]


async def test_a_follower_may_come_before_the_conversation(stores: Stores) -> None:
    """
    A page opens its stream before its visitor has said a word.
    """
    async with _follow(stores, 0) as events:
        waiting = asyncio.create_task(_take(events, 1))
        ref = await stores.open()
        await stores.turns.commit(a_commit(ref, commands=(say("welcome"),)))
        assert await waiting == [1]


async def test_a_long_backlog_is_read_to_its_end(stores: Stores) -> None:
    """
    More events than one read brings must not wait for the next commit.
    """
    ref = await stores.open()
    many = tuple(say(f"{n}") for n in range(450))
    await stores.turns.commit(a_commit(ref, commands=many))

    async with _follow(stores, 0) as events:
        assert await _take(events, 450) == list(range(1, 451))


async def test_concurrent_commits_are_numbered_without_gaps_in_the_order_of_commit(
    postgres: Stores,
) -> None:
    """
    A reader who has seen number n must never find a smaller one later: it reads `after n` only.
    """
    ref = await postgres.open()
    followed: list[ConversationEvent] = []

    async def follow() -> None:
        async with _follow(postgres, 0) as events:
            async for event in events:
                followed.append(event)
                if len(followed) == 120:
                    return

    async def commit(n: int) -> TurnCommitted:
        inbound = an_inbound(ref, message_id=f"m-{n}")
        return await postgres.turns.commit(
            a_commit(ref, inbound, commands=(say("a"), say("b")), turn=f"s1t{n}")
        )

    async with asyncio.timeout(120):
        await asyncio.gather(follow(), *(commit(n) for n in range(40)))

    assert [event.seq for event in followed] == list(range(1, 121))
    by_turn = [event.data["turn"] for event in followed]
    assert all(len(set(by_turn[n : n + 3])) == 1 for n in range(0, 120, 3))
    assert await postgres.events.latest(postgres.tenant, "c-1") == 120


async def test_the_same_step_committed_twice_at_once_is_stored_once(postgres: Stores) -> None:
    """
    A worker that was thought dead may finish beside its replacement.
    """
    ref = await postgres.open()
    inbound = an_inbound(ref)
    requests = [a_commit(ref, inbound, commands=(say(f"draft {n}"),)) for n in range(8)]

    committed = await asyncio.gather(*(postgres.turns.commit(one) for one in requests))

    winners = [n for n, result in enumerate(committed) if result.adopted is None]
    assert len(winners) == 1
    stored = requests[winners[0]].result
    adopted = [result.adopted for result in committed if result.adopted is not None]
    assert adopted == [stored] * 7
    assert await postgres.events.latest(postgres.tenant, "c-1") == 2


async def test_a_stream_survives_the_loss_of_its_listening_connection(
    postgres: Stores, engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    Notifications sent while nobody listens are gone; the events must come all the same, once.
    """
    ref = await postgres.open()
    async with EventHub(engine) as hub:
        stores = postgres
        stores.events = PostgresConversationEvents(engine, hub)
        async with _follow(stores, 0) as events:
            for n in range(4):
                waiting = asyncio.create_task(_take(events, 2))
                killed = await owner.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE application_name = 'duralogue-events'"
                )
                assert cast("tuple[int]", await killed.fetchone())[0] >= 1 or n == 0
                inbound = an_inbound(ref, message_id=f"m-{n}")
                await stores.turns.commit(
                    a_commit(ref, inbound, commands=(say("ok"),), turn=f"s1t{n}")
                )
                assert await waiting == [2 * n + 1, 2 * n + 2]
                await _listening(owner)


async def test_a_follower_that_leaves_is_forgotten(postgres: Stores, hub: EventHub) -> None:
    """
    Thousands of browsers come and go; none may stay in memory.
    """
    ref = await postgres.open()
    await postgres.turns.commit(a_commit(ref, commands=(say("hi"),)))
    async with _follow(postgres, 0) as events:
        await _take(events, 1)
        assert f"{postgres.tenant}/c-1" in hub._wakes

    assert f"{postgres.tenant}/c-1" not in hub._wakes


async def test_other_tenants_see_none_of_it(stores: Stores) -> None:
    """
    Conversation ids are the tenants' own, so two may have the same.
    """
    ref = await stores.open()
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("secret"),)))

    assert await stores.events.after("globex", "c-1", 0) == []
    assert await stores.events.latest("globex", "c-1") == 0
    assert await stores.transcripts.history("globex", "c-1", before=None, limit=9) == []
    assert await stores.recorded_turns.recent("globex", "c-1") == []


@pytest.mark.parametrize("seq", [0, 7])
async def test_a_conversation_that_never_was_has_no_events(stores: Stores, seq: int) -> None:
    """
    The gateway answers such a stream by itself; it needs to be told, not to get an error.
    """
    assert await stores.events.after(stores.tenant, "c-never", seq) == []
    assert await stores.events.latest(stores.tenant, "c-never") == 0


async def _listening(owner: psycopg.AsyncConnection) -> None:
    """Wait until the hub has connected again, so that the next kill meets it listening."""
    async with asyncio.timeout(120):
        while True:
            found = await owner.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'duralogue-events'"
                " AND state = 'idle' AND query LIKE 'LISTEN%'"
            )
            if cast("tuple[int]", await found.fetchone())[0] >= 1:
                return
            await asyncio.sleep(0.05)
