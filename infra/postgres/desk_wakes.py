"""Wakes for whoever follows desks: names of tenants, as PostgreSQL notifies them."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import timedelta

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.connection_timeouts import ImpatientConnection

_log = logging.getLogger(__name__)

_LISTEN = "LISTEN desk_events"
_LOOK_AT_ALL = timedelta(seconds=30)
_PAUSE = timedelta(seconds=2)
_CONNECT_WITHIN_S = 5


async def desk_wakes(engine: AsyncEngine) -> AsyncGenerator[str | None, None]:
    """Names of tenants, for ever. None means that any may have something: at the beginning, after
    the connection was cut, and every half a minute, so that nothing waits for ever."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            connection = await ImpatientConnection.connect(
                url, autocommit=True, connect_timeout=_CONNECT_WITHIN_S
            )
            async with connection:
                await connection.execute(_LISTEN)
                while True:
                    yield None
                    async for notice in connection.notifies(timeout=_LOOK_AT_ALL.total_seconds()):
                        yield notice.payload
        except (psycopg.OperationalError, OSError):
            _log.warning("desk_wakes_cut")
            await asyncio.sleep(_PAUSE.total_seconds())
