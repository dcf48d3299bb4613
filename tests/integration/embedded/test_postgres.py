"""The embedded PostgreSQL, the real one, in a folder of its own."""

import asyncio
import os
import signal
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from duralogue.embedded import postgres as embedded_postgres
from duralogue.embedded.databases import accepts_connections, create_database
from duralogue.embedded.endpoints import choose_port
from duralogue.embedded.postgres import EmbeddedPostgres, open_postgres
from duralogue.embedded.supervisor import Supervisor
from infra.postgres.database_role import APP_ROLE, BECOME_APP_ROLE
from infra.postgres.migrate import EXTENSIONS, upgrade


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    started = Supervisor(tmp_path, tell=print)
    yield started
    await started.stop()


async def _open(home: Path) -> EmbeddedPostgres:
    return await asyncio.to_thread(open_postgres, home)


async def test_rows_survive_a_kill(home: Path, supervisor: Supervisor) -> None:
    """
    A machine may lose power: what was committed is there when the supervisor has it up again.
    """
    server, port = await _open(home), choose_port(0)
    await supervisor.start(server.part(port))
    async with await psycopg.AsyncConnection.connect(server.url(port), autocommit=True) as before:
        await before.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")

        os.kill(supervisor.pids["postgres"], signal.SIGKILL)
        await supervisor.wait_until_restarted("postgres")

    async with await psycopg.AsyncConnection.connect(server.url(port)) as after:
        counted = await (await after.execute("SELECT count(*) FROM kept")).fetchone()
    assert counted == (1000,)


async def test_the_products_role_owns_its_database_but_cannot_bypass_row_level_security(
    postgres_url: str,
) -> None:
    """
    Tenants are apart only if the role that the product connects as is held by the policies; and
    the extensions, which only a superuser may create, are there before the migrations run.
    """
    url = await create_database(postgres_url, "owned", extensions=EXTENSIONS)
    again = await create_database(postgres_url, "owned", extensions=EXTENSIONS)

    async with await psycopg.AsyncConnection.connect(url) as connection:
        role = await connection.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert await role.fetchone() == (False, False)
        near = await connection.execute("SELECT '[1,0]'::vector <=> '[1,0]'::vector")
        assert await near.fetchone() == (0.0,)
        await connection.execute("CREATE TABLE mine (tenant_id text)")
    assert again == url


async def test_the_owner_may_become_the_products_role(postgres_url: str) -> None:
    """
    It may not create roles; and without that role the desk's search read every message, 39 seconds
    for a million conversations.
    """
    url = await create_database(postgres_url, "staffed", extensions=EXTENSIONS, app_role=APP_ROLE)
    await asyncio.to_thread(upgrade, url)

    async with await psycopg.AsyncConnection.connect(url) as connection:
        policies = await connection.execute("SELECT polname FROM pg_policy ORDER BY polname")
        assert ("search_reads",) in await policies.fetchall()
        role = await connection.execute(BECOME_APP_ROLE.encode())
        assert await role.fetchone() == (APP_ROLE,)


async def test_a_server_left_behind_is_replaced(home: Path, tmp_path: Path) -> None:
    """
    Where the kernel cannot end the children of a killed run, the next start must.
    """
    server, port = await _open(home), choose_port(0)
    first = Supervisor(tmp_path, tell=print)
    await first.start(server.part(port))

    reopened = await _open(home)

    assert not await accepts_connections(server.url(port))
    await first.stop()
    assert reopened.password == server.password


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
async def test_a_private_home_is_not_opened_up_for_postgres(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In root's private folder the data goes where PostgreSQL's user may go; nothing is widened.
    """
    monkeypatch.setattr(embedded_postgres, "make_system_folder", lambda: home)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)

    server = await _open(private)
    again = await _open(private)

    assert server.folder.parent == home
    assert again.folder == server.folder
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert (server.data / "PG_VERSION").exists()
