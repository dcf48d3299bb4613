"""Canned replies, and the views that agents have saved."""

from psycopg.types.json import Jsonb
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.desk.canned_replies import MOST_REPLIES, CannedReply
from domain.desk.saved_views import MOST_VIEWS, SavedView
from domain.errors import Conflict, NotFound
from infra.postgres.engine import tenant_transaction
from infra.postgres.raw_queries import tenant_rows

_REPLIES = """
SELECT name, locale, title, text, updated_by, updated_at FROM canned_replies
WHERE tenant_id = %(tenant)s ORDER BY name, locale LIMIT %(most)s
"""
_WRITE_REPLY = """
INSERT INTO canned_replies (tenant_id, name, locale, title, text, updated_by, updated_at)
VALUES (%(tenant)s, %(name)s, %(locale)s, %(title)s, %(text)s, %(updated_by)s, %(updated_at)s)
ON CONFLICT (tenant_id, name, locale) DO UPDATE SET
    title = excluded.title, text = excluded.text,
    updated_by = excluded.updated_by, updated_at = excluded.updated_at
"""
_COUNT_REPLIES = "SELECT count(*) FROM canned_replies WHERE tenant_id = %(tenant)s"
_DELETE_REPLY = """
DELETE FROM canned_replies
WHERE tenant_id = %(tenant)s AND name = %(name)s AND locale = %(locale)s
"""
_VIEWS = """
SELECT name, owner = '' AS shared, filters, updated_by, updated_at FROM desk_views
WHERE tenant_id = %(tenant)s AND owner IN ('', %(agent)s) ORDER BY owner = '', name
"""
_WRITE_VIEW = """
INSERT INTO desk_views (tenant_id, owner, name, filters, updated_by, updated_at)
VALUES (%(tenant)s, %(owner)s, %(name)s, %(filters)s, %(updated_by)s, %(updated_at)s)
ON CONFLICT (tenant_id, owner, name) DO UPDATE SET
    filters = excluded.filters, updated_by = excluded.updated_by, updated_at = excluded.updated_at
"""
_COUNT_VIEWS = "SELECT count(*) FROM desk_views WHERE tenant_id = %(tenant)s AND owner = %(owner)s"
_DELETE_VIEW = """
DELETE FROM desk_views WHERE tenant_id = %(tenant)s AND owner = %(owner)s AND name = %(name)s
"""
# Two writers at once would each see room for one more.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('desk texts ' || %(tenant)s))"


class PostgresCannedReplies:
    """Implements `CannedReplies`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def listed(self, tenant_id: str) -> list[CannedReply]:
        values = {"tenant": tenant_id, "most": MOST_REPLIES}
        rows = await tenant_rows(self._engine, tenant_id, _REPLIES, values)
        return [CannedReply.model_validate(row) for row in rows]

    async def write(self, tenant_id: str, reply: CannedReply) -> None:
        values = {"tenant": tenant_id, **reply.model_dump()}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ONE_AT_A_TIME, values)
            await connection.exec_driver_sql(_WRITE_REPLY, values)
            if await _count(connection, _COUNT_REPLIES, values) > MOST_REPLIES:
                raise Conflict(
                    f"there are {MOST_REPLIES} canned replies already: delete some"
                ).because("too-many")

    async def delete(self, tenant_id: str, name: str, locale: str) -> None:
        values = {"tenant": tenant_id, "name": name, "locale": locale}
        await _delete(self._engine, tenant_id, _DELETE_REPLY, values)


class PostgresSavedViews:
    """Implements `SavedViews`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def listed(self, tenant_id: str, agent: str) -> list[SavedView]:
        values = {"tenant": tenant_id, "agent": agent}
        rows = await tenant_rows(self._engine, tenant_id, _VIEWS, values)
        return [SavedView.model_validate(row) for row in rows]

    async def write(self, tenant_id: str, view: SavedView) -> None:
        values = {
            "tenant": tenant_id,
            "owner": "" if view.shared else view.updated_by,
            "name": view.name,
            "filters": Jsonb(view.filters.model_dump(mode="json")),
            "updated_by": view.updated_by,
            "updated_at": view.updated_at,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ONE_AT_A_TIME, values)
            await connection.exec_driver_sql(_WRITE_VIEW, values)
            if await _count(connection, _COUNT_VIEWS, values) > MOST_VIEWS:
                raise Conflict(f"there are {MOST_VIEWS} views already: delete some").because(
                    "too-many"
                )

    async def delete(self, tenant_id: str, agent: str, name: str, *, shared: bool) -> None:
        values = {"tenant": tenant_id, "owner": "" if shared else agent, "name": name}
        await _delete(self._engine, tenant_id, _DELETE_VIEW, values)


async def _count(connection: AsyncConnection, statement: str, values: dict[str, object]) -> int:
    return int((await connection.exec_driver_sql(statement, values)).scalar_one())


async def _delete(
    engine: AsyncEngine, tenant_id: str, statement: str, values: dict[str, str]
) -> None:
    async with tenant_transaction(engine, tenant_id) as connection:
        done = await connection.exec_driver_sql(statement, values)
    if done.rowcount == 0:
        raise NotFound("There is nothing with this name.")
