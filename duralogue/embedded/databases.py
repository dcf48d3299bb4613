"""Databases, their roles and extensions on a PostgreSQL that we administer."""

from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


async def accepts_connections(url: str) -> bool:
    with suppress(psycopg.OperationalError):
        connection = await psycopg.AsyncConnection.connect(url, connect_timeout=5)
        await connection.close()
        return True
    return False


async def create_database(
    admin_url: str,
    name: str,
    *,
    extensions: tuple[str, ...] = (),
    owner: str | None = None,
    app_role: str | None = None,
) -> str:
    """Create a database and the role that owns it, of the same name unless another is given, and
    `app_role`, which the owner may become but not create.

    What is there already is left alone. The role has no privileges beyond its databases. Returns
    the database's address as that role.
    """
    password = psycopg.conninfo.conninfo_to_dict(admin_url)["password"]
    owner = owner or name
    role = sql.Identifier(owner)
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as admin:
        known = await admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [owner])
        if await known.fetchone() is None:
            await admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))
            )
        known = await admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if await known.fetchone() is None:
            await admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), role)
            )
    if app_role:
        await _let_become(admin_url, owner, app_role)
    if extensions:
        await create_extensions(admin_url, name, extensions)
    return make_url(admin_url, database=name, role=owner)


async def _let_become(admin_url: str, owner: str, app_role: str) -> None:
    role = sql.Identifier(app_role)
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as admin:
        known = await admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app_role])
        if await known.fetchone() is None:
            await admin.execute(
                sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(role)
            )
        await admin.execute(
            sql.SQL("GRANT {} TO {} WITH SET TRUE").format(role, sql.Identifier(owner))
        )


def make_url(url: str, *, database: str, role: str) -> str:
    """The same server and password, another database and role."""
    parts = urlsplit(url)
    password_and_host = parts.netloc.partition(":")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{password_and_host}", path=f"/{database}"))


def with_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def create_extensions(admin_url: str, database: str, extensions: tuple[str, ...]) -> None:
    """Only a superuser may create some of them, so it is done before the migrations."""
    url = psycopg.conninfo.make_conninfo(admin_url, dbname=database)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:
        for extension in extensions:
            await admin.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )
