"""The audit log in both stores; in PostgreSQL nobody changes what is in it."""

import asyncio

import psycopg
import pytest

from domain.audit import AuditNote, broken_link
from domain.errors import DuralogueError
from infra.postgres.raw_queries import tenant_rows, tenant_write
from tests.integration.postgres.stores import Stores


def a_note(subject: str = "h-1") -> AuditNote:
    detail = {"words": 'Grüße \n \\ "x" 🙂', "count": 3, "yes": True, "none": None}
    return AuditNote(actor="Jürgen", role="agent", action="claimed", subject=subject, detail=detail)


async def test_entries_are_numbered_and_linked(stores: Stores) -> None:
    """
    Both stores compute the same hash, whatever letters stand in an entry.
    """
    numbers = [await stores.audit.record(stores.tenant, a_note(f"h-{n}")) for n in range(3)]
    await stores.audit.record("globex", a_note())

    entries = await stores.audit.after(stores.tenant)
    assert numbers == [each.number for each in entries] == [1, 2, 3]
    assert broken_link(entries) is None
    assert entries[0].previous_hash == b""
    assert await stores.audit.after(stores.tenant, 2) == entries[2:]
    assert await stores.audit.listed(stores.tenant, limit=2) == entries[:0:-1]
    assert await stores.audit.listed(stores.tenant, before=2) == entries[:1]
    assert await stores.audit.listed(stores.tenant, actor="Ann") == []
    assert len(await stores.audit.listed(stores.tenant, actor="Jürgen", action="claimed")) == 3


async def test_colleagues_at_once_make_one_chain(postgres: Stores) -> None:
    """
    One after the other, though they come together.
    """
    await asyncio.gather(*(postgres.audit.record(postgres.tenant, a_note()) for _ in range(12)))

    entries = await postgres.audit.after(postgres.tenant)
    assert len(entries) == 12
    assert broken_link(entries) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'Sue' WHERE tenant_id = %(tenant)s",
        "DELETE FROM audit_log WHERE tenant_id = %(tenant)s",
    ],
)
async def test_the_product_cannot_change_it(postgres: Stores, statement: str) -> None:
    """
    Nor delete from it: whatever statement somebody smuggles in.
    """
    await postgres.audit.record(postgres.tenant, a_note())
    engine = postgres.audit._engine  # type: ignore[attr-defined]

    with pytest.raises((DuralogueError, psycopg.Error)):
        await tenant_write(engine, postgres.tenant, statement, {"tenant": postgres.tenant})

    assert broken_link(await postgres.audit.after(postgres.tenant)) is None
    assert len(await postgres.audit.after(postgres.tenant)) == 1


async def test_a_superusers_change_shows(postgres: Stores, owner: psycopg.AsyncConnection) -> None:
    """
    Whoever switches the guard off leaves a broken chain.
    """
    for number in range(3):
        await postgres.audit.record(postgres.tenant, a_note(f"h-{number}"))
    await owner.execute("SET session_replication_role = replica")
    await owner.execute(
        "UPDATE audit_log SET actor = 'Sue' WHERE tenant_id = %s AND number = 2",
        (postgres.tenant,),
    )
    await owner.execute("SET session_replication_role = origin")

    assert "entry 2 was changed" in str(broken_link(await postgres.audit.after(postgres.tenant)))


async def test_an_entry_may_be_written_where_the_thing_is_done(postgres: Stores) -> None:
    """
    In one transaction with it, by the function that everything writes through.
    """
    engine = postgres.audit._engine  # type: ignore[attr-defined]
    statement = "SELECT write_audit(%(t)s, 'Ann', 'admin', 'x', '', '{}') AS number"

    [row] = await tenant_rows(engine, postgres.tenant, statement, {"t": postgres.tenant})

    assert row["number"] == 1
    assert broken_link(await postgres.audit.after(postgres.tenant)) is None
