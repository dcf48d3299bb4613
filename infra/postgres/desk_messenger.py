"""The desk within a messenger: its threads, its people, and how far its events were shown."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.events import DeskEvent
from domain.desk.messenger import DeskThread, FollowedDesk
from domain.staff import StaffMember
from infra.postgres.raw_queries import function_rows, tenant_rows, tenant_write

_THREAD = "SELECT handoff_id, conversation_id, account, channel, thread, begun_at FROM desk_threads"
_BEGUN = """
INSERT INTO desk_threads (
    tenant_id, handoff_id, conversation_id, account, channel, thread, begun_at
) VALUES (
    %(tenant)s, %(handoff_id)s, %(conversation_id)s, %(account)s, %(channel)s, %(thread)s,
    %(begun_at)s
) ON CONFLICT DO NOTHING
"""
_OF_HANDOFF = _THREAD + " WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s"
_OF_CONVERSATION = (
    _THREAD + " WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s"
    " ORDER BY begun_at DESC LIMIT 1"
)
_AT = (
    _THREAD + " WHERE tenant_id = %(tenant)s AND account = %(account)s AND channel = %(channel)s"
    " AND thread = %(thread)s"
)
_LINK = """
WITH gone AS (
    DELETE FROM staff_elsewhere
    WHERE tenant_id = %(tenant)s AND name = %(name)s AND person <> %(person)s
)
INSERT INTO staff_elsewhere (tenant_id, person, name) VALUES (%(tenant)s, %(person)s, %(name)s)
ON CONFLICT (tenant_id, person) DO UPDATE SET name = excluded.name
"""
_STAFF_OF = """
SELECT s.tenant_id, s.staff_id, s.name, s.role FROM staff_elsewhere e
JOIN staff s ON s.tenant_id = e.tenant_id AND s.name = e.name
    AND s.revoked_at IS NULL
WHERE e.tenant_id = %(tenant)s AND e.person = %(person)s
"""
_TENANTS = "SELECT tenant FROM desk_tenants ORDER BY tenant"
_HOLD = """
INSERT INTO desk_followers AS f (tenant_id, follower, seq, held_by, held_until)
VALUES (
    %(tenant)s, %(follower)s,
    coalesce((SELECT last_seq FROM desk_streams WHERE tenant_id = %(tenant)s), 0),
    %(by)s, clock_timestamp() + %(lasts)s
)
ON CONFLICT (tenant_id, follower) DO UPDATE SET
    held_by = excluded.held_by, held_until = excluded.held_until
WHERE f.held_by = excluded.held_by OR f.held_until < clock_timestamp()
RETURNING seq, doing, doing_since
"""
_AFTER = """
SELECT seq, kind, queue, agent, conversation_id, data, at FROM desk_events
WHERE tenant_id = %(tenant)s AND seq > %(seq)s ORDER BY seq LIMIT %(limit)s
"""
_WATCH = """
INSERT INTO desk_watches (tenant_id, conversation_id, agent, until)
VALUES (%(tenant)s, %(conversation)s, '', %(until)s)
ON CONFLICT (tenant_id, conversation_id, agent) DO UPDATE SET until = excluded.until
"""  # nobody's name: who looks into a conversation is read without it
_BEGIN = """
UPDATE desk_followers SET doing = %(seq)s,
    doing_since = CASE WHEN doing = %(seq)s THEN doing_since ELSE clock_timestamp() END
WHERE tenant_id = %(tenant)s AND follower = %(follower)s
"""
_DONE = """
UPDATE desk_followers SET seq = %(seq)s, doing = NULL, doing_since = NULL
WHERE tenant_id = %(tenant)s AND follower = %(follower)s AND seq < %(seq)s
"""


class PostgresDeskThreads:
    """Implements `DeskThreads`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begun(self, tenant_id: str, thread: DeskThread) -> None:
        values = {"tenant": tenant_id, **thread.model_dump()}
        await tenant_write(self._engine, tenant_id, _BEGUN, values)

    async def of_handoff(self, tenant_id: str, handoff_id: str) -> DeskThread | None:
        return await self._one(tenant_id, _OF_HANDOFF, handoff=handoff_id)

    async def of_conversation(self, tenant_id: str, conversation_id: str) -> DeskThread | None:
        return await self._one(tenant_id, _OF_CONVERSATION, conversation=conversation_id)

    async def at(
        self, tenant_id: str, account: str, channel: str, thread: str
    ) -> DeskThread | None:
        return await self._one(tenant_id, _AT, account=account, channel=channel, thread=thread)

    async def link(self, tenant_id: str, person: str, name: str) -> None:
        values = {"tenant": tenant_id, "person": person, "name": name}
        await tenant_write(self._engine, tenant_id, _LINK, values)

    async def staff_of(self, tenant_id: str, person: str) -> StaffMember | None:
        values = {"tenant": tenant_id, "person": person}
        rows = await tenant_rows(self._engine, tenant_id, _STAFF_OF, values)
        return StaffMember.model_validate(rows[0]) if rows else None

    async def _one(self, tenant_id: str, statement: str, **values: str) -> DeskThread | None:
        rows = await tenant_rows(
            self._engine, tenant_id, statement, {"tenant": tenant_id, **values}
        )
        return DeskThread.model_validate(rows[0]) if rows else None


class PostgresDeskFollowing:
    """Implements `DeskFollowing`. Its times are the database's: no two processes' clocks meet."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def tenants(self) -> list[str]:
        return [row["tenant"] for row in await function_rows(self._engine, _TENANTS, {})]

    async def hold(
        self, tenant_id: str, follower: str, by: str, *, lasts: timedelta
    ) -> FollowedDesk | None:
        values = {"tenant": tenant_id, "follower": follower, "by": by, "lasts": lasts}
        rows = await tenant_rows(self._engine, tenant_id, _HOLD, values)
        return FollowedDesk.model_validate(rows[0]) if rows else None

    async def after(self, tenant_id: str, seq: int, *, limit: int) -> list[DeskEvent]:
        values = {"tenant": tenant_id, "seq": seq, "limit": limit}
        rows = await tenant_rows(self._engine, tenant_id, _AFTER, values)
        return [DeskEvent.model_validate(row) for row in rows]

    async def watch(self, tenant_id: str, conversation_id: str, *, until: datetime) -> None:
        values = {"tenant": tenant_id, "conversation": conversation_id, "until": until}
        await tenant_write(self._engine, tenant_id, _WATCH, values)

    async def begin(self, tenant_id: str, follower: str, seq: int) -> None:
        values = {"tenant": tenant_id, "follower": follower, "seq": seq}
        await tenant_write(self._engine, tenant_id, _BEGIN, values)

    async def done(self, tenant_id: str, follower: str, seq: int) -> None:
        values = {"tenant": tenant_id, "follower": follower, "seq": seq}
        await tenant_write(self._engine, tenant_id, _DONE, values)
