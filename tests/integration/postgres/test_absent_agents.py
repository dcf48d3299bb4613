"""Customers whose agents are offline, and desks that have something to do, in PostgreSQL."""

from datetime import timedelta

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.agents import Presence
from domain.dialogue.commands import HandOff
from domain.handoffs import Agent, AgentMessage, HandoffStatus, HandoffUpdate
from infra.postgres.absent_agents import PostgresAbsentAgents
from infra.postgres.staffed_tenants import staffed_tenants
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound

MINUTE = timedelta(minutes=1)


async def _with_ada(stores: Stores) -> None:
    ref = await stores.open()
    begun = HandOff(handoff_id="h-1", queue="care", first_reply_due=NOW, nobody_at=NOW)
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(begun,)))
    claimed = HandoffUpdate(status=HandoffStatus.CLAIMED, agent="Ada", at=NOW)
    await stores.handoffs.changed(stores.tenant, "h-1", claimed)
    await stores.roster.choose(stores.tenant, "Ada", Presence.AVAILABLE, at=NOW, lasts=MINUTE)


async def test_who_waits_for_somebody_who_is_gone_is_found(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """
    Since when is the later one of when the agent went and when they last wrote.
    """
    await _with_ada(postgres)
    absent = PostgresAbsentAgents(engine)
    assert await absent.left_behind(postgres.tenant, at=NOW, limit=9) == []
    [left] = await absent.left_behind(postgres.tenant, at=NOW + 2 * MINUTE, limit=9)
    assert (left.handoff_id, left.queue, left.agent) == ("h-1", "care", "Ada")
    assert left.gone_since == NOW + MINUTE

    answer = AgentMessage(
        message_id="a-1",
        handoff_id="h-1",
        agent=Agent(name="Ada"),
        text="Hi",
        sent_at=NOW + 5 * MINUTE,
    )
    await postgres.records.record_agent_message(
        answer, tenant_id=postgres.tenant, conversation_id="c-1", session=1
    )
    [left] = await absent.left_behind(postgres.tenant, at=NOW + 9 * MINUTE, limit=9)
    assert not left.waits
    ref = postgres.ref()
    more = a_commit(ref, an_inbound(ref, "and?", "m-2"), turn="s1t2", at=LATER)
    await postgres.turns.commit(more)
    [left] = await absent.left_behind(postgres.tenant, at=NOW + 9 * MINUTE, limit=9)
    assert (left.waits, left.gone_since) == (True, NOW + 5 * MINUTE)


async def test_only_desks_with_something_to_do_are_looked_after(
    postgres: Stores, engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    A tenant without anybody who waits needs no clock.
    """
    assert postgres.tenant not in [each async for each in staffed_tenants(engine)]
    await _with_ada(postgres)
    assert postgres.tenant in [each async for each in staffed_tenants(engine)]
