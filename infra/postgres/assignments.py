"""Offers of waiting handoffs, decided and written in one transaction of their tenant's."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.desk.agents import AgentProfile
from domain.desk.assignment import assign
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.desk.snapshot import MISSES, Decisions, DeskSnapshot, OfferOutcome
from domain.errors import Conflict, NotFound
from infra.postgres.claim_reservations import reserve
from infra.postgres.desk_rows import team_of, waiting_of
from infra.postgres.engine import tenant_transaction
from infra.postgres.raw_queries import Row, tenant_rows
from infra.postgres.serialization import as_json

_MOST_WAITING: Final = 5_000
_MOST_TAKEN: Final = 200
_MOST_CLEARED: Final = 200
KEPT_FOR: Final = timedelta(days=7)
"""So long it can be looked up to whom a handoff was offered that waits no more."""
# Two rounds at once would both offer the same handoff, or the same room.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('desk/' || %(tenant)s, 0))"
_WAITING = """
SELECT handoff_id, queue, opened_at, priority, escalated, skills, locale, channel,
    preferred_agent, passed_to, snoozed_until, offered_to, offer_expires_at
FROM handoffs WHERE tenant_id = %(tenant)s AND status = 'waiting' AND merged_into IS NULL
AND (%(everybody)s OR offered_to IS NOT NULL)
AND (abandoned_at IS NULL OR offered_to IS NOT NULL)
ORDER BY escalated DESC, priority, opened_at, handoff_id LIMIT %(most)s
"""
_PASSED = """
SELECT handoff_id, agent, max(ended_at) AS at FROM handoff_offers
WHERE tenant_id = %(tenant)s AND outcome IN ('declined', 'expired')
AND handoff_id = ANY (%(handoffs)s)
GROUP BY handoff_id, agent
"""
# A name whose every token was revoked is nobody's any more, whatever their browser still says.
_TEAM = """
SELECT agent, coalesce(r.queues, '{}') AS queues, coalesce(r.skills, '{}') AS skills,
    coalesce(r.languages, '{}') AS languages, r.capacity,
    p.chosen, p.since, p.heard_until, p.idle_since, (
        SELECT h.ended_at FROM handoffs h
        WHERE h.tenant_id = %(tenant)s AND h.assigned_agent = agent AND h.ended_at IS NOT NULL
        ORDER BY h.ended_at DESC LIMIT 1
    ) AS last_ended, coalesce((
        SELECT f.outcome = 'expired' AND f.ended_at > p.since FROM handoff_offers f
        WHERE f.tenant_id = %(tenant)s AND f.agent = coalesce(r.agent, p.agent)
        AND f.ended_at IS NOT NULL AND f.outcome <> 'withdrawn'
        ORDER BY f.ended_at DESC LIMIT 1
    ), FALSE) AS ignores
FROM (SELECT * FROM agent_profiles WHERE tenant_id = %(tenant)s) AS r
FULL JOIN (SELECT * FROM agent_presence WHERE tenant_id = %(tenant)s) AS p USING (agent)
WHERE NOT EXISTS (
    SELECT FROM staff s WHERE s.tenant_id = %(tenant)s AND s.name = agent
    GROUP BY s.name HAVING bool_and(s.revoked_at IS NOT NULL)
)
"""
_WORKLOADS = """
SELECT assigned_agent AS agent, channel, max(claimed_at) AS last_claimed,
    count(*) FILTER (WHERE snoozed_until IS NULL OR snoozed_until <= %(at)s)::int AS count
FROM handoffs
WHERE tenant_id = %(tenant)s AND status = 'claimed' AND ended_at IS NULL
AND assigned_agent IS NOT NULL AND merged_into IS NULL
GROUP BY assigned_agent, channel
"""
# The last offers before those that end now, as far as they came since the agent chose to be there.
_MISSED = """
SELECT a.agent, count(*)::int AS count FROM unnest(%(agents)s::text[]) AS a (agent)
JOIN agent_presence p ON p.tenant_id = %(tenant)s AND p.agent = a.agent
CROSS JOIN LATERAL (
    SELECT f.outcome, f.ended_at FROM handoff_offers f
    WHERE f.tenant_id = %(tenant)s AND f.agent = a.agent AND f.outcome <> 'withdrawn'
    ORDER BY f.number DESC LIMIT %(misses)s
) AS latest
WHERE latest.outcome = 'expired' AND latest.ended_at > p.since GROUP BY a.agent
"""
# Whoever was heard to choose something meanwhile is left alone.
_GONE = """
UPDATE agent_presence SET chosen = 'away', effective = 'away', since = %(now)s
WHERE tenant_id = %(tenant)s AND agent = ANY (%(gone)s) AND chosen = 'available'
AND since <= %(now)s
"""
# Of handoffs that wait no more: for those who do, they say who has let them pass.
_CLEAR = """
DELETE FROM handoff_offers WHERE ctid = ANY (ARRAY(
    SELECT f.ctid FROM handoff_offers f
    JOIN handoffs h ON h.tenant_id = f.tenant_id AND h.handoff_id = f.handoff_id
    WHERE f.tenant_id = %(tenant)s AND f.ended_at < %(before)s AND h.status <> 'waiting'
    ORDER BY f.ended_at LIMIT %(most)s
)) AND tenant_id = %(tenant)s
"""
# In both: the handoff's row is locked first, then its offers. Who claimed it meanwhile goes first.
_END = """
WITH over AS (
    SELECT * FROM jsonb_to_recordset(%(over)s::jsonb) AS o (
        handoff_id text, agent text, outcome text
    )
), cleared AS (
    UPDATE handoffs h SET offered_to = NULL, offer_expires_at = NULL FROM over o
    WHERE h.tenant_id = %(tenant)s AND h.handoff_id = o.handoff_id AND h.offered_to = o.agent
    AND h.status = 'waiting'
    RETURNING h.handoff_id, o.agent, o.outcome
)
UPDATE handoff_offers f SET ended_at = %(now)s, outcome = c.outcome FROM cleared c
WHERE f.tenant_id = %(tenant)s AND f.handoff_id = c.handoff_id AND f.agent = c.agent
AND f.ended_at IS NULL
RETURNING f.handoff_id
"""
_OFFER = """
WITH made AS (
    SELECT * FROM jsonb_to_recordset(%(offers)s::jsonb) AS o (
        handoff_id text, agent text, expires_at timestamptz
    )
), shown AS (
    UPDATE handoffs h SET offered_to = m.agent, offer_expires_at = m.expires_at FROM made m
    WHERE h.tenant_id = %(tenant)s AND h.handoff_id = m.handoff_id AND h.status = 'waiting'
    AND h.offered_to IS NULL
    RETURNING h.handoff_id, m.agent, m.expires_at
)
INSERT INTO handoff_offers (tenant_id, handoff_id, agent, offered_at, expires_at)
SELECT %(tenant)s, handoff_id, agent, %(now)s, expires_at FROM shown
"""
_DECLINED_BEFORE = """
SELECT h.offered_to, (
    SELECT f.outcome FROM handoff_offers f
    WHERE f.tenant_id = h.tenant_id AND f.handoff_id = h.handoff_id AND f.agent = %(agent)s
    ORDER BY f.number DESC LIMIT 1
) AS outcome
FROM handoffs h WHERE h.tenant_id = %(tenant)s AND h.handoff_id = %(handoff)s
"""
_TAKEN = """
SELECT claimed_at FROM handoffs
WHERE tenant_id = %(tenant)s AND queue = %(queue)s AND claimed_at >= %(since)s
ORDER BY claimed_at DESC LIMIT %(most)s
"""


class PostgresHandoffOffers:
    """Implements `HandoffOffers` over PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def snapshot(
        self, tenant_id: str, settings: DeskSettings, *, at: datetime
    ) -> DeskSnapshot:
        async with tenant_transaction(self._engine, tenant_id) as connection:
            return await _snapshot(connection, tenant_id, settings, at)

    async def assign(self, tenant_id: str, settings: DeskSettings, *, now: datetime) -> Decisions:
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_LOCK, {"tenant": tenant_id})
            # Where agents pull, there is only to take back what was offered before that.
            pushes = settings.assignment is AssignmentPolicy.PUSH
            found = await _snapshot(connection, tenant_id, settings, now, everybody=pushes)
            decisions = assign(found, settings, now)
            values = {"tenant": tenant_id, "now": now}
            if decisions.over:
                over = as_json([asdict(each) for each in decisions.over])
                await connection.exec_driver_sql(_END, {**values, "over": over})
            if decisions.offers:
                offers = as_json(
                    [
                        {**asdict(each), "expires_at": each.expires_at.isoformat()}
                        for each in decisions.offers
                    ]
                )
                await connection.exec_driver_sql(_OFFER, {**values, "offers": offers})
            if decisions.over or decisions.offers:
                old = {**values, "before": now - KEPT_FOR, "most": _MOST_CLEARED}
                await connection.exec_driver_sql(_CLEAR, old)
            if decisions.gone:
                gone = {**values, "gone": list(decisions.gone)}
                await connection.exec_driver_sql(_GONE, gone)
        return decisions

    async def decline(self, tenant_id: str, handoff_id: str, agent: str, *, at: datetime) -> None:
        over = [{"handoff_id": handoff_id, "agent": agent, "outcome": OfferOutcome.DECLINED}]
        values = {"tenant": tenant_id, "now": at, "over": as_json(over)}
        if await tenant_rows(self._engine, tenant_id, _END, values):
            return
        asked = {"tenant": tenant_id, "handoff": handoff_id, "agent": agent}
        found = await tenant_rows(self._engine, tenant_id, _DECLINED_BEFORE, asked)
        if not found:
            raise NotFound(f"there is no handoff {handoff_id}")
        if found[0]["outcome"] != OfferOutcome.DECLINED:
            raise Conflict("This handoff is not offered to you.").because("not-offered")

    async def workloads(self, tenant_id: str, *, at: datetime) -> dict[str, dict[str, int]]:
        values = {"tenant": tenant_id, "at": at}
        found: dict[str, dict[str, int]] = {}
        for row in await tenant_rows(self._engine, tenant_id, _WORKLOADS, values):
            found.setdefault(row["agent"], {})[row["channel"]] = row["count"]
        return found

    async def reserve(
        self,
        tenant_id: str,
        profile: AgentProfile,
        settings: DeskSettings,
        *,
        conversation_id: str,
        channel: str,
        at: datetime,
    ) -> int | None:
        return await reserve(
            self._engine,
            tenant_id,
            profile,
            settings,
            conversation_id=conversation_id,
            channel=channel,
            at=at,
        )

    async def taken_since(self, tenant_id: str, queue: str, since: datetime) -> list[datetime]:
        values = {"tenant": tenant_id, "queue": queue, "since": since, "most": _MOST_TAKEN}
        rows = await tenant_rows(self._engine, tenant_id, _TAKEN, values)
        return sorted(row["claimed_at"] for row in rows)


async def _snapshot(
    connection: AsyncConnection,
    tenant_id: str,
    settings: DeskSettings,
    at: datetime,
    *,
    everybody: bool = True,
) -> DeskSnapshot:
    tenant = {"tenant": tenant_id}
    values = {**tenant, "most": _MOST_WAITING, "everybody": everybody}
    waiting = await _rows(connection, _WAITING, values)
    offered = [row["handoff_id"] for row in waiting]
    passed = await _rows(connection, _PASSED, {**tenant, "handoffs": offered}) if offered else []
    team = await _rows(connection, _TEAM, tenant) if offered else []
    loads = await _rows(connection, _WORKLOADS, {**tenant, "at": at}) if offered else []
    late = [
        row["offered_to"]
        for row in waiting
        if row["offered_to"] is not None and row["offer_expires_at"] <= at
    ]
    asked = {**tenant, "agents": late, "misses": MISSES - 1}
    missed = await _rows(connection, _MISSED, asked) if late else []
    members = team_of(team, loads, missed, settings, at)
    return DeskSnapshot(waiting_of(waiting, passed), members)


async def _rows(
    connection: AsyncConnection, statement: str, values: Mapping[str, Any]
) -> list[Row]:
    found = await connection.exec_driver_sql(statement, dict(values))
    return [dict(row) for row in found.mappings()]
