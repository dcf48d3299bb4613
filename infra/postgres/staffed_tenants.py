"""Tenants whose desks have something to do, for whoever sees to it that each has its clock."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.raw_queries import tenant_rows

_TENANTS = "SELECT tenant FROM desk_tenants ORDER BY tenant"
_IS_OPEN = """
SELECT EXISTS (SELECT FROM handoffs WHERE tenant_id = %(tenant)s AND ended_at IS NULL)
    OR EXISTS (SELECT FROM approvals WHERE tenant_id = %(tenant)s AND status = 'waiting') AS is_open
"""


async def staffed_tenants(engine: AsyncEngine) -> AsyncIterator[str]:
    """Those where somebody waits, is served, or has something to decide."""
    async with engine.connect() as connection:
        tenants = (await connection.exec_driver_sql(_TENANTS)).scalars().all()
    for tenant in tenants:
        [row] = await tenant_rows(engine, tenant, _IS_OPEN, {"tenant": tenant})
        if row["is_open"]:
            yield tenant
