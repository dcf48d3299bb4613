"""Merged handoffs over PostgreSQL."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.desk.merges import GIVEN_BACK, NOTE_PREFIX, Merged, MergeSide, Straggler, merge_refusal
from domain.errors import Conflict, NotFound
from domain.handoffs import Handoff
from infra.postgres.engine import tenant_transaction
from infra.postgres.handoffs import COLUMNS
from infra.postgres.raw_queries import tenant_rows

_MOST_MERGED = 20
# Both at once and in one order: of two that would merge each other the second sees the first.
_LOCK = """
SELECT handoff_id FROM handoffs
WHERE tenant_id = %(tenant)s AND ended_at IS NULL
AND (handoff_id = %(into)s OR conversation_id = %(conversation)s)
ORDER BY handoff_id FOR NO KEY UPDATE
"""
_SIDE = """
SELECT c.conversation_id, c.channel, c.status = 'closed' AS is_closed, c.customer_ref,
    h.handoff_id, coalesce(h.kind, 'chat') AS kind, h.assigned_agent, h.merged_into
FROM conversations c LEFT JOIN LATERAL (
    SELECT * FROM handoffs o
    WHERE o.tenant_id = c.tenant_id AND o.conversation_id = c.conversation_id
    AND o.ended_at IS NULL
    AND (%(handoff)s::text IS NULL OR o.handoff_id = %(handoff)s)
    ORDER BY o.kind = 'call_back', o.opened_at DESC, o.handoff_id DESC LIMIT 1
) AS h ON true
WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s
"""
_PLACE = """
SELECT conversation_id FROM handoffs WHERE tenant_id = %(tenant)s AND handoff_id = %(into)s
"""
_MERGE = """
UPDATE handoffs SET merged_into = %(into)s, merged_at = %(at)s
WHERE tenant_id = %(tenant)s AND ended_at IS NULL
AND (handoff_id = %(handoff)s OR merged_into = %(handoff)s)
AND merged_into IS DISTINCT FROM %(into)s
"""
_NOTE = """
INSERT INTO desk_notes (tenant_id, conversation_id, note_id, agent, text, mentions, at)
VALUES (%(tenant)s, %(conversation)s, %(note)s, %(by)s, %(text)s, '{}', %(at)s)
ON CONFLICT DO NOTHING
"""
_SEPARATE = """
UPDATE handoffs SET merged_into = NULL, merged_at = NULL
WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s
RETURNING handoff_id
"""
_MERGED = f"""
SELECT {COLUMNS} FROM handoffs WHERE tenant_id = %(tenant)s AND merged_into = %(handoff)s
ORDER BY opened_at, handoff_id LIMIT %(limit)s
"""  # noqa: S608 - constants
_STRAGGLERS = """
SELECT h.handoff_id, h.conversation_id, h.channel, h.queue, h.customer_ref, h.assigned_agent,
    h.snoozed_until IS NULL AS is_awake, h.merged_at,
    CASE WHEN h.last_message_by = 'customer' THEN h.last_message_at END AS customer_wrote_at,
    i.customer_ref AS into_customer_ref, i.status AS into_status,
    i.assigned_agent AS into_agent, i.ended_at AS into_ended_at, i.handoff_id AS into,
    i.conversation_id AS into_conversation_id, CASE WHEN i.snoozed_until > now()
    THEN i.snoozed_until END AS into_snoozed_until
FROM handoffs h
JOIN handoffs i ON i.tenant_id = h.tenant_id AND i.handoff_id = h.merged_into
WHERE h.tenant_id = %(tenant)s AND h.merged_into IS NOT NULL AND h.ended_at IS NULL
AND (
    i.ended_at IS NOT NULL OR i.customer_ref IS DISTINCT FROM h.customer_ref
    OR i.assigned_agent <> coalesce(h.assigned_agent, '')
    OR i.snoozed_until > now() AND h.snoozed_until IS NULL
)
ORDER BY h.merged_at, h.handoff_id LIMIT %(limit)s
"""


class PostgresHandoffMerges:
    """Implements `HandoffMerges`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def sides(
        self, tenant_id: str, handoff_id: str, conversation_id: str
    ) -> tuple[MergeSide, MergeSide]:
        async with tenant_transaction(self._engine, tenant_id) as connection:
            return await _sides(connection, _ids(tenant_id, handoff_id, conversation_id))

    async def merge(
        self,
        tenant_id: str,
        handoff_id: str,
        conversation_id: str,
        *,
        agent: str,
        by: str,
        at: datetime,
    ) -> Merged:
        ids = _ids(tenant_id, handoff_id, conversation_id)
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_LOCK, ids)
            into, other = await _sides(connection, ids)
            refused = merge_refusal(into, other, agent)
            if refused is not None or other.handoff_id is None:
                raise refused or Conflict(GIVEN_BACK).because("merge-over")
            values = {**ids, "handoff": other.handoff_id, "by": by, "at": at}
            await connection.exec_driver_sql(_MERGE, values)
            said = {"note": f"{NOTE_PREFIX}{handoff_id}"[:64], "text": f"→ {into.conversation_id}"}
            await connection.exec_driver_sql(_NOTE, values | said)
        return Merged(conversation_id=conversation_id, handoff_id=other.handoff_id, into=handoff_id)

    async def separate(self, tenant_id: str, handoff_id: str) -> None:
        values = {"tenant": tenant_id, "handoff": handoff_id}
        if not await tenant_rows(self._engine, tenant_id, _SEPARATE, values):
            raise NotFound(f"there is no handoff {handoff_id}")

    async def merged_into(self, tenant_id: str, handoff_id: str) -> list[Handoff]:
        values = {"tenant": tenant_id, "handoff": handoff_id, "limit": _MOST_MERGED}
        rows = await tenant_rows(self._engine, tenant_id, _MERGED, values)
        return [Handoff.model_validate(row) for row in rows]

    async def stragglers(self, tenant_id: str, *, limit: int) -> list[Straggler]:
        values = {"tenant": tenant_id, "limit": limit}
        rows = await tenant_rows(self._engine, tenant_id, _STRAGGLERS, values)
        return [Straggler.model_validate(row) for row in rows]


def _ids(tenant_id: str, handoff_id: str, conversation_id: str) -> dict[str, Any]:
    return {"tenant": tenant_id, "into": handoff_id, "conversation": conversation_id}


async def _sides(connection: AsyncConnection, ids: dict[str, Any]) -> tuple[MergeSide, MergeSide]:
    place = (await connection.exec_driver_sql(_PLACE, ids)).scalar_one_or_none()
    if place is None:
        raise NotFound(f"there is no handoff {ids['into']}")
    into = await _side(connection, {**ids, "conversation": place, "handoff": ids["into"]})
    return into, await _side(connection, {**ids, "handoff": None})


async def _side(connection: AsyncConnection, values: dict[str, Any]) -> MergeSide:
    rows = (await connection.exec_driver_sql(_SIDE, values)).mappings().all()
    if not rows:
        raise NotFound("There is no such conversation.")
    return MergeSide.model_validate(dict(rows[0]))
