"""Search at the desk: by whom, by words, by what became of it; only what the agent may see."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import person_key_of
from domain.desk.lists import DeskViewer
from domain.desk.notes import Note
from domain.desk.search import After, DeskQuery, Found, Matched, read_query
from domain.dialogue.commands import Command, HandOff
from domain.errors import DuralogueError, NotFound
from domain.handoffs import HandoffUpdate
from infra.postgres.raw_queries import tenant_rows
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

PERSON = person_key_of("acme", "phone", "+491701234567", bytes(32))


async def _said(
    stores: Stores, conversation_id: str, text: str, *, queue: str = "", **inbound: str
) -> None:
    ref = await stores.open(conversation_id)
    person = inbound.pop("person", "")
    message = an_inbound(ref, text, **inbound).model_copy(update={"person": person})
    commands: list[Command] = [say("I see.")]
    if queue:
        wait = HandOff(
            handoff_id=f"h-{conversation_id}",
            queue=queue,
            first_reply_due=LATER,
            nobody_at=LATER,
        )
        commands.append(wait)
    number = int(conversation_id.removeprefix("c-"))
    at = LATER + timedelta(seconds=number)
    await stores.turns.commit(a_commit(ref, message, commands=tuple(commands), at=at))


async def _found(
    stores: Stores, text: str, *people: str, queues: tuple[str, ...] = ()
) -> list[Found]:
    query, ann = DeskQuery(text=text, people=people), DeskViewer(name="Ann", queues=queues)
    return await stores.desk_tools.search.find(
        stores.tenant, query, viewer=ann, after=None, limit=20
    )


@pytest.mark.parametrize(
    ("query", "matched"),
    [
        ("parcel", Matched.WORDS),
        ("PARCEL came", Matched.WORDS),
        ("A-100001", Matched.WORDS),
        ("ada@example.com", Matched.WORDS),
        ("customer 7", Matched.CUSTOMER),
    ],
)
async def test_by_words_and_by_customer(stores: Stores, query: str, matched: Matched) -> None:
    text = "The parcel never came: A-100001, ada@example.com"
    await _said(stores, "c-1", text, customer="customer 7")
    await _said(stores, "c-2", "Something else")

    [found] = await _found(stores, query)

    assert (found.conversation_id, found.matched, found.customer_ref) == (
        "c-1",
        matched,
        "customer 7",
    )
    assert not found.snippet or "parcel" in found.snippet
    assert await _found(stores, "nowhere") == []


async def test_by_the_number_from_which_somebody_writes(stores: Stores) -> None:
    """
    No number is stored: it is found by its key.
    """
    await _said(stores, "c-1", "hello", person=PERSON)

    [found] = await _found(stores, "0170 1234567", PERSON)

    assert found.matched is Matched.PHONE


async def test_by_the_number_at_which_somebody_is_to_be_called(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    However it is written there; meanwhile the customer is with the bot.
    """
    await _said(postgres, "c-1", "call me", queue="q")
    await _said(postgres, "c-2", "call me", queue="q")
    await owner.execute(
        "UPDATE handoffs SET kind = 'call_back', contact = '+49301234567'"
        " WHERE tenant_id = %s AND conversation_id = 'c-1'",
        [postgres.tenant],
    )
    ann = DeskViewer(name="Ann")

    for written in ("030 1234567", "+49 (0)30 / 123-45 67", "0049 30 1234567"):
        query = read_query(written, "49", lambda number: f"key of {number}")
        [found] = await postgres.desk_tools.search.find(
            postgres.tenant, query, viewer=ann, after=None, limit=20
        )
        assert (found.conversation_id, found.matched) == ("c-1", Matched.PHONE)
        assert found.status == "active"


async def test_who_waits_for_a_person_is_not_called_with_the_bot(stores: Stores) -> None:
    await _said(stores, "c-1", "a person, please", queue="q")
    await _said(stores, "c-2", "no person")

    found = {each.conversation_id: each.status for each in await _found(stores, "person")}

    assert found == {"c-1": "waiting_for_human", "c-2": "active"}


async def test_what_begins_with_the_last_word(postgres: Stores) -> None:
    """
    Agents see results while they type; what looks like an operator is none.
    """
    await _said(postgres, "c-1", "The parcel & more")

    assert len(await _found(postgres, "the parc")) == 1
    for strange in ("parcel & | ! :*", "'parcel'", "-- parcel", "\\ parcel", "🙂 parcel"):
        assert len(await _found(postgres, strange)) <= 1
    assert await _found(postgres, "&|!") == []


async def test_by_agent_and_disposition(postgres: Stores, owner: psycopg.AsyncConnection) -> None:
    await _said(postgres, "c-1", "hello", queue="returns")
    await owner.execute(
        "UPDATE handoffs SET assigned_agent = 'Ann', disposition = 'refunded' WHERE tenant_id = %s",
        [postgres.tenant],
    )

    [by_agent], [by_end] = await _found(postgres, "Ann"), await _found(postgres, "refunded")

    assert (by_agent.matched, by_agent.handoff_id) == (Matched.AGENT, "h-c-1")
    assert by_end.matched is Matched.DISPOSITION


async def test_only_what_the_viewer_may_see(stores: Stores) -> None:
    """
    Their queues, and beside that what is passed on to them and where they were mentioned; the same
    rule says which single one they may open.
    """
    await _said(stores, "c-1", "the parcel", queue="returns")
    await _said(stores, "c-2", "the parcel", queue="support")
    await _said(stores, "c-3", "the parcel")
    await _said(stores, "c-4", "the parcel", queue="support")
    note = {"note_id": "n-1", "agent": "Sue", "text": "Ann?", "mentions": ("Ann",), "at": LATER}
    await stores.desk_tools.notes.add(stores.tenant, Note(conversation_id="c-2", **note))
    update = HandoffUpdate(preferred_agent="Ann", at=LATER)

    limited = await _found(stores, "parcel", queues=("returns",))
    await stores.handoffs.changed(stores.tenant, "h-c-4", update)
    given = await _found(stores, "parcel", queues=("returns",))
    free = await _found(stores, "parcel")

    assert [each.conversation_id for each in limited] == ["c-2", "c-1"]
    assert [each.conversation_id for each in given] == ["c-4", "c-2", "c-1"]
    assert [each.conversation_id for each in free] == ["c-4", "c-3", "c-2", "c-1"]
    access, ann = stores.desk_tools.access, DeskViewer(name="Ann", queues=("returns",))
    seen = [await access.may_see(stores.tenant, ann, f"c-{n}") for n in range(1, 5)]
    assert seen == [True, True, False, True]
    among = await stores.handoffs.listed(stores.tenant, status=None, queue=None, viewer=ann)
    assert {each.handoff_id for each in among} == {"h-c-1", "h-c-4"}
    with pytest.raises(NotFound):
        await access.may_see(stores.tenant, ann, "c-9")


async def test_pages_follow_each_other(stores: Stores) -> None:
    for number in range(1, 6):
        await _said(stores, f"c-{number}", "the parcel")
    seen, after = [], None
    while True:
        page = await stores.desk_tools.search.find(
            stores.tenant,
            DeskQuery(text="parcel"),
            viewer=DeskViewer(name="Ann"),
            after=after,
            limit=2,
        )
        if not page:
            break
        seen += [each.conversation_id for each in page]
        after = After(at=page[-1].at, conversation_id=page[-1].conversation_id)

    assert seen == ["c-5", "c-4", "c-3", "c-2", "c-1"]


async def test_the_way_past_row_security_knows_one_tenant(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """
    Whoever belongs to another tenant is refused by the function itself.
    """
    await _said(postgres, "c-1", "the parcel")
    statement = "SELECT * FROM messages_with_words(%(whose)s, 'parcel', 10)"
    whose = {"whose": postgres.tenant}

    assert len(await tenant_rows(engine, postgres.tenant, statement, whose)) == 1
    with pytest.raises(DuralogueError):
        await tenant_rows(engine, "another", statement, whose)


async def test_without_a_role_of_the_product_the_latest_messages_are_searched(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    The owner of the tables is then held by row-level security, and no index of words helps: to
    read everything would take longer than anybody waits.
    """
    await _said(postgres, "c-1", "the parcel")
    async with owner.transaction(force_rollback=True):
        await owner.execute("DROP POLICY IF EXISTS search_reads ON messages")
        await owner.execute(
            "SELECT set_config('duralogue.tenant_id', %s, true)", (postgres.tenant,)
        )
        found = await owner.execute(
            "SELECT text FROM messages_with_words(%s, 'parc', 10)", (postgres.tenant,)
        )
        assert await found.fetchall() == [("the parcel",)]
        setting = await owner.execute("SHOW enable_bitmapscan")
        assert await setting.fetchone() == ("on",)


async def test_words_are_found_by_their_index(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    Not by reading every message that was ever said.
    """
    await _said(postgres, "c-1", "the parcel")
    await owner.execute("SET enable_seqscan = off")
    plan = await owner.execute(
        "EXPLAIN SELECT 1 FROM messages m WHERE to_tsvector('simple', m.text) @@ "
        "to_tsquery('simple', 'parcel')"
    )
    lines = "\n".join(row[0] for row in await plan.fetchall())
    await owner.execute("RESET enable_seqscan")

    assert "messages_by_words" in lines
    assert NOW < LATER
