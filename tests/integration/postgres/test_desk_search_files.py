"""Search at the desk by the names of files that went with messages."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.channels import MessageDeleted
from domain.desk.lists import DeskViewer
from domain.desk.search import DeskQuery, Found, Matched
from domain.dialogue.commands import Command, HandOff
from domain.errors import DuralogueError
from domain.files import FileState, StoredFile
from domain.handoffs import Agent, AgentMessage
from domain.messages import Attachment
from infra.memory.message_changes import MemoryMessageChanges
from infra.memory.turns import MemoryTurnStore
from infra.postgres.file_contents import PostgresFileContents
from infra.postgres.files import PostgresFiles
from infra.postgres.message_changes import PostgresMessageChanges
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

INVOICE = "Rechnung_März-2024 (final).PDF"


def a_file(name: str, reference: str = "F0123") -> Attachment:
    return Attachment(name=name, media_type="application/pdf", size=9, reference=reference)


async def _sent(
    stores: Stores,
    conversation_id: str,
    *files: Attachment,
    channel: Channel = Channel.WEB,
    queue: str = "",
) -> None:
    ref = await stores.open(conversation_id, channel)
    message = an_inbound(ref).model_copy(update={"text": "", "attachments": files})
    commands: list[Command] = [say("I see.")]
    if queue:
        handoff = f"h-{conversation_id}"
        due = {"first_reply_due": LATER, "nobody_at": LATER}
        commands.append(HandOff(handoff_id=handoff, queue=queue, **due))
    at = LATER + timedelta(seconds=int(conversation_id.removeprefix("c-")))
    await stores.turns.commit(a_commit(ref, message, commands=tuple(commands), at=at))


async def _found(stores: Stores, text: str, *queues: str) -> list[Found]:
    viewer = DeskViewer(name="Ann", queues=queues)
    return await stores.desk_tools.search.find(
        stores.tenant, DeskQuery(text=text), viewer=viewer, after=None, limit=20
    )


@pytest.mark.parametrize(
    "query",
    [
        INVOICE,
        "rechnung",
        "RECHNUNG",
        "märz",
        "MA\N{COMBINING DIAERESIS}RZ",
        "marz 2024",
        "2024 rechnung",
        ".pdf",
        "pdf",
    ],
)
async def test_the_name_or_words_of_it(stores: Stores, query: str) -> None:
    """
    However case, accents and what stands between the words are written.
    """
    await _sent(stores, "c-1", a_file("other.txt"), a_file(INVOICE))
    await _sent(stores, "c-2", a_file("parcel.jpg"))

    [found] = await _found(stores, query)

    assert (found.conversation_id, found.matched, found.snippet) == ("c-1", Matched.FILE, INVOICE)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("IMG20240131.jpeg", "20240131"),
        ("IMG20240131.jpeg", "img20240131"),
        ("Ma\N{COMBINING DIAERESIS}ngelrüge.docx", "mängelrüge"),
        ("Straße.png", "strasse"),
        ("Rechnung März.pdf", "Maerz"),
        ("Rechnung Maerz.pdf", "märz"),
        ("Neue Möbel.pdf", "neue moebel"),
        ("счёт-фактура_7.pdf", "СЧЁТ"),
        ("発注書.xlsx", "発注書"),
    ],
)
async def test_digits_and_letters_of_any_language(stores: Stores, name: str, query: str) -> None:
    await _sent(stores, "c-1", a_file(name))

    assert [each.snippet for each in await _found(stores, query)] == [name]


async def test_the_last_word_may_be_only_begun(postgres: Stores) -> None:
    await _sent(postgres, "c-1", a_file(INVOICE))

    assert len(await _found(postgres, "2024 rech")) == 1
    assert await _found(postgres, "rech 2024") == []
    for strange in ("'pdf'", "\\pdf", "pdf & | ! :*", "pdf 🙂", "-- pdf"):
        assert len(await _found(postgres, strange)) <= 1
    assert await _found(postgres, "._-") == []


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.SLACK, Channel.SMS])
async def test_of_every_channel_and_of_agents(stores: Stores, channel: Channel) -> None:
    await _sent(stores, "c-1", a_file("parcel.jpg"), channel=channel)
    answer = AgentMessage(
        message_id="a-1",
        handoff_id="h-1",
        agent=Agent(name="Ann"),
        text="",
        sent_at=LATER,
        attachments=(a_file("label.pdf"),),
    )
    ids = {"tenant_id": stores.tenant, "conversation_id": "c-1"}
    await stores.records.record_agent_message(answer, **ids, session=1)

    assert [each.snippet for each in await _found(stores, "parcel")] == ["parcel.jpg"]
    assert [each.snippet for each in await _found(stores, "label")] == ["label.pdf"]


async def test_only_in_the_viewers_queues(stores: Stores) -> None:
    await _sent(stores, "c-1", a_file("parcel.jpg"), queue="returns")
    await _sent(stores, "c-2", a_file("parcel.jpg"), queue="support")

    assert [each.conversation_id for each in await _found(stores, "parcel", "returns")] == ["c-1"]
    assert len(await _found(stores, "parcel")) == 2


async def test_what_the_customer_took_back_is_not_found(
    stores: Stores, engine: AsyncEngine
) -> None:
    await _sent(stores, "c-1", a_file("parcel.jpg"))
    change = MessageDeleted(event_id="d-1", message_id="m-1", at=NOW)
    changes = (
        MemoryMessageChanges(stores.turns._database)
        if isinstance(stores.turns, MemoryTurnStore)
        else PostgresMessageChanges(engine)
    )
    assert len(await _found(stores, "parcel")) == 1

    await changes.record(stores.tenant, "c-1", [change], at=LATER)

    assert await _found(stores, "parcel") == []


async def test_a_file_past_its_end_is_gone_before_it_is_swept_away(
    postgres: Stores, engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    The transcript still says that there was one; the search does not lead to what nobody can open.
    """
    now = datetime.now(UTC)
    file = StoredFile(
        file_id="a" * 32,
        conversation_id="c-1",
        name="parcel.jpg",
        media_type="image/jpeg",
        size=5,
        sha256=hashlib.sha256(b"hello").hexdigest(),
        state=FileState.CLEAN,
        expires_at=now + timedelta(days=1),
    )
    files = PostgresFiles(
        engine, PostgresTenantKeys(engine, MASTER_KEY), PostgresFileContents(engine)
    )
    await files.keep(postgres.tenant, file, _bytes())
    await _sent(postgres, "c-1", file.as_attachment())
    assert len(await _found(postgres, "parcel")) == 1

    ended = "UPDATE files SET expires_at = now() - interval '1 hour' WHERE tenant_id = %s"
    await owner.execute(ended, [postgres.tenant])
    assert await _found(postgres, "parcel") == []

    await files.remove_expired(at=now)
    left = await owner.execute(
        "SELECT count(*) FROM message_files WHERE tenant_id = %s", [postgres.tenant]
    )
    assert await left.fetchone() == (0,)


async def _bytes() -> AsyncIterator[bytes]:
    yield b"hello"


async def test_a_name_of_any_kind_never_fails_its_message(postgres: Stores) -> None:
    """
    A ligature of 18 letters, 255 times: longer than PostgreSQL takes a word.
    """
    names = ["\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 255, "🙂" * 255, "_" * 9, "\\'&:*"]

    await _sent(postgres, "c-1", *map(a_file, names))

    [line, _] = await postgres.transcripts.history(postgres.tenant, "c-1", before=None, limit=10)
    assert [each.name for each in line.attachments] == names
    assert len(await _found(postgres, "🙂")) == 1


async def test_the_way_past_row_security_knows_one_tenant(
    postgres: Stores, engine: AsyncEngine
) -> None:
    await _sent(postgres, "c-1", a_file("parcel.jpg"))
    statement = "SELECT * FROM files_with_words(%(whose)s, 'parcel', 10)"
    whose = {"whose": postgres.tenant}

    assert len(await tenant_rows(engine, postgres.tenant, statement, whose)) == 1
    with pytest.raises(DuralogueError):
        await tenant_rows(engine, "another", statement, whose)


_MANY = """
INSERT INTO message_files
SELECT %(tenant)s, 'x-' || n, 'customer', 'm-1', 1, name, file_name_vector(name), NULL,
    now() - n * interval '1 minute'
FROM (
    SELECT n, CASE WHEN n = 20000 THEN 'rare' ELSE 'photo-' || n END || '.pdf' AS name
    FROM generate_series(1, 20000) n
) AS made
"""


async def test_what_everybody_sends_and_what_nobody_does_is_found_by_an_index(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    Twenty thousand names end in ".pdf": the latest are enough.
    """
    await owner.execute(_MANY, {"tenant": postgres.tenant})
    find = "SELECT name FROM files_with_words(%s, %s, 3)"
    async with owner.transaction(force_rollback=True):
        whose = (postgres.tenant,)
        await owner.execute("SELECT set_config('duralogue.tenant_id', %s, true)", whose)
        latest = await owner.execute(find, (postgres.tenant, "pdf"))
        assert [row[0] for row in await latest.fetchall()] == [f"photo-{n}.pdf" for n in (1, 2, 3)]
        rare = await owner.execute(find, (postgres.tenant, "rare"))
        assert await rare.fetchall() == [("rare.pdf",)]
        await owner.execute("SET LOCAL enable_seqscan = off")
        plan = await owner.execute(
            "EXPLAIN SELECT 1 FROM message_files WHERE words @@ 'rare'::tsquery"
        )
        assert "message_files_by_words" in "\n".join(row[0] for row in await plan.fetchall())
