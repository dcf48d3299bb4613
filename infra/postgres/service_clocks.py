"""Clocks of service levels, over the handoffs of PostgreSQL."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.desk.service_clock import Pause, PauseKind, ServiceFacts
from domain.desk.service_rounds import Breach, ServiceMark, TimedHandoff
from infra.postgres.engine import tenant_transaction
from infra.postgres.serialization import storable

_DUE = """
SELECT h.handoff_id, h.queue, h.opened_at, h.first_reply_due, h.first_replied_at,
    h.awaiting_since, h.snoozed_until, h.promised_at, h.is_repromised, c.version,
    coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'kind', p.kind, 'start', p.started_at, 'end', p.ended_at) ORDER BY p.started_at)
        FROM handoff_pauses p
        WHERE p.tenant_id = c.tenant_id AND p.handoff_id = c.handoff_id
    ), '[]') AS pauses
FROM handoff_clocks c
JOIN handoffs h ON h.tenant_id = c.tenant_id AND h.handoff_id = c.handoff_id
WHERE c.tenant_id = %(tenant)s AND h.ended_at IS NULL
AND (c.is_stale OR c.look_at <= %(now)s OR c.revision IS DISTINCT FROM %(revision)s)
ORDER BY c.look_at NULLS FIRST, c.handoff_id LIMIT %(limit)s
"""
# The handoff is locked before its clock, as the triggers do it.
_LOCK = """
SELECT h.handoff_id, c.version
FROM handoffs h
JOIN handoff_clocks c ON c.tenant_id = h.tenant_id AND c.handoff_id = h.handoff_id
WHERE h.tenant_id = %(tenant)s AND h.handoff_id = ANY(%(handoffs)s) AND h.ended_at IS NULL
ORDER BY h.handoff_id FOR UPDATE OF h
"""
_SHOW = """
UPDATE handoffs h SET
    due_at = m.due_at, due_for = m.due_for, due_because = m.due_because,
    warned_at = m.warned_at, breached_at = m.breached_at, escalated = h.escalated OR m.escalate,
    first_reply_due = coalesce(m.first_reply_due, h.first_reply_due),
    is_repromised = h.is_repromised OR m.first_reply_due IS NOT NULL
FROM jsonb_to_recordset(%(marks)s::jsonb) AS m (
    handoff_id text, due_at timestamptz, due_for text, due_because jsonb, warned_at timestamptz,
    breached_at timestamptz, escalate boolean, first_reply_due timestamptz
)
WHERE h.tenant_id = %(tenant)s AND h.handoff_id = m.handoff_id
"""
_LOOKED = """
UPDATE handoff_clocks c SET is_stale = false, look_at = m.look_at, revision = %(revision)s
FROM jsonb_to_recordset(%(marks)s::jsonb) AS m (handoff_id text, look_at timestamptz)
WHERE c.tenant_id = %(tenant)s AND c.handoff_id = m.handoff_id
"""
_BREACHED = """
INSERT INTO service_breaches (tenant_id, handoff_id, due_for, since, due_at, explanation)
SELECT %(tenant)s, m.handoff_id, b.due_for, b.since, b.due_at, b.explanation
FROM jsonb_to_recordset(%(marks)s::jsonb) AS m (handoff_id text, breaches jsonb),
jsonb_to_recordset(m.breaches) AS b (
    due_for text, since timestamptz, due_at timestamptz, explanation jsonb
)
ON CONFLICT (tenant_id, handoff_id, due_for, since) DO NOTHING
"""
_NEXT = """
SELECT count(*) AS open, min(look_at) FILTER (WHERE NOT is_stale) AS soonest
FROM handoff_clocks WHERE tenant_id = %(tenant)s
"""
_BREACHES = """
SELECT due_for, since, due_at, explanation FROM service_breaches
WHERE tenant_id = %(tenant)s AND handoff_id = %(handoff)s ORDER BY due_at, due_for LIMIT 1000
"""


class PostgresServiceClocks:
    """Implements `ServiceClocks` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def due(
        self, tenant_id: str, *, now: datetime, revision: str, limit: int
    ) -> list[TimedHandoff]:
        values = {"tenant": tenant_id, "now": now, "revision": revision, "limit": limit}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_DUE, values)).mappings().all()
        return [_timed(dict(row)) for row in rows]

    async def mark(self, tenant_id: str, marks: Sequence[ServiceMark], *, revision: str) -> None:
        if not marks:
            return
        async with tenant_transaction(self._engine, tenant_id) as connection:
            current = await self._locked(connection, tenant_id, marks)
            shown = [mark.model_dump(mode="json") for mark in current]
            values = {
                "tenant": tenant_id,
                "revision": revision,
                "marks": storable(json.dumps(shown)),
            }
            for statement in (_SHOW, _LOOKED, _BREACHED):
                await connection.exec_driver_sql(statement, values)

    async def _locked(
        self, connection: AsyncConnection, tenant_id: str, marks: Sequence[ServiceMark]
    ) -> list[ServiceMark]:
        """Those whose facts are still the ones that were read."""
        values = {"tenant": tenant_id, "handoffs": sorted(mark.handoff_id for mark in marks)}
        rows = (await connection.exec_driver_sql(_LOCK, values)).mappings().all()
        versions = {row["handoff_id"]: row["version"] for row in rows}
        return [mark for mark in marks if versions.get(mark.handoff_id) == mark.version]

    async def next_look(self, tenant_id: str) -> tuple[int, datetime | None]:
        async with tenant_transaction(self._engine, tenant_id) as connection:
            row = (await connection.exec_driver_sql(_NEXT, {"tenant": tenant_id})).one()
        return row.open, row.soonest

    async def breaches(self, tenant_id: str, handoff_id: str) -> list[Breach]:
        values = {"tenant": tenant_id, "handoff": handoff_id}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            rows = (await connection.exec_driver_sql(_BREACHES, values)).mappings().all()
        return [Breach.model_validate(dict(row)) for row in rows]


def _timed(row: dict[str, Any]) -> TimedHandoff:
    return TimedHandoff(
        handoff_id=row["handoff_id"],
        queue=row["queue"],
        version=row["version"],
        promised_at=row["promised_at"],
        is_repromised=row["is_repromised"],
        facts=ServiceFacts(
            opened_at=row["opened_at"],
            first_reply_due=row["first_reply_due"],
            first_replied_at=row["first_replied_at"],
            awaiting_since=row["awaiting_since"],
            pauses=tuple(_pause(pause, row["snoozed_until"]) for pause in row["pauses"]),
        ),
    )


def _pause(stored: dict[str, Any], wakes_at: datetime | None) -> Pause:
    """A snooze that still goes on ends when its handoff wakes."""
    pause = Pause.model_validate(stored)
    if pause.kind is PauseKind.SNOOZED and pause.end is None:
        return pause.model_copy(update={"end": wakes_at})
    return pause
