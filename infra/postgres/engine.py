"""The pool of connections, and transactions that belong to one tenant."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, event, exc, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import PoolResetState

from domain.errors import ConfigurationError
from infra.postgres.connection_timeouts import ImpatientConnection
from infra.postgres.database_role import BECOME_APP_ROLE, BYPASSES_ROW_SECURITY, TENANT_SETTING
from infra.postgres.failures import postgres_failures

CONNECT_WITHIN = timedelta(seconds=5)
_POOL = "pool"
_DEAD_AFTER = timedelta(seconds=6)
"""What was sent and not acknowledged for so long is on a line that is no more."""


def create_engine(
    database_url: str,
    *,
    pool_size: int = 10,
    pool_timeout: timedelta = timedelta(seconds=5),
    statement_timeout: timedelta = timedelta(seconds=5),
    lock_timeout: timedelta = timedelta(seconds=5),
) -> AsyncEngine:
    """A pool of at most `pool_size` connections to a migrated database.

    Connections commit each statement by themselves; `tenant_transaction` begins and ends what
    needs more than one. Raises nothing: the first connection is made on first use.
    """
    engine = create_async_engine(
        driver_url(database_url),
        isolation_level="AUTOCOMMIT",
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=pool_timeout.total_seconds(),
        pool_recycle=int(timedelta(minutes=30).total_seconds()),
        pool_use_lifo=True,
        pool_reset_on_return=None,  # see `_end_what_is_open`
        hide_parameters=True,
        connect_args=_connect_args(
            {
                "statement_timeout": statement_timeout,
                "lock_timeout": lock_timeout,
                "idle_in_transaction_session_timeout": timedelta(seconds=10),
                # The server's side of a line that has gone dead, while it holds locks.
                "tcp_user_timeout": _DEAD_AFTER,
            }
        ),
    )
    event.listen(engine.sync_engine, "connect", _become_app_role)
    event.listen(engine.sync_engine, "reset", _end_what_is_open)
    event.listen(engine.sync_engine, "connect", _leaving_a_silent_pool(engine))
    event.listen(engine.sync_engine, "checkin", _closing_what_was_left(engine))
    return engine


def _connect_args(settings: Mapping[str, timedelta]) -> dict[str, Any]:
    """`settings` are the session's own, on the server's side."""
    return {
        "async_creator_fn": ImpatientConnection.connect,
        "connect_timeout": int(CONNECT_WITHIN.total_seconds()),
        "tcp_user_timeout": _milliseconds(_DEAD_AFTER),
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "application_name": "duralogue",
        "options": " ".join(
            f"-c {name}={_milliseconds(value)}" for name, value in settings.items()
        ),
    }


def _leaving_a_silent_pool(engine: AsyncEngine) -> Callable[[Any, object], None]:
    """When one connection falls silent the others have too: the next ones come from a new pool."""

    leaving: set[asyncio.Task[None]] = set()

    def on_connect(connection: Any, record: Any) -> None:
        pool = engine.sync_engine.pool
        record.info[_POOL] = pool

        def leave() -> None:
            if engine.sync_engine.pool is pool and not leaving:
                task = asyncio.get_running_loop().create_task(engine.dispose())
                leaving.add(task)
                task.add_done_callback(leaving.discard)

        connection.driver_connection.on_silence = leave

    return on_connect


def _closing_what_was_left(engine: AsyncEngine) -> Callable[[Any, Any], None]:
    """What comes back to a pool that was left meanwhile would stay open until it is collected."""

    def on_checkin(connection: Any, record: Any) -> None:
        if connection is not None and record.info.get(_POOL) is not engine.sync_engine.pool:
            record.invalidate()

    return on_checkin


def _end_what_is_open(connection: Any, _record: object, state: PoolResetState) -> None:
    """Roll back what was left in the middle. SQLAlchemy would roll back always, which sends nothing
    where nothing is open and still takes a third of the processor time of a short statement."""
    driver = connection.driver_connection
    is_idle = driver.info.transaction_status is TransactionStatus.IDLE
    if state.asyncio_safe and not is_idle:
        connection.rollback()


@asynccontextmanager
async def tenant_transaction(engine: AsyncEngine, tenant_id: str) -> AsyncIterator[AsyncConnection]:
    """One transaction that sees and writes this tenant's rows only.

    BEGIN and the tenant travel together, in one round trip. Raises DependencyUnavailable.
    """
    begin = sql.SQL("BEGIN; SET LOCAL {} = {}").format(
        sql.Identifier(*TENANT_SETTING.split(".")), sql.Literal(tenant_id)
    )
    with postgres_failures():
        async with engine.begin() as connection:
            await connection.exec_driver_sql(
                begin.as_string(), execution_options={"no_parameters": True}
            )
            yield connection


def driver_url(database_url: str) -> URL:
    """The address as SQLAlchemy wants it. Raise ConfigurationError where it is none."""
    try:
        return make_url(database_url).set(drivername="postgresql+psycopg")
    except exc.ArgumentError as error:
        raise ConfigurationError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/database"
        ) from error


def _milliseconds(duration: timedelta) -> int:
    return int(duration.total_seconds() * 1000)


def _become_app_role(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute(BECOME_APP_ROLE)
        cursor.execute(BYPASSES_ROW_SECURITY)
        bypasses = cursor.fetchone()[0]
    finally:
        cursor.close()
    if bypasses:
        raise ConfigurationError(
            "DATABASE_URL logs in as a role that row-level security does not hold, and the role "
            "that it should become is missing: run `duralogue migrate` first"
        )
