"""One statement that reads a tenant's rows, in one round trip."""

from collections.abc import Mapping
from typing import Any, cast

import psycopg
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.access import TENANT_SETTING
from infra.postgres.failures import postgres_failures

_BELONG = "SELECT set_config(%s, %s, true)"


async def tenant_rows(
    engine: AsyncEngine, tenant_id: str, statement: str, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows that this tenant may see. Raises DependencyUnavailable.

    What is sent in one pipeline is one transaction, so the tenant is set for this read alone;
    `tenant_transaction` would go to the server and back three times.
    """
    with postgres_failures():
        async with engine.connect() as connection:
            pooled = await connection.get_raw_connection()
            driver = cast("psycopg.AsyncConnection[Any]", pooled.driver_connection)
            is_whole = False
            try:
                async with driver.cursor(row_factory=dict_row) as cursor:
                    async with driver.pipeline():
                        await driver.execute(_BELONG, (TENANT_SETTING, tenant_id))
                        await cursor.execute(statement, values)
                    rows = await cursor.fetchall()
                is_whole = True
                return rows
            finally:
                if not is_whole:
                    await connection.invalidate()
