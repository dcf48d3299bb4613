"""The agents' queue, as the workflows last said it was."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.lists import EVERYBODY, DeskViewer
from domain.errors import NotFound
from domain.handoffs import Handoff, HandoffStatus, HandoffUpdate
from infra.postgres.desk_visibility import HANDOFF_VISIBLE, seen_as
from infra.postgres.engine import tenant_transaction
from infra.postgres.raw_queries import tenant_rows

COLUMNS = (
    "handoff_id, tenant_id, conversation_id, queue, skills, priority, status, reason,"
    " assigned_agent, opened_at, first_reply_due, claimed_at, ended_at, escalated, channel,"
    " locale, customer_ref, preview, last_message_at, last_message_by, awaiting_since,"
    " first_replied_at, preferred_agent, offered_to, offer_expires_at, on_hold_since,"
    " snoozed_until, due_at, due_for, warned_at, breached_at, disposition, due_because,"
    " kind, contact, note, abandoned_at, merged_into, passed_to"
)
_CHANGED = """
UPDATE handoffs SET
    status = CASE WHEN ended_at IS NOT NULL AND %(status)s::text IN ('waiting', 'claimed')
        THEN status ELSE coalesce(%(status)s::text, status) END,
    assigned_agent = CASE WHEN %(is_released)s OR %(status)s::text = 'waiting' THEN NULL
        ELSE coalesce(%(agent)s::text, assigned_agent) END,
    escalated = CASE WHEN %(escalated)s AND is_repromised AND first_reply_due > %(at)s::timestamptz
        THEN escalated ELSE coalesce(%(escalated)s::boolean, escalated) END,
    claimed_at = CASE WHEN %(is_released)s OR %(status)s::text = 'waiting' THEN NULL
        WHEN %(status)s::text = 'claimed' THEN coalesce(claimed_at, %(at)s::timestamptz)
        ELSE claimed_at END,
    ended_at = CASE WHEN coalesce(%(status)s::text, 'waiting') IN ('waiting', 'claimed')
        THEN ended_at ELSE coalesce(ended_at, %(at)s::timestamptz) END,
    queue = coalesce(%(queue)s::text, queue),
    first_reply_due = coalesce(%(first_reply_due)s::timestamptz, first_reply_due),
    promised_at = CASE WHEN %(first_reply_due)s::timestamptz IS NULL THEN promised_at
        ELSE %(at)s::timestamptz END,
    is_repromised = is_repromised AND %(first_reply_due)s::timestamptz IS NULL,
    preferred_agent = CASE WHEN %(is_released)s OR %(is_kept)s THEN %(preferred_agent)s::text
        ELSE coalesce(%(preferred_agent)s::text, preferred_agent) END,
    passed_to = CASE WHEN %(is_released)s OR %(is_kept)s THEN %(preferred_agent)s::text
        WHEN %(status)s::text = 'claimed' THEN NULL
        ELSE coalesce(%(preferred_agent)s::text, passed_to) END,
    on_hold_since = CASE WHEN %(is_released)s OR NOT coalesce(%(on_hold)s::boolean, TRUE) THEN NULL
        WHEN %(on_hold)s::boolean THEN coalesce(on_hold_since, %(at)s::timestamptz)
        ELSE on_hold_since END,
    snoozed_until = CASE WHEN %(is_released)s OR %(is_awake)s THEN NULL
        ELSE coalesce(%(snoozed_until)s::timestamptz, snoozed_until) END,
    disposition = coalesce(%(disposition)s::text, disposition),
    note = CASE WHEN %(is_kept)s THEN '' ELSE coalesce(%(note)s::text, note) END,
    first_replied_at = CASE WHEN %(is_released)s THEN NULL ELSE first_replied_at END,
    offered_to = CASE WHEN %(is_released)s THEN NULL ELSE offered_to END,
    offer_expires_at = CASE WHEN %(is_released)s THEN NULL ELSE offer_expires_at END,
    due_at = CASE WHEN %(is_released)s THEN NULL ELSE due_at END,
    due_for = CASE WHEN %(is_released)s THEN NULL ELSE due_for END,
    due_because = CASE WHEN %(is_released)s THEN '{}'::jsonb ELSE due_because END,
    warned_at = CASE WHEN %(is_released)s THEN NULL ELSE warned_at END,
    breached_at = CASE WHEN %(is_released)s THEN NULL ELSE breached_at END
WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s
"""
_GET = f"SELECT {COLUMNS} FROM handoffs WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s"  # noqa: S608 - constants
_OPEN_OF = f"""
SELECT {COLUMNS} FROM handoffs
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s AND ended_at IS NULL
ORDER BY opened_at DESC, handoff_id DESC LIMIT 1
"""  # noqa: S608 - constants
_LISTED = f"""
SELECT {COLUMNS} FROM handoffs
WHERE tenant_id = %(tenant)s
AND (%(status)s::text IS NULL OR status = %(status)s)
AND (%(queue)s::text IS NULL OR queue = %(queue)s)
AND {HANDOFF_VISIBLE}
ORDER BY escalated DESC, priority, opened_at LIMIT %(limit)s
"""  # noqa: S608 - constants


class PostgresHandoffs:
    """Implements `Handoffs` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def changed(self, tenant_id: str, handoff_id: str, update: HandoffUpdate) -> None:
        """Raise NotFound for a handoff that was never opened."""
        fields = HandoffUpdate.model_fields
        values: dict[str, Any] = {name: getattr(update, name) for name in fields}
        values |= {"tenant": tenant_id, "handoff": handoff_id}
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

    async def open_of(self, tenant_id: str, conversation_id: str) -> Handoff | None:
        values = {"tenant": tenant_id, "conversation": conversation_id}
        rows = await tenant_rows(self._engine, tenant_id, _OPEN_OF, values)
        return Handoff.model_validate(rows[0]) if rows else None

    async def listed(
        self,
        tenant_id: str,
        *,
        status: HandoffStatus | None,
        queue: str | None,
        limit: int = 100,
        viewer: DeskViewer | None = None,
    ) -> list[Handoff]:
        values = {
            "tenant": tenant_id,
            "status": status,
            "queue": queue,
            "limit": limit,
            **seen_as(viewer or EVERYBODY),
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_LISTED, values)).mappings().all()
        return [Handoff.model_validate(dict(row)) for row in rows]
