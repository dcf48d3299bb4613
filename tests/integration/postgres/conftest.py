"""The migrated database, as the product's engine and as its superuser."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from infra.postgres.engine import create_engine
from infra.postgres.migrate import upgrade


@pytest.fixture(scope="module")
def owner_url(postgres_url: str, database_url: str) -> str:
    """The module's database as superuser, who may also make the product's role in it."""
    name = make_url(database_url).database
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    upgrade(url)
    return url


@pytest.fixture(scope="module")
async def owner(owner_url: str) -> AsyncIterator[psycopg.AsyncConnection]:
    """A superuser's connection, for what the product may not do."""
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
async def engine(owner_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(owner_url)
    yield made
    await made.dispose()
