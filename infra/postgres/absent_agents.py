"""Customers of agents who are offline, over PostgreSQL."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.absences import LeftBehind
from infra.postgres.raw_queries import tenant_rows

# Of what was merged the one that has the line; an answer by the API or a messenger is a sign too.
_LEFT_BEHIND = """
SELECT handoff_id, conversation_id, queue, agent, bool_or(waits) AS waits,
    min(gone_since) AS gone_since
FROM (
    SELECT l.handoff_id, l.conversation_id, l.queue, l.assigned_agent AS agent,
        h.awaiting_since IS NOT NULL AS waits, greatest(
        CASE WHEN p.heard_until < %(at)s THEN p.heard_until ELSE p.since END, l.claimed_at, (
            SELECT m.at FROM messages m
            WHERE m.tenant_id = h.tenant_id AND m.conversation_id = h.conversation_id
            AND m.role = 'human_agent' ORDER BY m.seq DESC LIMIT 1
        )
    ) AS gone_since
    FROM handoffs h
    JOIN handoffs l ON l.tenant_id = h.tenant_id
        AND l.handoff_id = coalesce(h.merged_into, h.handoff_id)
    JOIN agent_presence p ON p.tenant_id = l.tenant_id AND p.agent = l.assigned_agent
    WHERE h.tenant_id = %(tenant)s AND h.status = 'claimed' AND h.ended_at IS NULL
    AND h.kind = 'chat'
    AND l.status = 'claimed' AND l.ended_at IS NULL
    AND (l.snoozed_until IS NULL OR l.snoozed_until <= %(at)s)
    AND (p.heard_until < %(at)s OR p.chosen = 'offline')
) AS found
GROUP BY handoff_id, conversation_id, queue, agent
ORDER BY waits DESC, gone_since, handoff_id LIMIT %(limit)s
"""


class PostgresAbsentAgents:
    """Implements `AbsentAgents`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def left_behind(self, tenant_id: str, *, at: datetime, limit: int) -> list[LeftBehind]:
        values = {"tenant": tenant_id, "at": at, "limit": limit}
        rows = await tenant_rows(self._engine, tenant_id, _LEFT_BEHIND, values)
        return [LeftBehind.model_validate(row) for row in rows]
