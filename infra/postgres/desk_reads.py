"""Reads of desks: each answer is of one snapshot, and says up to which event."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.desk.lists import (
    ChangedMessage,
    DeskAgent,
    DeskConversation,
    DeskViewer,
    HandoffFilter,
    HandoffPage,
    ListPosition,
    Looker,
    OpenedConversation,
    SentMessage,
    read_cursor,
)
from domain.desk.signals import MOST_WATCHED, AgentLooks
from domain.errors import NotFound
from domain.handoffs import Handoff
from domain.messages import TranscriptMessage
from infra.postgres.desk_lists import counts_of, page_of
from infra.postgres.desk_visibility import MAY_SEE, seen_as
from infra.postgres.engine import tenant_transaction
from infra.postgres.handoffs import COLUMNS
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.transcripts import HISTORY

_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_SEQ = "SELECT coalesce(max(last_seq), 0) FROM desk_streams WHERE tenant_id = %(tenant)s"
_AGENT = """
SELECT p.queues, p.skills, p.languages, p.capacity,
    CASE WHEN a.heard_until < now() THEN 'offline' ELSE a.chosen END AS presence
FROM (SELECT %(agent)s::text AS agent) me
LEFT JOIN agent_profiles p ON p.tenant_id = %(tenant)s AND p.agent = me.agent
LEFT JOIN agent_presence a ON a.tenant_id = %(tenant)s AND a.agent = me.agent
"""
_HANDOFF = f"""
SELECT {COLUMNS} FROM handoffs
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
ORDER BY ended_at IS NULL DESC, opened_at DESC, handoff_id DESC LIMIT 1
"""  # noqa: S608 - constants
_CONVERSATION = """
SELECT conversation_id, channel, status, owner, agent, customer_ref, opened_at, last_seq
FROM conversations WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
"""
_CHANGES = """
SELECT DISTINCT ON (data ->> 'message_id') data ->> 'message_id' AS message_id,
    data ->> 'change' AS change, data ->> 'text' AS text, at
FROM conversation_events
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND seq > %(seq)s
AND kind = 'message_changed' AND data ->> 'message_id' = ANY (%(messages)s)
ORDER BY data ->> 'message_id', seq DESC
"""
_DELIVERIES = """
SELECT d.message_id, d.role, coalesce((
    SELECT r.status FROM delivery_reports r
    WHERE r.tenant_id = d.tenant_id AND r.delivery_id = d.delivery_id ORDER BY r.at DESC LIMIT 1
), d.status) AS status
FROM deliveries d
WHERE d.tenant_id = %(tenant)s
AND d.delivery_id = ANY (%(deliveries)s)
"""
_LOOKING = """
SELECT agent FROM desk_watches
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND until > now()
AND agent <> '' ORDER BY agent LIMIT 50
"""
_LOOKERS = """
SELECT agent, array_agg(conversation_id ORDER BY conversation_id) AS watching FROM desk_watches
WHERE tenant_id = %(tenant)s AND until > now() AND agent <> '' GROUP BY agent LIMIT 1000
"""
_HELD = """
SELECT conversation_id FROM handoffs
WHERE tenant_id = %(tenant)s AND ended_at IS NULL
AND %(agent)s IN (assigned_agent, offered_to, preferred_agent)
"""
# Whoever writes in the conversation holds its row until they commit: the share lock waits for them,
# so that everything after this snapshot meets the watch, and is told.
_SETTLED = """
SELECT FROM conversations
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s FOR SHARE
"""
_WATCH = """
INSERT INTO desk_watches AS w (tenant_id, conversation_id, agent, until)
SELECT %(tenant)s, %(conversation)s, %(agent)s, now() + interval '150 seconds'
ON CONFLICT (tenant_id, conversation_id, agent)
DO UPDATE SET until = greatest(w.until, excluded.until)
"""


class PostgresDeskReads:
    """Implements `DeskReads`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def agent(self, tenant_id: str, agent: str) -> DeskAgent:
        values = {"tenant": tenant_id, "agent": agent}
        [row] = await tenant_rows(self._engine, tenant_id, _AGENT, values)
        return DeskAgent.model_validate({k: v for k, v in row.items() if v is not None})

    async def handoffs(
        self,
        tenant_id: str,
        viewer: DeskViewer,
        wanted: HandoffFilter,
        *,
        cursor: str | None,
        limit: int,
    ) -> HandoffPage:
        position = None if cursor is None else read_cursor(cursor)
        async with self._one_moment(tenant_id) as (connection, seq):
            found = await page_of(
                connection, tenant_id, viewer, wanted, position=position, limit=limit + 1
            )
            counts = await counts_of(connection, tenant_id, viewer)
        page, rest = found[:limit], found[limit:]
        end = ListPosition.of(page[-1], wanted.view).as_cursor() if rest else None
        return HandoffPage(seq=seq, handoffs=tuple(page), next=end, counts=counts)

    async def conversation(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer, *, messages: int
    ) -> OpenedConversation:
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        await self.require_visible(tenant_id, conversation_id, viewer)
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_SETTLED, ids)
            await connection.exec_driver_sql(_WATCH, {**ids, "agent": viewer.name})
        async with self._one_moment(tenant_id) as (connection, seq):
            read = _Reading(connection, ids)
            await read.require_sight(viewer)
            handoff = await read.handoff()
            said = await read.messages(messages)
            return OpenedConversation(
                seq=seq,
                conversation=await read.conversation(),
                handoff=handoff,
                messages=tuple(said),
                changes=tuple(await read.changes(said)),
                deliveries=tuple(await read.deliveries(said)),
                looking=tuple(await read.looking()),
            )

    async def require_visible(
        self, tenant_id: str, conversation_id: str, viewer: DeskViewer
    ) -> None:
        ids = {"tenant": tenant_id, "conversation": conversation_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            read = _Reading(connection, ids)
            await read.conversation()
            await read.require_sight(viewer)

    async def held_by(self, tenant_id: str, agent: str) -> Collection[str]:
        values = {"tenant": tenant_id, "agent": agent}
        rows = await tenant_rows(self._engine, tenant_id, _HELD, values)
        return {row["conversation_id"] for row in rows}

    async def lookers(self, tenant_id: str) -> list[AgentLooks]:
        rows = await tenant_rows(self._engine, tenant_id, _LOOKERS, {"tenant": tenant_id})
        return [
            AgentLooks(agent=row["agent"], watching=tuple(row["watching"][:MOST_WATCHED]))
            for row in rows
        ]

    @asynccontextmanager
    async def _one_moment(self, tenant_id: str) -> AsyncIterator[tuple[AsyncConnection, int]]:
        """Reads that agree with each other, and the number of the last event that they include."""
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ONE_MOMENT)
            seq = (await connection.exec_driver_sql(_SEQ, {"tenant": tenant_id})).scalar_one()
            yield connection, int(seq)


class _Reading:
    """The parts of one conversation."""

    def __init__(self, connection: AsyncConnection, ids: dict[str, str]) -> None:
        self._connection = connection
        self._ids = ids

    async def _rows(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        found = await self._connection.exec_driver_sql(statement, {**self._ids, **values})
        return [dict(row) for row in found.mappings()]

    async def conversation(self) -> DeskConversation:
        """Raise NotFound where there is none."""
        rows = await self._rows(_CONVERSATION)
        if not rows:
            raise NotFound("There is no such conversation.")
        return DeskConversation.model_validate(rows[0])

    async def require_sight(self, viewer: DeskViewer) -> None:
        """Raise NotFound where it is not for this viewer."""
        if not await self._rows(MAY_SEE, **seen_as(viewer)):
            raise NotFound("There is no such conversation.")

    async def handoff(self) -> Handoff | None:
        """The open one, else the last one."""
        rows = await self._rows(_HANDOFF)
        return Handoff.model_validate(rows[0]) if rows else None

    async def messages(self, most: int) -> list[TranscriptMessage]:
        rows = await self._rows(HISTORY, before=None, limit=most)
        return [TranscriptMessage.model_validate(row) for row in reversed(rows)]

    async def changes(self, said: list[TranscriptMessage]) -> list[ChangedMessage]:
        if not said:
            return []
        ids = [message.message_id for message in said if message.role == "customer"]
        rows = await self._rows(_CHANGES, seq=said[0].seq, messages=ids)
        return [ChangedMessage.model_validate(row) for row in rows]

    async def deliveries(self, said: list[TranscriptMessage]) -> list[SentMessage]:
        conversation = self._ids["conversation"]
        ids = [f"{conversation}/{one.role}/{one.message_id}" for one in said]
        rows = await self._rows(_DELIVERIES, deliveries=ids)
        return [SentMessage.model_validate(row) for row in rows]

    async def looking(self) -> list[Looker]:
        return [Looker(agent=row["agent"]) for row in await self._rows(_LOOKING)]
