"""One rule of who may see a conversation, for every way to it: lists, notes, search."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.agents import AgentProfile
from domain.desk.lists import DeskViewer
from domain.desk.search import DeskQuery
from domain.dialogue.commands import HandOff
from domain.errors import NotFound
from domain.handoffs import HandoffStatus, HandoffUpdate
from infra.postgres.agent_roster import PostgresAgentRoster
from infra.postgres.desk_reads import PostgresDeskReads
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound

BEN = DeskViewer(name="Ben", queues=("billing",))


async def _wait(stores: Stores, handoff_id: str, queue: str, at: datetime = NOW) -> None:
    ref = await stores.open("c-1")
    handed = HandOff(handoff_id=handoff_id, queue=queue, first_reply_due=at, nobody_at=at)
    message = an_inbound(ref, "the parcel", message_id=f"m-{handoff_id}")
    commit = a_commit(ref, message, turn=handoff_id, commands=(handed,), at=at)
    await stores.turns.commit(commit)


async def _bind_ben(stores: Stores, engine: AsyncEngine) -> None:
    profile = AgentProfile(agent="Ben", queues=BEN.queues)
    await PostgresAgentRoster(engine).write_profile(stores.tenant, profile)


async def _sees(stores: Stores, engine: AsyncEngine) -> set[str]:
    """By which ways Ben comes to the conversation."""
    tools, ways = stores.desk_tools, set()
    if await tools.access.may_see(stores.tenant, BEN, "c-1"):
        ways.add("notes")
    query = DeskQuery(text="parcel")
    if await tools.search.find(stores.tenant, query, viewer=BEN, after=None, limit=9):
        ways.add("search")
    try:
        await PostgresDeskReads(engine).conversation(stores.tenant, "c-1", BEN, messages=9)
        ways.add("page")
    except NotFound:
        pass
    return ways


EVERY_WAY = {"notes", "search", "page"}


@pytest.mark.parametrize(
    ("first", "second", "ways"),
    [
        (None, None, set()),
        ("billing", None, EVERY_WAY),
        ("returns", None, set()),
        ("billing", "returns", set()),
        ("returns", "billing", EVERY_WAY),
    ],
)
async def test_the_last_handoff_decides(
    postgres: Stores, engine: AsyncEngine, first: str | None, second: str | None, ways: set[str]
) -> None:
    """What was said to one team stays theirs when the customer has gone on to another, and what
    was said to the bot alone is in nobody's queue."""
    await _bind_ben(postgres, engine)
    ref = await postgres.open("c-1")
    await postgres.turns.commit(a_commit(ref, an_inbound(ref, "the parcel")))
    if first is not None:
        await _wait(postgres, "h-1", first)
    if second is not None:
        over = HandoffUpdate(status=HandoffStatus.RETURNED, agent="Ben", at=NOW)
        await postgres.handoffs.changed(postgres.tenant, "h-1", over)
        await _wait(postgres, "h-2", second, NOW + timedelta(hours=1))

    assert await _sees(postgres, engine) == ways


async def test_what_is_offered_to_somebody_is_theirs_to_see(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """Whoever it was transferred to must be able to read it."""
    await _bind_ben(postgres, engine)
    await _wait(postgres, "h-1", "returns")
    update = HandoffUpdate(preferred_agent="Ben", at=NOW)
    await postgres.handoffs.changed(postgres.tenant, "h-1", update)

    assert await _sees(postgres, engine) == EVERY_WAY


async def test_a_second_device_does_not_close_what_is_open_on_the_first(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """A phone in a pocket says every minute that nothing is open on it."""
    roster, reads = PostgresAgentRoster(engine), PostgresDeskReads(engine)
    await postgres.open("c-1")

    async def beat(*open_there: str, at: int) -> None:
        until = datetime.now(UTC) + timedelta(seconds=120 + at)
        await roster.watch(postgres.tenant, "Ann", open_there, until=until)

    async def watched() -> list[tuple[str, ...]]:
        return [look.watching for look in await reads.lookers(postgres.tenant)]

    await beat("c-1", at=0)
    await beat(at=30)
    assert await watched() == [("c-1",)]
    await beat(at=70)
    assert await watched() == []
