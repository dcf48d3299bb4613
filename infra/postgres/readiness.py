"""Whether PostgreSQL answers and has our tables, for `/ready` and `duralogue doctor`."""

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyRejected, DependencyUnavailable
from infra.postgres.failures import postgres_failures


class PostgresDependency:
    name = "postgresql"

    def __init__(self, engine: AsyncEngine, *, within: timedelta = timedelta(seconds=2)) -> None:
        self._engine = engine
        self._within = within.total_seconds()

    async def check(self) -> None:
        try:
            async with asyncio.timeout(self._within):
                with postgres_failures():
                    async with self._engine.connect() as connection:
                        await connection.exec_driver_sql("SELECT count(*) FROM alembic_version")
        except TimeoutError as error:
            raise DependencyUnavailable(f"PostgreSQL: no answer in {self._within:.0f} s") from error
        except (ConfigurationError, DependencyRejected) as error:
            raise DependencyUnavailable(f"{error}; has `duralogue migrate` run?") from error
