"""Readiness of PostgreSQL and its tables, for `/ready` and `duralogue doctor`."""

import asyncio
import time
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyRejected, DependencyUnavailable
from infra.postgres.failures import postgres_failures

_READ: Final = "SELECT count(*) FROM alembic_version"
_WRITE: Final = """
DO $$ BEGIN
    CREATE TEMP TABLE duralogue_probe AS SELECT repeat('x', 1000) AS filling
    FROM generate_series(1, 24);
    DROP TABLE duralogue_probe;
END $$
"""
"""A few new pages of a file: what a full disk refuses first. Updating a table that is there would
still work, in space that it has."""


class PostgresDependency:
    """Implements `Dependency`: whether the database can be read."""

    name = "postgresql"
    _asks = _READ

    def __init__(self, engine: AsyncEngine, *, within: timedelta = timedelta(seconds=2)) -> None:
        self._engine = engine
        self._within = within.total_seconds()

    async def check(self) -> None:
        try:
            async with asyncio.timeout(self._within):
                with postgres_failures():
                    async with self._engine.connect() as connection:
                        await connection.exec_driver_sql(self._asks)
        except TimeoutError as error:
            raise DependencyUnavailable(f"PostgreSQL: no answer in {self._within:.0f} s") from error
        except (ConfigurationError, DependencyRejected) as error:
            raise DependencyUnavailable(f"{error}; has `duralogue migrate` run?") from error


class PostgresWrites(PostgresDependency):
    """Implements `Dependency`: whether the database can also be written.

    A server with a full disk or a standby cannot.

    Asked anew every few seconds at most, since each time leaves a trace in the catalogue.
    """

    name = "postgresql-writes"
    _asks = _WRITE

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        within: timedelta = timedelta(seconds=2),
        lasts: timedelta = timedelta(seconds=5),
    ) -> None:
        super().__init__(engine, within=within)
        self._lasts = lasts.total_seconds()
        self._wrote_at: float | None = None

    async def check(self) -> None:
        now = time.monotonic()
        if self._wrote_at is not None and now - self._wrote_at < self._lasts:
            return
        await super().check()
        self._wrote_at = now
