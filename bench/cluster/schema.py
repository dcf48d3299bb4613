"""Temporal's tables in two databases of their own, made by its own tool."""

import asyncio
import subprocess
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

import psycopg

from bench.cluster.building import Programs
from bench.cluster.configuration import DATABASES
from domain.errors import ConfigurationError
from duralogue.embedded.databases import create_database, make_url
from infra.settings import inherited_environment

_WITHIN_S = 120
_VERSIONS = {"temporal": "temporal", "temporal_visibility": "visibility"}
"""Where each database's schema is, below the module's own."""


async def create_schemas(programs: Programs, admin_url: str) -> None:
    """Create what is missing. Both databases belong to the one role `temporal`."""
    role = DATABASES[0]
    password = unquote(urlsplit(admin_url).password or "")
    for name in DATABASES:
        await create_database(admin_url, name, owner=role)
        url = make_url(admin_url, database=name, role=role)
        tool = _tool(programs, url, name)
        if not await _has_schema(url):
            await asyncio.to_thread(_run, [*tool, "setup-schema", "-v", "0.0"], password)
        versioned = programs.schema / _VERSIONS[name] / "versioned"
        await asyncio.to_thread(_run, [*tool, "update-schema", "-d", str(versioned)], password)


async def _has_schema(url: str) -> bool:
    async with await psycopg.AsyncConnection.connect(url, connect_timeout=5) as connection:
        found = await connection.execute("SELECT to_regclass('schema_version') IS NOT NULL")
        row = await found.fetchone()
    return bool(row and row[0])


def _tool(programs: Programs, url: str, database: str) -> list[str]:
    server = urlsplit(url)
    return [
        *(str(programs.sql_tool), "--plugin", "postgres12"),
        *("--endpoint", str(server.hostname), "--port", str(server.port)),
        *("--user", str(server.username), "--database", database),
    ]


def _run(command: Sequence[str], password: str) -> None:
    """The password by the environment: everybody on this machine sees a command line."""
    ended = subprocess.run(  # noqa: S603 - a program that we built
        command,
        env={**inherited_environment(), "SQL_PASSWORD": password},
        capture_output=True,
        text=True,
        timeout=_WITHIN_S,
        check=False,
    )
    if ended.returncode != 0:
        reason = (ended.stderr or ended.stdout).strip().splitlines()
        raise ConfigurationError(f"Temporal's schema: {' / '.join(reason[-2:])}")
