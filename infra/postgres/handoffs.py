"""The agents' queue, as the workflows last said it was."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import NotFound
from domain.handoffs import Handoff, HandoffStatus
from infra.postgres.engine import tenant_transaction

COLUMNS = (
    "handoff_id, tenant_id, conversation_id, queue, skills, priority, status, reason,"
    " assigned_agent, opened_at, first_reply_due, claimed_at, ended_at, escalated, channel,"
    " locale, customer_ref, preview, last_message_at, last_message_by, awaiting_since,"
    " first_replied_at, preferred_agent, offered_to, offer_expires_at, on_hold_since,"
    " snoozed_until, due_at, due_for, warned_at, breached_at, disposition"
)
_CHANGED = """
UPDATE handoffs SET
    status = %(status)s,
    assigned_agent = coalesce(%(agent)s, assigned_agent),
    escalated = coalesce(%(escalated)s, escalated),
    claimed_at = CASE %(status)s WHEN 'claimed' THEN coalesce(claimed_at, %(at)s)
        ELSE claimed_at END,
    ended_at = CASE WHEN %(status)s IN ('waiting', 'claimed') THEN ended_at
        ELSE coalesce(ended_at, %(at)s) END
WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s
"""
_GET = f"SELECT {COLUMNS} FROM handoffs WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s"  # noqa: S608 - constants
_LISTED = f"""
SELECT {COLUMNS} FROM handoffs
WHERE tenant_id = %(tenant)s
AND (%(status)s::text IS NULL OR status = %(status)s)
AND (%(queue)s::text IS NULL OR queue = %(queue)s)
ORDER BY escalated DESC, priority, opened_at LIMIT %(limit)s
"""  # noqa: S608 - constants


class PostgresHandoffs:
    """Implements `Handoffs` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def changed(
        self,
        tenant_id: str,
        handoff_id: str,
        *,
        status: HandoffStatus,
        agent: str | None = None,
        escalated: bool | None = None,
        at: datetime,
    ) -> None:
        """Raise NotFound for a handoff that was never opened."""
        values = {
            "tenant": tenant_id,
            "handoff": handoff_id,
            "status": status,
            "agent": agent,
            "escalated": escalated,
            "at": at,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            done = await connection.exec_driver_sql(_CHANGED, values)
        if done.rowcount == 0:
            raise NotFound(f"there is no handoff {handoff_id}")

    async def get(self, tenant_id: str, handoff_id: str) -> Handoff:
        values = {"tenant": tenant_id, "handoff": handoff_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            row = (await connection.exec_driver_sql(_GET, values)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"there is no handoff {handoff_id}")
        return Handoff.model_validate(dict(row))

    async def listed(
        self, tenant_id: str, *, status: HandoffStatus | None, queue: str | None, limit: int = 100
    ) -> list[Handoff]:
        values = {"tenant": tenant_id, "status": status, "queue": queue, "limit": limit}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_LISTED, values)).mappings().all()
        return [Handoff.model_validate(dict(row)) for row in rows]
