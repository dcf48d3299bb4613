"""Migrations, on databases that have none yet."""

import asyncio
import sys
from uuid import uuid4

import psycopg
import pytest

from domain.errors import ConfigurationError, DependencyUnavailable
from infra.postgres.migrate import is_current, upgrade

UPGRADE = "import sys; from infra.postgres.migrate import upgrade; upgrade(sys.argv[1])"


async def test_several_processes_may_migrate_at_once(
    postgres_url: str, owner: psycopg.AsyncConnection
) -> None:
    """
    Every replica of a deployment may try, and databases of one server share the product's role.
    """
    urls = []
    for _ in range(2):
        name = f"fresh_{uuid4().hex[:8]}"
        await owner.execute(f"CREATE DATABASE {name}".encode())
        urls.append(f"{postgres_url.rpartition('/')[0]}/{name}")
    assert [is_current(url) for url in urls] == [False, False]
    await owner.execute("ALTER ROLE duralogue_app RENAME TO duralogue_away")

    try:
        async with asyncio.timeout(240):
            ended = await asyncio.gather(*(_migrate(url) for url in urls * 2))
        known = await owner.execute(
            "SELECT rolbypassrls FROM pg_roles WHERE rolname LIKE %s", ["duralogue_app"]
        )
        assert await known.fetchall() == [(False,)]
    finally:
        for url in urls:
            await owner.execute(f"DROP DATABASE {url.rpartition('/')[2]}".encode())
        await owner.execute("DROP ROLE IF EXISTS duralogue_app")
        await owner.execute("ALTER ROLE duralogue_away RENAME TO duralogue_app")

    assert ended == [(0, "")] * 4


async def test_migrating_again_changes_nothing(owner_url: str) -> None:
    """
    `duralogue dev` migrates at every start.
    """
    upgrade(owner_url)
    assert is_current(owner_url)


def test_an_address_that_is_none_is_a_setting_that_is_wrong() -> None:
    """
    The reader must learn which setting to look at, not read a driver's traceback.
    """
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        upgrade("not an address")
    with pytest.raises(DependencyUnavailable):
        is_current("postgresql://nobody@127.0.0.1:1/none")


async def _migrate(url: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", UPGRADE, url, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    return process.returncode, errors.decode()
