"""Bringing a tenant into the product: its bot, its knowledge, its people."""

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from domain.addresses import AllowedAddresses
from domain.bot.compiler import compile_bot
from domain.bot.model import Bot
from domain.errors import Conflict
from domain.knowledge import SyncReport
from domain.staff import StaffRole
from duralogue.knowledge_publication import publish_knowledge, synced
from duralogue.wiring.foundation import CLASSIFIERS, open_database, open_foundation
from infra.bot_files.reader import read_bot_files
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.understander import LocalUnderstander
from infra.postgres.backends import PostgresBackends
from infra.postgres.bots import PostgresBots
from infra.postgres.staff import PostgresStaff
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings

_COMMAND_LINE = "duralogue publish"


async def publish(settings: Settings, folder: Path) -> str:
    """Store the folder as an immutable revision and make it current; a sentence about it."""
    bot = await _bot_of(settings, folder)
    async with open_database(settings) as engine:
        is_new = await PostgresBots(engine).publish(bot, by=_COMMAND_LINE)
    await _train(settings, bot)
    return _published(bot, is_new=is_new)


async def sync_knowledge(settings: Settings, folder: Path) -> SyncReport:
    """Index what changed in the folder's knowledge."""
    tenant_id = (await _bot_of(settings, folder)).tenant.tenant
    async with open_foundation(settings) as base:
        return await publish_knowledge(base, tenant_id, folder)


async def seed_tenant(settings: Settings, folder: Path, tokens: Path) -> None:
    """Publish, sync, and add to the file of tokens one for each role that has none."""
    bot = await _bot_of(settings, folder)
    tenant_id = bot.tenant.tenant
    async with open_foundation(settings) as base:
        print("training: what it understands", file=sys.stderr)  # noqa: T201 - as below
        await _train(settings, bot)
        await base.bots.publish(bot, by=_COMMAND_LINE)
        report = await publish_knowledge(base, tenant_id, folder)
        if report.failed:
            print(synced(report), file=sys.stderr)  # noqa: T201 - as below
        staff = PostgresStaff(base.engine)
        known = _known_tokens(tokens)
        by_role = known.setdefault(tenant_id, {})
        for role in StaffRole:
            if (
                role.value not in by_role
                or await staff.find(tenant_id, by_role[role.value]) is None
            ):
                by_role[role.value] = await _added(staff, tenant_id, role)
    _write_private(tokens, json.dumps(known, indent=2))


async def _train(settings: Settings, bot: Bot) -> None:
    """So that on this machine the first customer of a new revision does not wait for it."""
    folder = settings.duralogue_home / CLASSIFIERS
    await LocalUnderstander(MiniLMEmbedder(), folder).prepare(bot)


async def _added(staff: PostgresStaff, tenant_id: str, role: StaffRole) -> str:
    """A token under the role's name, or under the next free one where the file was lost."""
    name = _name_for(role)
    for number in range(2, 100):
        with suppress(Conflict):
            return await staff.add(tenant_id, name, role)
        name = f"{_name_for(role)} {number}"
    raise Conflict(f"{tenant_id} has too many people called {_name_for(role)}")


def _published(bot: Bot, *, is_new: bool) -> str:
    what = "published" if is_new else "already current"
    return f"{bot.tenant.tenant}: revision {bot.revision[:12]} {what}"


async def _bot_of(settings: Settings, folder: Path) -> Bot:
    """Compile for the tenant that the folder names, with what it may call by these settings and
    by what is connected to it."""
    sources = read_bot_files(folder, today=datetime.now(UTC).date())
    tenant = sources.files.get("tenant.yaml")
    named = tenant.data.get("tenant") if tenant and isinstance(tenant.data, dict) else None
    backends = settings.tenant_backends.get(str(named))
    servers = tuple(backends.servers.values()) if backends else ()
    async with open_database(settings) as engine:
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        servers += await PostgresBackends(engine, keys).servers(str(named))
    return compile_bot(sources, AllowedAddresses.of(settings.outbound_allowed, servers))


def _known_tokens(path: Path) -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.exists() else {}
    return known


_NAMES: Final = {
    StaffRole.AGENT: "Sam",
    StaffRole.SUPERVISOR: "Sue",
    StaffRole.ADMIN: "Alma",
    StaffRole.AUDITOR: "Arno",
    StaffRole.OPERATOR: "Olga",
}


def _name_for(role: StaffRole) -> str:
    return _NAMES[role]


def _write_private(path: Path, content: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
