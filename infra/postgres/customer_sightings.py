"""Sightings of waiting customers, and what follows from their absence."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.engine import tenant_transaction

# In one order: two gateways may have seen the same customers.
_SAW = """
INSERT INTO customer_sightings AS s (tenant_id, conversation_id, seen_at)
SELECT DISTINCT h.tenant_id, h.conversation_id, %(at)s::timestamptz FROM handoffs h
WHERE h.tenant_id = %(tenant)s AND h.conversation_id = ANY (%(conversations)s)
AND h.status = 'waiting' AND h.ended_at IS NULL AND h.kind = 'chat'
ORDER BY h.conversation_id
ON CONFLICT (tenant_id, conversation_id)
DO UPDATE SET seen_at = greatest(s.seen_at, excluded.seen_at)
"""
_MARK = """
WITH judged AS (
    SELECT h.handoff_id, h.abandoned_at,
        CASE WHEN greatest(
            s.seen_at, CASE h.last_message_by WHEN 'customer' THEN h.last_message_at END
        ) < %(since)s THEN coalesce(h.abandoned_at, s.seen_at) END AS verdict
    FROM handoffs h
    JOIN customer_sightings s
        ON s.tenant_id = h.tenant_id AND s.conversation_id = h.conversation_id
    WHERE h.tenant_id = %(tenant)s AND h.status = 'waiting' AND h.ended_at IS NULL
    AND h.kind = 'chat' AND s.seen_at >= h.opened_at
)
UPDATE handoffs h SET abandoned_at = j.verdict FROM judged j
WHERE h.tenant_id = %(tenant)s AND h.handoff_id = j.handoff_id
AND j.abandoned_at IS DISTINCT FROM j.verdict
"""


class PostgresCustomerSightings:
    """Implements `CustomerSightings` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def saw(self, tenant_id: str, conversations: Collection[str], *, at: datetime) -> None:
        values = {"tenant": tenant_id, "conversations": sorted(conversations), "at": at}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_SAW, values)

    async def mark_abandoned(self, tenant_id: str, *, unseen_since: datetime) -> int:
        values = {"tenant": tenant_id, "since": unseen_since}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            return (await connection.exec_driver_sql(_MARK, values)).rowcount
