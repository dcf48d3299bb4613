"""A tenant's folder into the database: its bot, its knowledge; and the tenant's people."""

import asyncio
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from domain.errors import Conflict
from domain.staff import StaffRole
from duralogue.bot_commands import load_bot
from duralogue.embedded.home import read_json, write_private
from duralogue.wiring import open_database, sync_tenant_knowledge
from infra.markdown.documents import read_documents
from infra.postgres.bots import PostgresBots
from infra.postgres.staff import PostgresStaff
from infra.settings import Settings

_TRIAL_STAFF: Mapping[StaffRole, str] = {
    StaffRole.AGENT: "Alex",
    StaffRole.SUPERVISOR: "Sam",
    StaffRole.OPERATOR: "Olga",
}


async def publish(settings: Settings, folder: Path) -> str:
    """Store the folder as a revision and make it current; says what came of it."""
    bot = await asyncio.to_thread(load_bot, folder)
    async with open_database(settings) as engine:
        is_new = await PostgresBots(engine).publish(bot, by="duralogue publish")
    done = "is now current" if is_new else "was current already"
    return f"{bot.tenant.tenant}: revision {bot.revision} {done}"


async def sync_knowledge(settings: Settings, folder: Path) -> str:
    """Bring the index to the folder's documents; says how many changed."""
    bot = await asyncio.to_thread(load_bot, folder)
    documents = await asyncio.to_thread(read_documents, folder / "knowledge")
    report = await sync_tenant_knowledge(settings, bot.tenant.tenant, documents)
    return f"{bot.tenant.tenant}: {report}"


async def add_staff(settings: Settings, tenant: str, name: str, role: StaffRole) -> str:
    """Returns the token. Raise NotFound for a tenant that has published nothing."""
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant)
        return await PostgresStaff(engine).add(tenant, name, role)


async def seed_tenant(settings: Settings, folder: Path, tokens_file: Path) -> None:
    """Publish, sync, and keep in a file a working staff token of each role."""
    await publish(settings, folder)
    await sync_knowledge(settings, folder)
    bot = await asyncio.to_thread(load_bot, folder)
    tenant = bot.tenant.tenant
    kept = await asyncio.to_thread(read_json, tokens_file)
    async with open_database(settings) as engine:
        staff = PostgresStaff(engine)
        tokens = kept.get(tenant, {})
        for role in StaffRole:
            known = await staff.find(tenant, tokens.get(role, ""))
            if known is None or known.role != role:
                tokens[role] = await _add_trial(staff, tenant, role)
    write_private(tokens_file, {**kept, tenant: tokens})


async def _add_trial(staff: PostgresStaff, tenant: str, role: StaffRole) -> str:
    """Under the first free name: the file may be lost while the database is kept."""
    for number in count(1):
        name = _TRIAL_STAFF[role] if number == 1 else f"{_TRIAL_STAFF[role]} {number}"
        try:
            return await staff.add(tenant, name, role)
        except Conflict:
            continue
    raise AssertionError
