"""Room in an agent's capacity, held for what they are about to take."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.agents import AgentProfile
from domain.desk.claims import has_room
from domain.desk.settings import DeskSettings
from infra.postgres.engine import tenant_transaction

RESERVED_FOR: Final = timedelta(seconds=15)
"""Longer than a claim takes until it is recorded; what comes to nothing is free again then."""
# Of two claims of one agent the second waits, and counts the first.
_LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended('claims/' || %(tenant)s || '/' || %(agent)s, 0))
"""
_TAKEN = """
SELECT channel, count(*)::int AS count FROM (
    SELECT h.channel FROM handoffs h
    WHERE h.tenant_id = %(tenant)s AND h.assigned_agent = %(agent)s AND h.status = 'claimed'
    AND h.ended_at IS NULL AND h.merged_into IS NULL
    AND (h.snoozed_until IS NULL OR h.snoozed_until <= %(at)s)
    UNION ALL
    SELECT r.channel FROM claim_reservations r
    WHERE r.tenant_id = %(tenant)s AND r.agent = %(agent)s AND r.until > %(at)s
    AND r.conversation_id <> %(conversation)s
    AND NOT EXISTS (
        SELECT FROM handoffs h
        WHERE h.tenant_id = r.tenant_id AND h.conversation_id = r.conversation_id
        AND (h.status = 'claimed' AND h.ended_at IS NULL OR h.ended_at >= r.until - %(lasts)s)
    )
) AS taken GROUP BY channel
"""
_RESERVE = """
WITH over AS (
    DELETE FROM claim_reservations WHERE tenant_id = %(tenant)s AND agent = %(agent)s
    AND until <= %(at)s AND conversation_id <> %(conversation)s
)
INSERT INTO claim_reservations (tenant_id, agent, conversation_id, channel, until)
VALUES (%(tenant)s, %(agent)s, %(conversation)s, %(channel)s, %(at)s + %(lasts)s)
ON CONFLICT (tenant_id, agent, conversation_id) DO UPDATE SET until = excluded.until
"""


async def reserve(
    engine: AsyncEngine,
    tenant_id: str,
    profile: AgentProfile,
    settings: DeskSettings,
    *,
    conversation_id: str,
    channel: str,
    at: datetime,
) -> int | None:
    """As `HandoffOffers.reserve`."""
    values = {
        "tenant": tenant_id,
        "agent": profile.agent,
        "conversation": conversation_id,
        "channel": channel,
        "at": at,
        "lasts": RESERVED_FOR,
    }
    async with tenant_transaction(engine, tenant_id) as connection:
        await connection.exec_driver_sql(_LOCK, values)
        rows = (await connection.exec_driver_sql(_TAKEN, values)).mappings().all()
        load = settings.load({row["channel"]: row["count"] for row in rows})
        if not has_room(profile, settings, channel, load):
            return load
        await connection.exec_driver_sql(_RESERVE, values)
    return None
