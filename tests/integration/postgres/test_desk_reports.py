"""Numbers of the desk, counted from the handoffs' own rows."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.lists import EVERYBODY, HandoffFilter
from domain.desk.reports import DayNumbers
from domain.desk.service_explanation import Explanation
from domain.handoffs import DueFor
from infra.postgres.desk_reads import PostgresDeskReads
from infra.postgres.desk_reports import PostgresDeskReports
from infra.postgres.engine import tenant_transaction
from tests.integration.postgres.stores import NOW, Stores

_HANDOFF = """
INSERT INTO handoffs (
    tenant_id, handoff_id, conversation_id, queue, priority, status, opened_at, first_reply_due,
    assigned_agent, claimed_at, first_replied_at, ended_at, breached_at
)
SELECT %(tenant)s, h.id, 'c-' || h.id, h.queue, 3, h.status, at, at + interval '5 minutes', h.agent,
    CASE WHEN h.agent IS NOT NULL THEN at END, at + h.replied, at + h.ended, NULL
FROM (VALUES
    ('1', 'returns', 'returned', 'Ada', interval '1 minute', interval '10 minutes', 0),
    ('2', 'returns', 'returned', 'Ada', interval '9 minutes', interval '20 minutes', 1),
    ('3', 'returns', 'cancelled', NULL, NULL, interval '2 minutes', 1),
    ('4', 'billing', 'claimed', 'Ben', NULL, NULL, 2),
    ('5', 'billing', 'waiting', NULL, NULL, NULL, 30)
) AS h (id, queue, status, agent, replied, ended, hour)
CROSS JOIN LATERAL (SELECT %(start)s::timestamptz + h.hour * interval '1 hour' AS at) AS moment
"""
_OUT_OF_SIGHT = """
INSERT INTO handoffs (
    tenant_id, handoff_id, conversation_id, queue, priority, status, opened_at, first_reply_due,
    assigned_agent, abandoned_at, snoozed_until, merged_into, breached_at
)
SELECT %(tenant)s, h.id, 'c-' || h.id, 'billing', 3, h.status, %(start)s, %(start)s, h.agent,
    CASE WHEN h.why = 'left' THEN %(start)s::timestamptz END,
    CASE WHEN h.why = 'asleep' THEN now() + interval '1 hour' END,
    CASE WHEN h.why = 'merged' THEN '4' END, %(start)s
FROM (VALUES
    ('6', 'waiting', NULL, 'left'), ('7', 'claimed', 'Ben', 'asleep'),
    ('8', 'claimed', 'Ben', 'merged')
) AS h (id, status, agent, why)
"""
_BREACH = """
INSERT INTO service_breaches (tenant_id, handoff_id, due_for, since, due_at, explanation)
SELECT %(tenant)s, '4', 'next_reply', %(due)s::timestamptz + later, %(due)s::timestamptz + later,
    %(why)s::jsonb FROM (VALUES (interval '0'), (interval '1 day')) AS d (later)
"""
EXPLAINED = Explanation(due_for=DueFor.NEXT_REPLY, since=NOW, due_at=NOW, days=()).model_dump_json()
_PRESENCE = """
INSERT INTO agent_presence (tenant_id, agent, chosen, since, heard_until, idle_since, effective)
VALUES (%(tenant)s, 'Ada', 'busy', now(), now() + interval '1 minute', now(), 'busy'),
    (%(tenant)s, 'Eve', 'available', now(), now() - interval '1 minute', now(), 'available')
"""
_PEOPLE = (
    _PRESENCE,
    "INSERT INTO agent_profiles (tenant_id, agent, capacity) VALUES (%(tenant)s, 'Ben', 2)",
)


async def test_a_day_and_the_wall_count_each_once(postgres: Stores, engine: AsyncEngine) -> None:
    """
    What supervisors are measured by: nobody counted twice, nor on another day.
    """
    start, tenant = NOW.replace(hour=0, minute=0), postgres.tenant
    async with tenant_transaction(engine, tenant) as connection:
        for statement in (_HANDOFF, *_PEOPLE):
            await connection.exec_driver_sql(statement, {"tenant": tenant, "start": start})
        breach = {"tenant": tenant, "due": start + timedelta(hours=1), "why": EXPLAINED}
        await connection.exec_driver_sql(_BREACH, breach)
    reports = PostgresDeskReports(engine)

    day = await reports.day(tenant, start=start, end=start + timedelta(days=1))
    wall = await reports.wall(tenant, since=start)
    empty = await reports.day("globex", start=start, end=start + timedelta(days=1))

    assert day.total == DayNumbers(
        handed_over=4,
        answered=2,
        abandoned=1,
        breached=2,
        first_reply_median_s=300,
        first_reply_p90_s=492,
        resolution_median_s=900,
    )
    assert [(one.name, one.handed_over) for one in day.queues] == [("billing", 1), ("returns", 3)]
    assert [(one.name, one.answered) for one in day.agents] == [("Ada", 2), ("Ben", 0)]
    assert day.by_hour == (1, 2, 1) + 21 * (0,)
    assert [(one.agent, one.presence, one.load, one.capacity) for one in wall.agents] == [
        ("Ada", "busy", 0, None),
        ("Ben", "offline", 1, 2),
        ("Eve", "offline", 0, None),
    ]
    assert [(one.queue, one.waiting, one.with_people, one.met) for one in wall.queues] == [
        ("billing", 1, 1, 0),
        ("returns", 0, 0, 1),
    ]
    assert [one.handoff_id for one in wall.conversations] == ["4"]
    [told] = day.breaches
    assert (told.conversation_id, told.queue, told.agent) == ("c-4", "billing", "Ben")
    assert told.because["en"].startswith("due ")
    assert set(told.because) >= {"en", "de"}
    assert empty.total == DayNumbers()


async def test_the_wall_counts_what_the_lists_have(postgres: Stores, engine: AsyncEngine) -> None:
    """
    Not who has left, sleeps, or goes with another conversation.
    """
    tenant, start = postgres.tenant, NOW.replace(hour=0, minute=0)
    async with tenant_transaction(engine, tenant) as connection:
        await connection.exec_driver_sql(_HANDOFF, {"tenant": tenant, "start": start})
        values = {"tenant": tenant, "start": start}
        await connection.exec_driver_sql(_OUT_OF_SIGHT, values)
    wall = await PostgresDeskReports(engine).wall(tenant, since=start)
    listed = await PostgresDeskReads(engine).handoffs(
        tenant, EVERYBODY, HandoffFilter(), cursor=None, limit=50
    )

    counted = [
        sum(getattr(queue, name) for queue in wall.queues)
        for name in ("waiting", "with_people", "breached")
    ]
    counts = listed.counts
    assert counted == [counts.waiting, counts.team, counts.breached] == [1, 1, 0]
