"""The tenant's own people, as the command line sees to them."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.audit import AuditNote
from domain.errors import NotFound
from domain.passwords import require_good_password
from domain.staff import StaffRecord, StaffRole, StaffSession
from duralogue.wiring.foundation import open_database
from infra.postgres.audit import PostgresAuditLog
from infra.postgres.bots import PostgresBots
from infra.postgres.credentials import PostgresStaffCredentials
from infra.postgres.staff import PostgresStaff
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings


async def add_staff(
    settings: Settings, tenant_id: str, name: str, role: StaffRole, *, valid_for: timedelta
) -> str:
    """The new token: shown here and never again."""
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        token = await PostgresStaff(engine).add(tenant_id, name, role, valid_for=valid_for)
        await note(engine, tenant_id, "staff_added", name, role=role.value)
        return token


async def list_staff(settings: Settings, tenant_id: str) -> list[StaffRecord]:
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresStaff(engine).listed(tenant_id)


async def revoke_staff(settings: Settings, tenant_id: str, staff_id: str) -> None:
    async with open_database(settings) as engine:
        await PostgresStaff(engine).revoke(tenant_id, staff_id)
        await note(engine, tenant_id, "staff_revoked", staff_id)


async def expire_staff(
    settings: Settings, tenant_id: str, staff_id: str, valid_for: timedelta
) -> None:
    async with open_database(settings) as engine:
        await PostgresStaff(engine).expire(tenant_id, staff_id, valid_for)
        await note(engine, tenant_id, "staff_token_end_changed", staff_id, valid_for=str(valid_for))


async def set_password(settings: Settings, tenant_id: str, name: str, written: str) -> None:
    """Raise InvalidInput for a bad one, NotFound for nobody of this name."""
    password = require_good_password(written, name=name, tenant_id=tenant_id)
    async with open_database(settings) as engine:
        staff_id = await _living(engine, tenant_id, name)
        await _credentials(settings, engine).set_password(tenant_id, staff_id, password)
        await note(engine, tenant_id, "password_set", name)


async def remove_second_factor(settings: Settings, tenant_id: str, name: str) -> None:
    async with open_database(settings) as engine:
        staff_id = await _living(engine, tenant_id, name)
        await _credentials(settings, engine).remove_second_factor(tenant_id, staff_id)
        await note(engine, tenant_id, "second_factor_removed", name)


def _credentials(settings: Settings, engine: AsyncEngine) -> PostgresStaffCredentials:
    keys = PostgresTenantKeys(engine, settings.require_master_key())
    return PostgresStaffCredentials(engine, keys)


async def _living(engine: AsyncEngine, tenant_id: str, name: str) -> str:
    await PostgresBots(engine).current(tenant_id)
    for each in await PostgresStaff(engine).listed(tenant_id):
        if each.name == name and each.revoked_at is None:
            return each.staff_id
    raise NotFound(f"there is nobody called {name}: see `duralogue staff list`")


async def list_sessions(settings: Settings, tenant_id: str) -> list[StaffSession]:
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresStaff(engine).sessions(tenant_id)


async def end_sessions(
    settings: Settings, tenant_id: str, *, session_id: str | None, staff_id: str | None
) -> int:
    """How many were ended."""
    async with open_database(settings) as engine:
        ended = await PostgresStaff(engine).end_sessions(
            tenant_id, session_id=session_id, staff_id=staff_id
        )
        await note(engine, tenant_id, "sessions_ended", session_id or staff_id or "", ended=ended)
        return ended


async def note(
    engine: AsyncEngine, tenant_id: str, action: str, subject: str, **detail: str | int
) -> None:
    """What is done at the command line is in the audit log too."""
    done = AuditNote(
        actor="command line", role="operator", action=action, subject=subject, detail=detail
    )
    await PostgresAuditLog(engine).record(tenant_id, done)
