"""Query plans of the desk's lists: by index, however many conversations there have been."""

from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.desk.lists import DeskView
from infra.postgres.desk_lists import _COUNTS, _PAGES
from infra.postgres.engine import tenant_transaction
from tests.integration.postgres.stores import Stores

_MANY = """
INSERT INTO handoffs (
    tenant_id, handoff_id, conversation_id, queue, priority, status, opened_at, ended_at,
    assigned_agent
)
SELECT %(tenant)s, 'h-' || n, 'c-' || n, 'q' || n %% 8, 1 + n %% 5,
    CASE WHEN n <= 400 THEN 'waiting' WHEN n <= 500 THEN 'claimed' ELSE 'returned' END,
    now() - n * interval '1 minute', CASE WHEN n > 500 THEN now() END,
    CASE WHEN n > 400 THEN 'agent ' || n %% 40 END
FROM generate_series(1, 30000) n
"""


@pytest.fixture
async def tenant(postgres: Stores, owner: psycopg.AsyncConnection) -> str:
    """One whose desk has been open for long. Its triggers tell nobody: that would take minutes."""
    await owner.execute("SET session_replication_role = replica")
    await owner.execute(_MANY, {"tenant": postgres.tenant})
    await owner.execute("SET session_replication_role = DEFAULT")
    await owner.execute("ANALYZE handoffs")
    return postgres.tenant


async def test_no_list_reads_all_that_ever_was(tenant: str, engine: AsyncEngine) -> None:
    """
    What a list costs would grow with everything that was ever handed over, unseen at first.
    """
    values = {
        "tenant": tenant,
        "me": "agent 3",
        "queues": ["q1", "q3"],
        "queue": None,
        "agent": None,
        "channel": None,
        "limit": 51,
        "escalated": False,
        "priority": 3,
        "at": datetime.now(UTC),
        "handoff": "h-1",
    }
    statements = {f"{view} {begins}": _PAGES[view, begins] for view, begins in _PAGES}
    plans = {}
    async with tenant_transaction(engine, tenant) as connection:
        for name, statement in {**statements, "counts": _COUNTS}.items():
            found = await connection.exec_driver_sql(f"EXPLAIN {statement}", values)
            plans[name] = "\n".join(found.scalars())

    assert len(plans) == 2 * len(DeskView) + 1
    assert [name for name, plan in plans.items() if "Seq Scan" in plan] == []
    newest = [plans[f"{view} True"] for view in (DeskView.CLOSED, DeskView.ALL)]
    assert not any("Sort" in plan for plan in newest)
