"""Queues and hours as they were edited, each edit a row that never changes."""

import json
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.bot.overrides import (
    ALL_QUEUES,
    MOST_QUEUES,
    DeskOverride,
    Overrides,
    OverrideVersion,
    QueueOverride,
)
from domain.errors import Conflict, QueueInUse, StaleSettings
from infra.postgres.engine import tenant_transaction
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.serialization import storable

_CURRENT: Final = """
SELECT DISTINCT ON (queue) queue, version, content, written_by, written_at FROM queue_overrides
WHERE tenant_id = %(tenant)s ORDER BY queue, version DESC
"""
_LAST: Final = """
SELECT version, written_by, written_at FROM queue_overrides
WHERE tenant_id = %(tenant)s AND queue = %(queue)s ORDER BY version DESC LIMIT 1
"""
_WRITE: Final = """
INSERT INTO queue_overrides (tenant_id, queue, version, content, written_by, written_at)
VALUES (%(tenant)s, %(queue)s, %(version)s, %(content)s, %(written_by)s, %(written_at)s)
"""
_COUNT: Final = """
SELECT count(*) FROM (
    SELECT DISTINCT ON (queue) content FROM queue_overrides
    WHERE tenant_id = %(tenant)s ORDER BY queue, version DESC
) AS latest WHERE content IS NOT NULL
"""
_OPEN: Final = """
SELECT count(*) FROM handoffs
WHERE tenant_id = %(tenant)s AND queue = %(queue)s AND ended_at IS NULL
"""
# Two writers at once would each see the same last version.
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtext('queue overrides ' || %(tenant)s))"


class PostgresQueueOverrides:
    """Implements `QueueOverrides`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def current(self, tenant_id: str) -> Overrides:
        rows = await tenant_rows(self._engine, tenant_id, _CURRENT, {"tenant": tenant_id})
        return Overrides(versions={row["queue"]: _version(row) for row in rows})

    async def write(self, tenant_id: str, edit: OverrideVersion, *, retires: bool = False) -> None:
        values = {
            **edit.model_dump(exclude={"override"}),
            "tenant": tenant_id,
            "content": _content(edit),
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ONE_AT_A_TIME, values)
            await _require_next(connection, edit, values)
            if retires:
                await _require_unused(connection, values)
            await connection.exec_driver_sql(_WRITE, values)
            if int((await connection.exec_driver_sql(_COUNT, values)).scalar_one()) > MOST_QUEUES:
                refused = Conflict(f"{MOST_QUEUES} queues are edited already: retire some")
                raise refused.because("too-many")


async def _require_next(
    connection: AsyncConnection, edit: OverrideVersion, values: dict[str, Any]
) -> None:
    last = (await connection.exec_driver_sql(_LAST, values)).one_or_none()
    if last is not None and last.version != edit.version - 1:
        raise StaleSettings(last.written_by, last.written_at)
    if last is None and edit.version != 1:
        refused = Conflict("There is no such version of these settings: read them again.")
        raise refused.because("no-such-version")


async def _require_unused(connection: AsyncConnection, values: dict[str, Any]) -> None:
    count = int((await connection.exec_driver_sql(_OPEN, values)).scalar_one())
    if count:
        raise QueueInUse(customers=count)


def _content(edit: OverrideVersion) -> str | None:
    """What was not said must stay unsaid: it follows the files."""
    if edit.override is None:
        return None
    return storable(json.dumps(edit.override.model_dump(mode="json", exclude_unset=True)))


def _version(row: dict[str, Any]) -> OverrideVersion:
    kind = DeskOverride if row["queue"] == ALL_QUEUES else QueueOverride
    content = row.pop("content")
    return OverrideVersion(**row, override=content and kind.model_validate(content))
