"""Statements that need one round trip, past SQLAlchemy's own machinery."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import psycopg
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.database_role import TENANT_SETTING
from infra.postgres.failures import postgres_failures

Row = dict[str, Any]

_BELONG = "SELECT set_config(%s, %s, true)"


async def tenant_rows(
    engine: AsyncEngine,
    tenant_id: str,
    statement: str,
    values: Mapping[str, Any],
    *,
    prepared_by: str | None = None,
) -> list[Row]:
    """The rows that this tenant may see. Raises DependencyUnavailable.

    What is sent in one pipeline is one transaction, so the tenant is set for this read alone, and
    so is what another statement prepares for it; `tenant_transaction` would go to the server and
    back three times.
    """
    async with _cursor(engine) as (driver, cursor):
        async with driver.pipeline():
            await driver.execute(_BELONG, (TENANT_SETTING, tenant_id))
            if prepared_by is not None:
                await driver.execute(prepared_by, values)
            await cursor.execute(statement, values)
        return await cursor.fetchall()


async def tenant_write(
    engine: AsyncEngine, tenant_id: str, statement: str, values: Mapping[str, Any]
) -> None:
    """Write as this tenant, stored once it returns. Raises DependencyUnavailable."""
    async with _cursor(engine) as (driver, cursor), driver.pipeline():
        await driver.execute(_BELONG, (TENANT_SETTING, tenant_id))
        await cursor.execute(statement, values)


async def function_rows(
    engine: AsyncEngine,
    statement: str,
    values: Mapping[str, Any],
    *,
    binary: bool = False,
) -> list[Row]:
    """What one of our own functions returns; it sets the tenant itself, for its transaction.

    `binary` is for results that hold many bytes. Raises DependencyUnavailable, and what the
    function raises.
    """
    async with _cursor(engine) as (_, cursor):
        await cursor.execute(statement, values, binary=binary)
        return await cursor.fetchall()


async def function_row(engine: AsyncEngine, statement: str, values: Mapping[str, Any]) -> Row:
    """The same for a function that always returns one row."""
    [row] = await function_rows(engine, statement, values)
    return row


@asynccontextmanager
async def _cursor(
    engine: AsyncEngine,
) -> AsyncIterator[tuple["psycopg.AsyncConnection[Any]", "psycopg.AsyncCursor[Row]"]]:
    """A connection of the pool. One that was left in the middle of something is given up."""
    with postgres_failures():
        async with engine.connect() as connection:
            pooled = await connection.get_raw_connection()
            driver = cast("psycopg.AsyncConnection[Any]", pooled.driver_connection)
            is_whole = False
            try:
                async with driver.cursor(row_factory=dict_row) as cursor:
                    yield driver, cursor
                is_whole = True
            except psycopg.DatabaseError:
                is_whole = _is_well(driver)
                raise
            finally:
                if not is_whole:
                    await connection.invalidate()


def _is_well(driver: "psycopg.AsyncConnection[Any]") -> bool:
    """Whether the server has refused the statement and waits for the next."""
    return not driver.closed and driver.info.transaction_status is psycopg.pq.TransactionStatus.IDLE
