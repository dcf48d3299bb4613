"""The inbox of approvals in PostgreSQL."""

import json
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.approval_rules import Pressing
from domain.handoffs import Approval, ApprovalStatus
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.engine import tenant_transaction
from infra.postgres.serialization import storable

# Without a change no row is written, and no desk is told.
_PRESS = """
UPDATE approvals a SET
    flow = p.flow, step = p.step,
    reminded_at = coalesce(a.reminded_at, p.reminded_at),
    escalated_to = CASE WHEN a.escalated_at IS NULL THEN p.escalated_to ELSE a.escalated_to END,
    escalated_at = coalesce(a.escalated_at, p.escalated_at)
FROM jsonb_to_recordset(%(found)s::jsonb) AS p (
    approval_id text, flow text, step text, reminded_at timestamptz, escalated_at timestamptz,
    escalated_to text
)
WHERE a.tenant_id = %(tenant)s AND a.approval_id = p.approval_id AND a.status = 'waiting'
AND ((a.flow, a.step) IS DISTINCT FROM (p.flow, p.step)
    OR (a.reminded_at IS NULL AND p.reminded_at IS NOT NULL)
    OR (a.escalated_at IS NULL AND p.escalated_at IS NOT NULL))
"""


class PostgresApprovalInbox:
    """Implements `ApprovalInbox` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._approvals = PostgresApprovals(engine)

    async def waiting(self, tenant_id: str, *, limit: int) -> list[Approval]:
        return await self._approvals.listed(tenant_id, status=ApprovalStatus.WAITING, limit=limit)

    async def press(self, tenant_id: str, found: Sequence[Pressing]) -> None:
        if not found:
            return
        pressed = storable(json.dumps([each.model_dump(mode="json") for each in found]))
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_PRESS, {"tenant": tenant_id, "found": pressed})
