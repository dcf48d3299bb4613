"""Checks of `duralogue doctor`: each finding says what is fine, or what to do."""

import asyncio
import os
import platform
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import ConfigurationError, DependencyUnavailable, DuralogueError
from duralogue.embedded.binaries import postgres_programs, temporal_binary
from duralogue.embedded.os_user import account_for_postgres
from duralogue.embedded.temporal import missing_search_attributes
from duralogue.findings import Finding
from duralogue.model_checks import examine_model_servers
from duralogue.wiring.foundation import open_database
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_model import MODEL
from infra.postgres.migrate import is_current
from infra.postgres.tool_pins import disabled_tools
from infra.settings import Settings

_NEWEST_TOO_OLD = (3, 11)
_OLDEST_POSTGRES = 160_000
_MOST_TOOLS_NAMED = 10


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything, also after something was found wrong."""
    found = [
        await _examined(about, settings, look)
        for about, look in (
            ("python", _python),
            ("home", _home),
            ("PostgreSQL", _postgres),
            ("Temporal", _temporal),
            ("secrets", _secrets),
            ("models", _models),
            ("knowledge", _knowledge),
            ("MCP tools", _mcp_tools),
        )
    ]
    return [*found, *await examine_model_servers(settings)]


async def _examined(
    about: str, settings: Settings, look: Callable[[Settings], Awaitable[str]]
) -> Finding:
    try:
        return Finding(about, is_fine=True, says=await look(settings))
    except DuralogueError as error:
        return Finding(about, is_fine=False, says=" / ".join(str(error).splitlines()))


async def _python(_settings: Settings) -> str:
    if sys.version_info < _NEWEST_TOO_OLD:
        raise ConfigurationError(f"{platform.python_version()} is too old, 3.11 or newer is needed")
    return platform.python_version()


async def _home(settings: Settings) -> str:
    home = settings.duralogue_home.absolute()
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        raise ConfigurationError(f"{home} cannot be written: set DURALOGUE_HOME to another folder")
    return str(home)


async def _postgres(settings: Settings) -> str:
    if settings.database_url is None:
        programs = await asyncio.to_thread(postgres_programs, account_for_postgres())
        return (
            f"DATABASE_URL is not set; `duralogue dev` starts its own from {_shortened(programs)}"
        )
    url = settings.require_database_url()
    version = await _postgres_version(url)
    if version < _OLDEST_POSTGRES:
        raise ConfigurationError(f"version {version // 10_000} is too old, 16 or newer is needed")
    if not await asyncio.to_thread(is_current, url):
        raise ConfigurationError("its schema is not that of this release: run `duralogue migrate`")
    return f"version {version // 10_000}, with pgvector, at the schema of this release"


async def _postgres_version(url: str) -> int:
    try:
        async with await psycopg.AsyncConnection.connect(
            url.replace("+psycopg", "", 1), connect_timeout=5
        ) as connection:
            found = await connection.execute(
                "SELECT current_setting('server_version_num')::int,"
                " EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')"
            )
            version, has_vectors = await found.fetchone() or (0, False)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise DependencyUnavailable(f"does not answer: {reason}") from error
    if not has_vectors:
        raise ConfigurationError("pgvector is missing: install it on the database server")
    return int(version)


async def _temporal(settings: Settings) -> str:
    if settings.temporal_address is None:
        binary = temporal_binary()
        return f"TEMPORAL_ADDRESS is not set; `duralogue dev` starts {_shortened(binary)}"
    address, namespace = settings.temporal_address, settings.temporal_namespace
    missing = await missing_search_attributes(address, namespace)
    if missing:
        raise ConfigurationError(
            f"search attributes are missing in {namespace} ({', '.join(missing)}): "
            "run `duralogue migrate`"
        )
    return f"{address}, namespace {namespace}, with our search attributes"


async def _secrets(settings: Settings) -> str:
    if settings.duralogue_master_key is None and settings.database_url is None:
        return "not set; `duralogue dev` makes its own"
    settings.require_master_key()
    settings.require_session_secret()
    return "the master key and the session secret are set"


async def _models(_settings: Settings) -> str:

    (vector,) = await MiniLMEmbedder().embed(["hello"])
    return f"the sentence embeddings work, {len(vector)} dimensions"


async def _knowledge(settings: Settings) -> str:
    """Which models have made indexes here. A tenant's own is checked with each search."""
    if settings.database_url is None:
        return f"will be indexed with {MODEL}"
    known = await _index_models(settings.require_database_url())
    if known is None:
        return "not looked at, see PostgreSQL"
    if MODEL not in known:
        raise ConfigurationError(
            f"documents are indexed with {' and '.join(known)}, this release searches with "
            f"{MODEL}: run `duralogue knowledge sync` for each tenant"
        )
    others = sorted(set(known) - {MODEL})
    later = "; a tenant still indexed with {} is not searched before its next sync"
    return f"indexed with {MODEL}" + (later.format(" or ".join(others)) if others else "")


async def _index_models(url: str) -> list[str] | None:
    """None where there is no database of this release: that is told already."""
    try:
        async with await psycopg.AsyncConnection.connect(
            url.replace("+psycopg", "", 1), connect_timeout=5
        ) as connection:
            found = await connection.execute("SELECT model FROM knowledge_models ORDER BY model")
            return [row[0] for row in await found.fetchall()]
    except psycopg.Error:
        return None


async def _mcp_tools(settings: Settings) -> str:
    """Those that were wanted and not called, since their definition is not the approved one."""
    if settings.database_url is None:
        return "none are known yet"
    try:
        async with open_database(settings) as engine:
            found = await disabled_tools(engine)
    except (DependencyUnavailable, SQLAlchemyError):
        return "not looked at, see PostgreSQL"
    if not found:
        return "none is disabled"
    lines = [
        f"{one.tenant_id}: {one.tool} of {one.server} is disabled ({one.reason}): "
        f"read `duralogue mcp diff {one.tenant_id} {one.server}`, then approve it"
        for one in found[:_MOST_TOOLS_NAMED]
    ]
    more = len(found) - len(lines)
    raise ConfigurationError("\n".join([*lines, *([f"and {more} more"] if more else [])]))


def _shortened(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
