"""The tenant's own people, as the command line sees to them."""

from datetime import timedelta

from domain.staff import StaffRecord, StaffRole, StaffSession
from duralogue.wiring.foundation import open_database
from infra.postgres.bots import PostgresBots
from infra.postgres.staff import PostgresStaff
from infra.settings import Settings


async def add_staff(
    settings: Settings, tenant_id: str, name: str, role: StaffRole, *, valid_for: timedelta
) -> str:
    """The new token: shown here and never again."""
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresStaff(engine).add(tenant_id, name, role, valid_for=valid_for)


async def list_staff(settings: Settings, tenant_id: str) -> list[StaffRecord]:
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresStaff(engine).listed(tenant_id)


async def revoke_staff(settings: Settings, tenant_id: str, staff_id: str) -> None:
    async with open_database(settings) as engine:
        await PostgresStaff(engine).revoke(tenant_id, staff_id)


async def expire_staff(
    settings: Settings, tenant_id: str, staff_id: str, valid_for: timedelta
) -> None:
    async with open_database(settings) as engine:
        await PostgresStaff(engine).expire(tenant_id, staff_id, valid_for)


async def list_sessions(settings: Settings, tenant_id: str) -> list[StaffSession]:
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresStaff(engine).sessions(tenant_id)


async def end_sessions(
    settings: Settings, tenant_id: str, *, session_id: str | None, staff_id: str | None
) -> int:
    """How many were ended."""
    async with open_database(settings) as engine:
        return await PostgresStaff(engine).end_sessions(
            tenant_id, session_id=session_id, staff_id=staff_id
        )
