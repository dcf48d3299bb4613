"""Brings a database to the schema of this release, and tells whether it is there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine

from infra.postgres.database_role import ensure_app_role, secure_tables
from infra.postgres.engine import driver_url
from infra.postgres.failures import postgres_failures

EXTENSIONS = ("vector", "pg_trgm", "unaccent")
_alembic = threading.Lock()
"""Alembic keeps the present migration in module globals: one at a time in a process."""

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('duralogue migrations'))"


def upgrade(database_url: str) -> None:
    """Run what is missing, in one transaction. Several at once wait for each other.

    The login must be allowed to create tables, and, on a database that does not have them yet,
    the extensions in `EXTENSIONS`.
    """
    with _alembic, _connection(database_url) as connection:
        connection.exec_driver_sql(_ONE_AT_A_TIME)
        for extension in EXTENSIONS:
            connection.exec_driver_sql(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        ensure_app_role(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        secure_tables(connection)


def is_current(database_url: str) -> bool:
    """Whether every migration of this release has run there."""
    with _connection(database_url) as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    return set(applied) == set(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "infra.postgres:migrations")
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(
        driver_url(database_url), poolclass=NullPool, connect_args={"connect_timeout": 5}
    )
    with postgres_failures(), engine.begin() as connection:
        yield connection
