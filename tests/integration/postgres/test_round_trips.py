"""Reading and writing a tenant's rows in one round trip."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import DependencyRejected, NotFound
from infra.postgres.engine import create_engine
from infra.postgres.nearest_vectors import AS_MANY_AS_THERE_ARE, COMPARED
from infra.postgres.raw_queries import function_row, function_rows, tenant_rows, tenant_write

_FILED = "SELECT ticket_id FROM tickets WHERE key = 'one trip'"
_FILE = """
INSERT INTO tickets (tenant_id, ticket_id, key, conversation_id, kind, contact, about)
VALUES (%(tenant)s, 't-1', 'one trip', 'c-1', 'ticket', '', '')
"""
_WHO = "SELECT current_setting('duralogue.tenant_id', true) AS tenant"


async def test_the_tenant_is_set_for_this_read_alone(engine: AsyncEngine) -> None:
    """
    A connection goes back to the pool, and the next who takes it must not be somebody.
    """
    assert await tenant_rows(engine, "acme", _WHO, {}) == [{"tenant": "acme"}]
    async with engine.connect() as connection:
        left = (await connection.exec_driver_sql(_WHO)).scalar_one()
    assert left in {"", None}


async def test_a_write_is_stored_for_its_tenant_and_for_nobody_else(engine: AsyncEngine) -> None:
    """
    One trip must mean no less than a transaction: the row is there, guarded, and never half.
    """
    await tenant_write(engine, "acme", _FILE, {"tenant": "acme"})
    with pytest.raises(DependencyRejected):
        await tenant_write(engine, "acme", _FILE, {"tenant": "globex"})

    assert await tenant_rows(engine, "acme", _FILED, {}) == [{"ticket_id": "t-1"}]
    assert await tenant_rows(engine, "globex", _FILED, {}) == []


async def test_a_refused_read_leaves_the_pool_well(owner_url: str) -> None:
    """
    With one connection in the pool, the read after it would wait for ever.
    """
    engine = create_engine(owner_url, pool_size=1)
    with pytest.raises(DependencyRejected):
        await tenant_rows(engine, "acme", "SELECT 1 / %(zero)s::int AS n", {"zero": 0})
    assert await tenant_rows(engine, "acme", _WHO, {}) == [{"tenant": "acme"}]
    await engine.dispose()


async def test_a_read_that_is_given_up_leaves_the_pool_well(owner_url: str) -> None:
    """
    A visitor who closes the page cancels whatever was being read for them.
    """
    engine = create_engine(owner_url, pool_size=1)
    await tenant_rows(engine, "acme", _WHO, {})
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await tenant_rows(engine, "acme", "SELECT pg_sleep(20)", {})
    async with asyncio.timeout(60):
        assert await tenant_rows(engine, "acme", _WHO, {}) == [{"tenant": "acme"}]
    await engine.dispose()


_PLANS = """
SELECT current_setting('enable_sort') AS sorts, current_setting('enable_indexscan') AS by_index
"""


@pytest.mark.parametrize(
    ("passages", "plans"),
    [
        (COMPARED + 1, {"sorts": "off", "by_index": "on"}),
        (COMPARED, {"sorts": "on", "by_index": "off"}),
        (None, {"sorts": "on", "by_index": "off"}),
    ],
)
async def test_a_search_says_for_itself_alone_how_it_finds_what_is_near(
    owner_url: str, passages: int | None, plans: dict[str, str]
) -> None:
    """
    Among 15,000 passages sorting them all took half a second, and of a few the index may miss one;
    whoever has the connection next may do both.
    """
    engine = create_engine(owner_url, pool_size=1)
    tenant = f"t{uuid4().hex[:12]}"
    if passages is not None:
        sized = "INSERT INTO knowledge_sizes VALUES (%(tenant)s, %(passages)s, 0)"
        await tenant_write(engine, tenant, sized, {"tenant": tenant, "passages": passages})
    asked = {"tenant": tenant}
    found = await tenant_rows(engine, tenant, _PLANS, asked, prepared_by=AS_MANY_AS_THERE_ARE)
    assert found == [plans]
    assert await tenant_rows(engine, tenant, _PLANS, {}) == [{"sorts": "on", "by_index": "on"}]
    await engine.dispose()


async def test_a_function_that_refuses_keeps_its_connection(owner_url: str) -> None:
    """
    A refusal is an answer: making a new connection for each would cost more than the statement.
    """
    engine = create_engine(owner_url, pool_size=1)
    whose = "SELECT pg_backend_pid() AS pid"
    before = await function_row(engine, whose, {})
    with pytest.raises(NotFound):
        await function_rows(
            engine,
            "SELECT * FROM open_session(%(tenant)s, 'c-1', 'web', now())",
            {"tenant": "nobody"},
        )
    assert await function_row(engine, whose, {}) == before
    left = await function_row(engine, _WHO, {})
    assert left["tenant"] in {"", None}
    await engine.dispose()
