"""Numbers of the desk, counted by PostgreSQL."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.desk.lists import DeskView
from domain.desk.reports import (
    DayBreach,
    DayNumbers,
    DayReport,
    NamedNumbers,
    Wall,
    WallAgent,
    WallQueue,
)
from domain.desk.service_explanation import Explanation, words
from domain.handoffs import Handoff
from domain.understanding.language.registry import LANGUAGES
from infra.postgres.desk_lists import IN_VIEW
from infra.postgres.engine import tenant_transaction
from infra.postgres.handoffs import COLUMNS

_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_SEQ = "SELECT coalesce(max(last_seq), 0) FROM desk_streams WHERE tenant_id = %(tenant)s"
_AWAKE = "(snoozed_until IS NULL OR snoozed_until <= now())"
_AGENTS = f"""
WITH held AS (
    SELECT assigned_agent AS agent, count(*) AS load FROM handoffs
    WHERE tenant_id = %(tenant)s AND ended_at IS NULL AND status = 'claimed' AND {_AWAKE}
    GROUP BY assigned_agent
), profiles AS (
    SELECT agent, capacity FROM agent_profiles WHERE tenant_id = %(tenant)s
), there AS (
    SELECT agent, since, CASE WHEN heard_until < now() THEN 'offline' ELSE effective END AS presence
    FROM agent_presence WHERE tenant_id = %(tenant)s
)
SELECT agent, coalesce(there.presence, 'offline') AS presence, coalesce(held.load, 0) AS load,
    profiles.capacity, there.since
FROM held FULL JOIN profiles USING (agent) FULL JOIN there USING (agent)
WHERE agent IS NOT NULL ORDER BY agent LIMIT 1000
"""  # noqa: S608 - a constant
# Counted as the lists have it: who looks from one to the other finds the same number.
_QUEUES = f"""
SELECT queue,
    count(*) FILTER (WHERE {IN_VIEW[DeskView.WAITING]}) AS waiting,
    min(opened_at) FILTER (WHERE {IN_VIEW[DeskView.WAITING]}) AS oldest_at,
    count(*) FILTER (WHERE {IN_VIEW[DeskView.TEAM]}) AS with_people,
    count(*) FILTER (WHERE {IN_VIEW[DeskView.BREACHED]}) AS breached,
    count(*) FILTER (
        WHERE opened_at >= %(since)s AND first_replied_at <= first_reply_due
    ) AS met
FROM (
    SELECT * FROM handoffs WHERE tenant_id = %(tenant)s AND ended_at IS NULL
    UNION ALL
    SELECT * FROM handoffs
    WHERE tenant_id = %(tenant)s AND ended_at IS NOT NULL AND opened_at >= %(since)s
) AS shown GROUP BY queue ORDER BY queue LIMIT 500
"""  # noqa: S608 - a constant
_LIVE = f"""
SELECT {COLUMNS} FROM handoffs
WHERE tenant_id = %(tenant)s AND ended_at IS NULL AND status = 'claimed'
ORDER BY breached_at IS NULL, awaiting_since, handoff_id LIMIT 200
"""  # noqa: S608 - a constant
_REPLIED = "extract(epoch FROM first_replied_at - opened_at)"
_NUMBERS = f"""
count(*) AS handed_over,
count(first_replied_at) AS answered,
count(*) FILTER (WHERE status = 'cancelled' AND claimed_at IS NULL) AS abandoned,
count(*) FILTER (
    WHERE breached_at IS NOT NULL OR coalesce(first_replied_at, ended_at, now()) > first_reply_due
) AS breached,
percentile_cont(0.5) WITHIN GROUP (ORDER BY {_REPLIED}) AS first_reply_median_s,
percentile_cont(0.9) WITHIN GROUP (ORDER BY {_REPLIED}) AS first_reply_p90_s,
percentile_cont(0.5) WITHIN GROUP (
    ORDER BY CASE WHEN status IN ('returned', 'resolved')
        THEN extract(epoch FROM ended_at - opened_at) END
) AS resolution_median_s
"""
_OF_DAY = """
FROM handoffs
WHERE tenant_id = %(tenant)s AND opened_at >= %(start)s AND opened_at < %(end)s
"""
_TOTAL = f"SELECT {_NUMBERS} {_OF_DAY}"
_BY_QUEUE = f"SELECT queue AS name, {_NUMBERS} {_OF_DAY} GROUP BY queue ORDER BY queue LIMIT 500"
_BY_AGENT = f"""
SELECT assigned_agent AS name, {_NUMBERS} {_OF_DAY} AND assigned_agent IS NOT NULL
GROUP BY assigned_agent ORDER BY assigned_agent LIMIT 1000
"""
_BY_HOUR = f"""
SELECT floor(extract(epoch FROM opened_at - %(start)s) / 3600)::integer AS hour,
    count(*) AS opened {_OF_DAY} GROUP BY 1
"""  # noqa: S608 - a constant
_BREACHES = """
SELECT b.handoff_id, h.conversation_id, h.queue, h.assigned_agent AS agent, b.due_for, b.due_at,
    b.explanation
FROM service_breaches b
JOIN handoffs h ON h.tenant_id = b.tenant_id AND h.handoff_id = b.handoff_id
WHERE b.tenant_id = %(tenant)s AND b.due_at >= %(start)s AND b.due_at < %(end)s
ORDER BY b.due_at, b.handoff_id LIMIT 200
"""
_HOUR = 3600


class PostgresDeskReports:
    """Implements `DeskReports`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def wall(self, tenant_id: str, *, since: datetime) -> Wall:
        values = {"tenant": tenant_id, "since": since}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ONE_MOMENT)
            seq = (await connection.exec_driver_sql(_SEQ, values)).scalar_one()
            agents = await _rows(connection, _AGENTS, values)
            queues = await _rows(connection, _QUEUES, values)
            live = await _rows(connection, _LIVE, values)
        return Wall(
            seq=int(seq),
            agents=tuple(WallAgent.model_validate(row) for row in agents),
            queues=tuple(WallQueue.model_validate(row) for row in queues),
            conversations=tuple(Handoff.model_validate(row) for row in live),
        )

    async def day(self, tenant_id: str, *, start: datetime, end: datetime) -> DayReport:
        values = {"tenant": tenant_id, "start": start, "end": end}
        async with tenant_transaction(self._engine, tenant_id) as connection:
            await connection.exec_driver_sql(_ONE_MOMENT)
            [total] = await _rows(connection, _TOTAL, values)
            queues = await _rows(connection, _BY_QUEUE, values)
            agents = await _rows(connection, _BY_AGENT, values)
            hours = await _rows(connection, _BY_HOUR, values)
            breaches = await _rows(connection, _BREACHES, values)
        opened = {row["hour"]: row["opened"] for row in hours}
        # By what has gone by, not by the clock: a day in which it changes has 23 hours, or 25.
        count = round((end.timestamp() - start.timestamp()) / _HOUR)
        return DayReport(
            day=start.date(),
            zone=str(start.tzinfo),
            total=DayNumbers.model_validate(total),
            queues=tuple(NamedNumbers.model_validate(row) for row in queues),
            agents=tuple(NamedNumbers.model_validate(row) for row in agents),
            by_hour=tuple(opened.get(hour, 0) for hour in range(count)),
            breaches=tuple(_breach(row) for row in breaches),
        )


def _breach(row: dict[str, Any]) -> DayBreach:
    explained = Explanation.model_validate(row.pop("explanation"))
    return DayBreach(because={each: words(explained, each) for each in LANGUAGES}, **row)


async def _rows(
    connection: AsyncConnection, statement: str, values: dict[str, Any]
) -> list[dict[str, Any]]:
    found = await connection.exec_driver_sql(statement, values)
    return [dict(row) for row in found.mappings()]
