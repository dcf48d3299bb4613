"""Row-level security, on every table that the migrations make."""

# ruff: noqa: S608 - the names of tables come from pg_catalog

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyRejected, DependencyUnavailable
from infra.postgres.database_role import TENANT_SETTING
from infra.postgres.engine import create_engine, tenant_transaction
from infra.postgres.failures import postgres_failures

WITHOUT_TENANT = {
    "alembic_version",
    "spool_tenants",  # names only
    "file_tenants",  # names only
    "desk_tenants",  # names only
    "model_tenants",  # names only
    "mcp_tenants",  # the same
    "knowledge_models",  # names of models
    "master_key_check",  # a constant sealed by the master key
}
EVERY_TABLE = """
SELECT c.oid::regclass::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
            AND a.attnotnull) AS has_tenant
FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
"""


@pytest.fixture
async def tables(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        found = (await connection.exec_driver_sql(EVERY_TABLE)).all()
    assert len(found) > 15
    unguarded = {row.name for row in found if not (row.forced and row.has_tenant)}
    assert unguarded == WITHOUT_TENANT
    return [row.name for row in found if row.name not in WITHOUT_TENANT]


@pytest.fixture
async def filled(owner: psycopg.AsyncConnection, tables: list[str]) -> AsyncIterator[None]:
    """One row of the tenant `acme` in every table, whatever its other columns."""
    await owner.execute("SET session_replication_role = replica")
    for table in tables:
        await owner.execute(_insert(table, await _columns(owner, table)).encode())
    yield
    for table in tables:
        await owner.execute(f"DELETE FROM {table} WHERE tenant_id = 'acme'".encode())


async def test_without_a_tenant_a_query_sees_nothing_in_any_table(
    engine: AsyncEngine, tables: list[str], filled: None
) -> None:
    """
    A query that forgets the tenant must find nothing, not everybody's rows.
    """
    for table in tables:
        async with tenant_transaction(engine, "acme") as connection:
            mine = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert mine.scalar_one() == 1, table
        async with tenant_transaction(engine, "globex") as connection:
            theirs = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert theirs.scalar_one() == 0, table
        async with engine.connect() as connection:
            nobodys = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            assert nobodys.scalar_one() == 0, table


async def test_without_a_tenant_or_for_another_one_an_insert_fails(
    engine: AsyncEngine, owner: psycopg.AsyncConnection, tables: list[str]
) -> None:
    """
    Rows cannot be smuggled into another tenant, in any table.
    """
    for table in tables:
        insert = _insert(table, await _columns(owner, table))
        with pytest.raises(DependencyRejected, match="row-level security"), postgres_failures():
            async with engine.connect() as connection:
                await connection.exec_driver_sql(insert)
        with pytest.raises(DependencyRejected, match="row-level security"):
            async with tenant_transaction(engine, "globex") as connection:
                await connection.exec_driver_sql(insert)


async def test_the_tenant_ends_with_its_transaction(
    database_url: str,
) -> None:
    """
    A pooled connection must not carry the last tenant into the next request, even after a failure.
    """
    engine = create_engine(database_url, pool_size=1)
    async with tenant_transaction(engine, "acme") as connection:
        inside = await connection.exec_driver_sql("SELECT current_setting('duralogue.tenant_id')")
        assert inside.scalar_one() == "acme"
    with pytest.raises(DependencyRejected):
        async with tenant_transaction(engine, "acme") as connection:
            await connection.exec_driver_sql("SELECT 1/0")
    async with engine.connect() as connection:
        after = await connection.exec_driver_sql(
            "SELECT coalesce(current_setting('duralogue.tenant_id', true), '')"
        )
        assert after.scalar_one() == ""
    await engine.dispose()


async def test_a_superusers_address_is_held_by_row_level_security_too(
    owner_url: str, filled: None
) -> None:
    """
    Superusers pass by every policy, so the product never stays one.
    """
    engine = create_engine(owner_url)
    async with engine.connect() as connection:
        seen = await connection.exec_driver_sql("SELECT count(*) FROM conversations")
        assert seen.scalar_one() == 0
        role = await connection.exec_driver_sql(
            "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        assert role.one() == ("duralogue_app", False)
    await engine.dispose()


async def test_a_login_without_privileges_is_held_though_it_owns_the_tables(
    database_url: str, filled: None
) -> None:
    """
    Where migrations may not create roles, the tables' owner runs the product: held all the same.
    """
    engine = create_engine(database_url)
    async with engine.connect() as connection:
        seen = await connection.exec_driver_sql("SELECT count(*) FROM conversations")
        assert seen.scalar_one() == 0
    async with tenant_transaction(engine, "acme") as connection:
        seen = await connection.exec_driver_sql("SELECT count(*) FROM conversations")
        assert seen.scalar_one() == 1
    await engine.dispose()


async def test_a_superuser_without_the_role_is_refused(
    owner: psycopg.AsyncConnection, owner_url: str
) -> None:
    """
    Rather no service than one in which tenants are not apart.
    """
    await owner.execute("ALTER ROLE duralogue_app RENAME TO duralogue_away")
    engine = create_engine(owner_url)
    try:
        with pytest.raises(ConfigurationError, match="duralogue migrate"):
            async with engine.connect():
                pass
    finally:
        await owner.execute("ALTER ROLE duralogue_away RENAME TO duralogue_app")
        await engine.dispose()


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    """
    Callers retry by the error's name, so a refused connection must have it.
    """
    engine = create_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(DependencyUnavailable):
        async with tenant_transaction(engine, "acme"):
            pass
    await engine.dispose()


async def _columns(owner: psycopg.AsyncConnection, table: str) -> dict[str, str]:
    found = await owner.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull AND NOT atthasdef"
        " AND attidentity = '' AND attgenerated = ''",
        [table],
    )
    return dict(await found.fetchall())


def _insert(table: str, columns: dict[str, str]) -> str:
    values = {
        "text[]": "'{}'",
        "json": "'{}'",
        "jsonb": "'{}'",
        "integer": "0",
        "bigint": "0",
        "double precision": "0",
        "numeric": "0",
        "uuid": "gen_random_uuid()",
        "tsvector": "''",
        "boolean": "false",
        "bytea": "''",
        "vector": "array_fill(0.1, ARRAY[384])::vector",
        "halfvec": "array_fill(0.1, ARRAY[384])::halfvec",
        "timestamp with time zone": "now()",
        "text": "'sent'",
    }
    given = {name: values[kind] for name, kind in columns.items()} | {"tenant_id": "'acme'"}
    return f"INSERT INTO {table} ({', '.join(given)}) VALUES ({', '.join(given.values())})"


async def test_a_transaction_that_was_left_open_ends_with_its_connection(
    engine: AsyncEngine,
) -> None:
    """
    Whoever gets the connection next would go on in it, as the tenant before.
    """
    async with engine.connect() as left:
        driver: Any = (await left.get_raw_connection()).driver_connection
        await driver.execute(f"BEGIN; SET LOCAL {TENANT_SETTING} = 'acme'")
    async with engine.connect() as found:
        again: Any = (await found.get_raw_connection()).driver_connection
        assert again is driver
        known = await again.execute(f"SELECT current_setting('{TENANT_SETTING}', true)")
        assert await known.fetchone() == ("",)
