"""The desk in Slack over PostgreSQL: its threads, its people, and how far it was shown."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.events import DeskEventKind
from domain.desk.messenger import DeskThread
from domain.desk.notes import Note
from domain.dialogue.commands import HandOff
from domain.staff import StaffRole
from infra.memory.desk_messenger import MemoryDeskThreads
from infra.postgres.desk_messenger import PostgresDeskFollowing, PostgresDeskThreads
from infra.postgres.desk_wakes import desk_wakes
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound

PERSON = "slack-" + "a" * 32
MINUTE = timedelta(minutes=1)


def a_thread(handoff_id: str = "h-1", ts: str = "1.2", **changed: object) -> DeskThread:
    values = {
        "handoff_id": handoff_id,
        "conversation_id": "c-1",
        "account": "T0MJRM1A7",
        "channel": "C0DESK123",
        "thread": ts,
        "begun_at": NOW,
    }
    return DeskThread.model_validate({**values, **changed})


async def test_threads_and_people(stores: Stores, engine: AsyncEngine) -> None:
    """
    A linked person is one of the staff until they are revoked, whether or not their token has run
    out, and nobody else is.
    """
    is_memory = not hasattr(stores.turns, "_engine")
    threads = MemoryDeskThreads(stores.staff) if is_memory else PostgresDeskThreads(engine)
    first, later = a_thread(), a_thread("h-2", "3.4", begun_at=LATER)
    for thread in (first, later, first, a_thread(thread="9.9")):
        await threads.begun(stores.tenant, thread)

    assert await threads.of_handoff(stores.tenant, "h-1") == first
    assert await threads.of_conversation(stores.tenant, "c-1") == later
    assert await threads.at(stores.tenant, "T0MJRM1A7", "C0DESK123", "1.2") == first
    assert await threads.at(stores.tenant, "T0MJRM1A7", "C0DESK123", "9.9") is None
    await stores.staff.add(stores.tenant, "Ann", StaffRole.AGENT, valid_for=-MINUTE)
    await threads.link(stores.tenant, "slack-" + "b" * 32, "Ann")
    await threads.link(stores.tenant, PERSON, "Ann")
    assert await threads.staff_of(stores.tenant, "slack-" + "b" * 32) is None
    found = await threads.staff_of(stores.tenant, PERSON)
    assert found is not None
    assert (found.name, found.role) == ("Ann", StaffRole.AGENT)
    await stores.staff.revoke(stores.tenant, found.staff_id)
    assert await threads.staff_of(stores.tenant, PERSON) is None


async def test_a_follower_goes_on_where_it_was(postgres: Stores, engine: AsyncEngine) -> None:
    """
    From the end of what there is when it begins; what it was doing is known to whoever goes on.
    """
    following, place = PostgresDeskFollowing(engine), (postgres.tenant, "slack")
    assert postgres.tenant in await following.tenants()
    begun = await following.hold(*place, "one", lasts=MINUTE)
    assert begun is not None
    ref = await postgres.open()
    wait = HandOff(handoff_id="h-1", queue="returns", first_reply_due=LATER, nobody_at=LATER)
    await postgres.turns.commit(a_commit(ref, an_inbound(ref), commands=(wait,)))

    events = await following.after(postgres.tenant, begun.seq, limit=10)
    assert events[0].kind in {DeskEventKind.HANDOFF, DeskEventKind.CONVERSATION}
    assert any(event.kind is DeskEventKind.HANDOFF for event in events)
    await following.begin(*place, events[0].seq)
    assert await following.hold(*place, "two", lasts=MINUTE) is None
    held = await following.hold(*place, "one", lasts=-MINUTE)
    taken = await following.hold(*place, "two", lasts=MINUTE)
    assert held is not None
    assert taken is not None
    assert (taken.seq, taken.doing) == (begun.seq, events[0].seq)
    assert taken.doing_since is not None
    await following.done(*place, events[0].seq)
    after = await following.hold(*place, "two", lasts=MINUTE)
    assert after is not None
    assert (after.seq, after.doing) == (events[0].seq, None)


async def test_whoever_follows_is_woken(postgres: Stores, engine: AsyncEngine) -> None:
    """
    At once to look at everything, then by the name of each tenant that has something new.
    """
    await postgres.open()
    note = Note(note_id="n-1", conversation_id="c-1", agent="Ann", text="Hm.", at=NOW)
    async with asyncio.timeout(20), aclosing(desk_wakes(engine)) as wakes:
        assert await anext(wakes) is None
        await postgres.desk_tools.notes.add(postgres.tenant, note)
        assert await anext(wakes) == postgres.tenant
