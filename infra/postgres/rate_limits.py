"""Rate limits that hold across every gateway, in an unlogged table."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.failures import postgres_failures

_TAKE = "SELECT take_rate(%(tenant)s, %(key)s, %(interval)s, %(tolerance)s)"


class PostgresRateLimiter:
    """GCRA. A key begins with its tenant: `acme/visitor/…`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, key: str, *, per_minute: int, burst: int) -> timedelta | None:
        interval = timedelta(minutes=1) / per_minute
        values = {
            "tenant": key.partition("/")[0],
            "key": key,
            "interval": interval,
            "tolerance": interval * (burst - 1),
        }
        with postgres_failures():
            async with self._engine.connect() as connection:
                wait = (await connection.exec_driver_sql(_TAKE, values)).scalar_one()
        return timedelta(seconds=wait.total_seconds()) if wait is not None else None
