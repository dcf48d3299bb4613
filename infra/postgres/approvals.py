"""Approvals: what supervisors were asked, and how they decided."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.lists import EVERYBODY, DeskViewer
from domain.errors import NotFound
from domain.handoffs import Approval, ApprovalStatus
from domain.transcript_entries import approval_entry
from infra.postgres.desk_visibility import seen_as
from infra.postgres.engine import tenant_transaction
from infra.postgres.event_rows import record_entries

_COLUMNS = (
    "approval_id, tenant_id, conversation_id, name, by_role, shown, digest, status, decided_by,"
    " note, requested_at, remind_at, expires_at, requested_by, customer_ref, channel, last_seq,"
    " flow, step, reminded_at, escalated_at, escalated_to"
)
# The conversation is locked before its approval, as a turn's commit does it.
_LOCK = """
SELECT FROM conversations c WHERE c.tenant_id = %(tenant)s AND c.conversation_id = (
    SELECT conversation_id FROM approvals
    WHERE tenant_id = %(tenant)s AND approval_id = %(approval)s
) FOR NO KEY UPDATE
"""
_CHANGED = """
UPDATE approvals a SET
    status = %(status)s,
    decided_by = coalesce(%(by)s, a.decided_by),
    note = coalesce(nullif(%(note)s, ''), a.note),
    decided_at = CASE %(status)s WHEN 'waiting' THEN NULL ELSE coalesce(a.decided_at, %(at)s) END
FROM (
    SELECT status AS before FROM approvals
    WHERE tenant_id = %(tenant)s AND approval_id = %(approval)s FOR UPDATE
) AS old
WHERE a.tenant_id = %(tenant)s AND a.approval_id = %(approval)s
RETURNING old.before <> a.status AND EXISTS (
    SELECT FROM conversations c
    WHERE c.tenant_id = a.tenant_id AND c.conversation_id = a.conversation_id
) AS is_news, a.conversation_id
"""
# As for a conversation: the open handoff says whose it is, or the last one; none, everybody's.
_VISIBLE = """(
    %(queues)s::text[] IS NULL OR escalated_to = %(me)s OR coalesce((
        SELECT h.queue = ANY (%(queues)s)
            OR coalesce(%(me)s IN (h.assigned_agent, h.offered_to, h.preferred_agent), FALSE)
        FROM handoffs h
        WHERE h.tenant_id = approvals.tenant_id
        AND h.conversation_id = approvals.conversation_id
        ORDER BY h.ended_at IS NULL DESC, h.opened_at DESC, h.handoff_id DESC LIMIT 1
    ), TRUE)
)"""
_GET = f"""
SELECT {_COLUMNS} FROM approvals
WHERE tenant_id = %(tenant)s AND approval_id = %(approval)s AND {_VISIBLE}
"""  # noqa: S608 - constants
_LISTED = f"""
SELECT {_COLUMNS} FROM approvals
WHERE tenant_id = %(tenant)s AND (%(status)s::text IS NULL OR status = %(status)s)
AND {_VISIBLE}
ORDER BY escalated_at IS NULL, requested_at, approval_id LIMIT %(limit)s
"""  # noqa: S608 - constants


class PostgresApprovals:
    """Implements `Approvals` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def changed(
        self,
        tenant_id: str,
        approval_id: str,
        *,
        status: ApprovalStatus,
        by: str | None = None,
        note: str = "",
        at: datetime,
    ) -> None:
        """Raise NotFound for an approval never asked for. A new status is told by an event."""
        values = {
            "tenant": tenant_id,
            "approval": approval_id,
            "status": status,
            "by": by,
            "note": note.replace("\0", ""),
            "at": at,
        }
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_LOCK, values)
            row = (await connection.exec_driver_sql(_CHANGED, values)).one_or_none()
            if row is None:
                raise NotFound(f"there is no approval {approval_id}")
            if row.is_news:
                ids = {"tenant": tenant_id, "conversation": row.conversation_id}
                await record_entries(connection, ids, [approval_entry(approval_id, status, at)])

    async def get(
        self, tenant_id: str, approval_id: str, *, viewer: DeskViewer = EVERYBODY
    ) -> Approval:
        values = {"tenant": tenant_id, "approval": approval_id, **seen_as(viewer)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            row = (await connection.exec_driver_sql(_GET, values)).mappings().one_or_none()
        if row is None:
            raise NotFound(f"there is no approval {approval_id}")
        return Approval.model_validate(dict(row))

    async def listed(
        self,
        tenant_id: str,
        *,
        status: ApprovalStatus | None,
        limit: int = 100,
        viewer: DeskViewer = EVERYBODY,
    ) -> list[Approval]:
        """The escalated first, then the longest waiting."""
        values = {"tenant": tenant_id, "status": status, "limit": limit, **seen_as(viewer)}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_LISTED, values)).mappings().all()
        return [Approval.model_validate(dict(row)) for row in rows]
