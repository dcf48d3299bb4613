"""Views, pages, counts and opened conversations of desks, each of one moment."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channels import MessageEdited
from domain.desk.lists import DeskView, DeskViewer, HandoffFilter, HandoffPage
from domain.desk.signals import AgentLooks, CustomerTypes
from domain.dialogue.commands import HandOff
from domain.errors import InvalidInput, NotFound
from domain.handoffs import HandoffStatus, HandoffUpdate
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.desk_reads import PostgresDeskReads
from infra.postgres.desk_signals import PostgresDeskSignals
from infra.postgres.engine import tenant_transaction
from infra.postgres.event_hub import EventHub
from infra.postgres.message_changes import PostgresMessageChanges
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

ADA = DeskViewer(name="Ada")
BEN = DeskViewer(name="Ben", queues=("billing",))
EVERY_VIEW = tuple(DeskView)


@pytest.fixture
def reads(engine: AsyncEngine) -> PostgresDeskReads:
    return PostgresDeskReads(engine)


async def _wait(
    stores: Stores,
    name: str,
    *,
    queue: str = "returns",
    priority: int = 3,
    at: datetime = NOW,
) -> None:
    ref = await stores.open(f"c-{name}")
    handed = HandOff(
        handoff_id=f"h-{name}", queue=queue, priority=priority, first_reply_due=at, nobody_at=at
    )
    await stores.turns.commit(a_commit(ref, an_inbound(ref), commands=(handed,), at=at))


async def _set(engine: AsyncEngine, stores: Stores, name: str, what: str) -> None:
    async with tenant_transaction(engine, stores.tenant) as connection:
        await connection.exec_driver_sql(
            f"UPDATE handoffs SET {what} WHERE tenant_id = %(t)s AND handoff_id = %(h)s",  # noqa: S608
            {"t": stores.tenant, "h": f"h-{name}"},
        )


def _names(page: HandoffPage) -> list[str]:
    return [each.handoff_id.removeprefix("h-") for each in page.handoffs]


async def test_each_view_holds_its_own_and_is_counted(
    reads: PostgresDeskReads, postgres: Stores, engine: AsyncEngine
) -> None:
    """
    A snoozed one must not be answered twice, nor one that is over be waited for.
    """
    for name in ("waits", "mine", "hers", "sleeps", "late", "over", "gone"):
        await _wait(postgres, name)
    for name, agent in (("mine", "Ada"), ("hers", "Eve"), ("over", "Eve")):
        await postgres.handoffs.changed(
            postgres.tenant,
            f"h-{name}",
            HandoffUpdate(status=HandoffStatus.CLAIMED, agent=agent, at=LATER),
        )
    await postgres.handoffs.changed(
        postgres.tenant, "h-over", HandoffUpdate(status=HandoffStatus.RETURNED, at=LATER)
    )
    await _set(engine, postgres, "sleeps", "snoozed_until = now() + interval '1 hour'")
    await _set(engine, postgres, "late", "breached_at = now()")
    await _set(engine, postgres, "gone", "breached_at = now(), abandoned_at = now()")

    shown = {}
    for view in EVERY_VIEW:
        page = await reads.handoffs(
            postgres.tenant, ADA, HandoffFilter(view=view), cursor=None, limit=50
        )
        shown[view.value] = set(_names(page))

    assert shown == {
        "waiting": {"waits", "late"},
        "mine": {"mine"},
        "team": {"mine", "hers"},
        "snoozed": {"sleeps"},
        "breached": {"late"},
        "closed": {"over"},
        "merged": set(),
        "all": {"waits", "mine", "hers", "sleeps", "late", "over", "gone"},
    }
    counted = page.counts.model_dump()
    assert counted == {name: len(shown[name]) for name in counted}
    _, latest = await PostgresDeskEvents(engine, EventHub(engine)).range_of(postgres.tenant)
    assert page.seq == latest


@pytest.mark.parametrize("view", [DeskView.WAITING, DeskView.ALL, DeskView.CLOSED])
async def test_pages_hold_each_once_and_in_order(
    reads: PostgresDeskReads, postgres: Stores, engine: AsyncEngine, view: DeskView
) -> None:
    """
    Many have the same priority and moment; none may be skipped or shown twice at a page's edge.
    """
    for n in range(9):
        at = NOW + timedelta(minutes=n // 3)
        await _wait(postgres, f"{n}", priority=1 + n % 2, at=at)
        if view is DeskView.CLOSED:
            await postgres.handoffs.changed(
                postgres.tenant, f"h-{n}", HandoffUpdate(status=HandoffStatus.CANCELLED, at=at)
            )
    await _set(engine, postgres, "8", "escalated = true")

    listed, cursor = [], None
    while True:
        page = await reads.handoffs(
            postgres.tenant, ADA, HandoffFilter(view=view), cursor=cursor, limit=2
        )
        listed += _names(page)
        cursor = page.next
        if cursor is None:
            break

    urgent = ["8", "0", "2", "4", "6", "1", "3", "5", "7"]
    assert listed == (urgent if view is DeskView.WAITING else [str(n) for n in range(8, -1, -1)])


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "e30=",
        "W10=",
        "bnVsbA==",
        "é",
        "WzEsMiwzLDRd",
        "W3RydWUsIDMsICIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgImFcdTAwMDBiIl0=",
        "W3RydWUsIDEwOTk1MTE2Mjc3NzYsICIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgImgiXQ==",
    ],
)
async def test_a_cursor_that_was_never_given_is_refused(
    reads: PostgresDeskReads, postgres: Stores, cursor: str
) -> None:
    with pytest.raises(InvalidInput):
        await reads.handoffs(postgres.tenant, ADA, HandoffFilter(), cursor=cursor, limit=2)


async def test_an_agent_sees_their_queues_and_what_is_given_to_them(
    reads: PostgresDeskReads, postgres: Stores, engine: AsyncEngine
) -> None:
    """
    Other teams' customers are not theirs to read, not even by a guessed id.
    """
    await _wait(postgres, "returns")
    await _wait(postgres, "billing", queue="billing")
    await _wait(postgres, "offered")
    await _set(engine, postgres, "offered", "offered_to = 'Ben'")
    wanted = HandoffFilter()
    bens = await reads.handoffs(postgres.tenant, BEN, wanted, cursor=None, limit=9)

    assert set(_names(bens)) == {"billing", "offered"}
    assert bens.counts.waiting == 2
    assert await reads.held_by(postgres.tenant, "Ben") == {"c-offered"}
    for hidden in ("c-returns", "c-never"):
        with pytest.raises(NotFound, match="There is no such conversation"):
            await reads.conversation(postgres.tenant, hidden, BEN, messages=9)
    opened = await reads.conversation(postgres.tenant, "c-offered", BEN, messages=9)
    assert opened.handoff is not None
    assert (await reads.handoffs("globex", ADA, wanted, cursor=None, limit=9)).handoffs == ()


async def test_an_opened_conversation_is_whole_and_followed_from_there(
    reads: PostgresDeskReads, postgres: Stores, engine: AsyncEngine, hub: EventHub
) -> None:
    """
    What is said between opening it and the first heartbeat must not be lost, though no handoff
    makes the desks hear of it.
    """
    ref = await postgres.open()
    await postgres.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("Yes?"),)))
    edit = MessageEdited(event_id="e-1", message_id="m-1", text="Hello there", at=LATER)
    await PostgresMessageChanges(engine).record(postgres.tenant, "c-1", [edit], at=LATER)

    opened = await reads.conversation(postgres.tenant, "c-1", ADA, messages=9)
    await postgres.turns.commit(a_commit(ref, an_inbound(ref, message_id="m-2"), turn="s1t2"))

    assert [message.text for message in opened.messages] == ["hello", "Yes?"]
    assert [(one.message_id, one.text) for one in opened.changes] == [("m-1", "Hello there")]
    assert [one.status for one in opened.deliveries] == ["sent"]
    assert (opened.conversation.last_seq, opened.handoff) == (3, None)
    assert [looker.agent for looker in opened.looking] == ["Ada"]
    told = await PostgresDeskEvents(engine, hub).after(postgres.tenant, opened.seq)
    assert [event.data["seq"] for event in told] == [4]
    assert await reads.lookers(postgres.tenant) == [AgentLooks(agent="Ada", watching=("c-1",))]


async def test_signals_reach_who_listens_of_the_same_tenant(
    engine: AsyncEngine, hub: EventHub, postgres: Stores
) -> None:
    """
    They are of the moment: a few bytes for those who are there, nothing for the rest.
    """
    signals = PostgresDeskSignals(engine, hub)
    looks = AgentLooks(agent="Ada \u00e4", watching=("c-1",), typing="c-1")
    writes = CustomerTypes(conversation_id="c-1", typing=True)
    with signals.heard(postgres.tenant) as heard, signals.heard("globex") as others:
        await signals.tell(postgres.tenant, looks)
        await signals.tell(postgres.tenant, writes)
        async with asyncio.timeout(60):
            assert [await heard.get(), await heard.get()] == [looks, writes]
            await signals.tell("globex", writes)
            assert await others.get() == writes


async def test_a_profile_is_shown_to_its_agent(
    reads: PostgresDeskReads, postgres: Stores, engine: AsyncEngine
) -> None:
    """
    Whoever has none serves every queue.
    """
    async with tenant_transaction(engine, postgres.tenant) as connection:
        await connection.exec_driver_sql(
            "INSERT INTO agent_profiles (tenant_id, agent, queues, capacity)"
            " VALUES (%(t)s, 'Ben', '{billing}', 2)",
            {"t": postgres.tenant},
        )
    ben = await reads.agent(postgres.tenant, "Ben")

    assert (ben.queues, ben.capacity, ben.presence) == (("billing",), 2, None)
