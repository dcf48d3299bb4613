"""A wrong master key is noticed before it has wrapped anything."""

import asyncio
from collections.abc import AsyncIterator
from importlib.resources import files

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from infra.postgres.key_wrapping import KeyWrapping
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY

WRONG = bytes(reversed(range(32)))
WITNESSED = """
UPDATE master_key_check SET sealed = NULL,
witnesses = (SELECT coalesce(array_agg(DISTINCT tenant_id), '{}') FROM tenant_keys)
"""


@pytest.fixture(autouse=True)
async def fresh(owner: psycopg.AsyncConnection) -> AsyncIterator[None]:
    """A database in which nobody has used a master key."""
    await owner.execute("DELETE FROM tenant_keys")
    await owner.execute("UPDATE master_key_check SET sealed = NULL, witnesses = '{}'")
    yield
    await owner.execute("DELETE FROM tenant_keys")
    await owner.execute("UPDATE master_key_check SET sealed = NULL, witnesses = '{}'")


async def _keys(owner: psycopg.AsyncConnection) -> list[str]:
    found = await owner.execute("SELECT tenant_id FROM tenant_keys ORDER BY tenant_id")
    return [row[0] for row in await found.fetchall()]


async def test_a_wrong_master_key_makes_no_key_for_a_new_tenant(
    engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    Else the tenant could never be published again once the right key is back.
    """
    await PostgresTenantKeys(engine, MASTER_KEY).current("acme")

    with pytest.raises(ConfigurationError, match="DURALOGUE_MASTER_KEY"):
        await PostgresTenantKeys(engine, WRONG).current("globex")

    assert await _keys(owner) == ["acme"]
    key_id, key = await PostgresTenantKeys(engine, MASTER_KEY).current("globex")
    assert await PostgresTenantKeys(engine, MASTER_KEY).get("globex", key_id) == key


async def test_of_two_first_starts_at_once_one_master_key_is_kept(
    engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    Two replicas with different keys must not both begin the database.
    """
    started = [PostgresTenantKeys(engine, key) for key in (MASTER_KEY, WRONG) * 2]
    ended = await asyncio.gather(
        *(keys.current(f"t{n}") for n, keys in enumerate(started)), return_exceptions=True
    )

    refused = [isinstance(result, ConfigurationError) for result in ended]
    assert refused in ([False, True] * 2, [True, False] * 2)
    assert await _keys(owner) == [f"t{n}" for n in range(4) if not refused[n]]


async def test_a_database_from_before_the_check_proves_itself_by_its_keys(
    engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    A wrong key at the first start after the upgrade must not become the right one.
    """
    known = await PostgresTenantKeys(engine, MASTER_KEY).current("acme")
    await owner.execute(WITNESSED)

    with pytest.raises(ConfigurationError, match="DURALOGUE_MASTER_KEY"):
        await PostgresTenantKeys(engine, WRONG).current("globex")

    assert await _keys(owner) == ["acme"]
    assert await PostgresTenantKeys(engine, MASTER_KEY).current("acme") == known
    left = await owner.execute("SELECT sealed IS NOT NULL, witnesses FROM master_key_check")
    assert await left.fetchone() == (True, [])


async def test_without_its_row_the_check_fails_closed(
    engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    A database restored without the row cannot tell a right key from a wrong one.
    """
    await owner.execute("DELETE FROM master_key_check")
    try:
        with pytest.raises(ConfigurationError, match="DURALOGUE_MASTER_KEY"):
            await PostgresTenantKeys(engine, MASTER_KEY).current("acme")
    finally:
        await owner.execute("INSERT INTO master_key_check DEFAULT VALUES")
    assert await _keys(owner) == []


async def test_the_migration_finds_every_tenant_that_has_keys(
    database_url: str, owner: psycopg.AsyncConnection, engine: AsyncEngine
) -> None:
    """
    The tables' owner is held by row-level security too, so the migration must look past it.
    """
    for tenant in ("acme", "globex"):
        await PostgresTenantKeys(engine, MASTER_KEY).current(tenant)
    sql = files("infra.postgres.migrations.versions") / "0010_master_key_check.sql"
    async with await psycopg.AsyncConnection.connect(database_url) as login:
        await login.execute("DROP TABLE master_key_check")
        await login.execute(sql.read_text().encode())
        found = await login.execute("SELECT sealed, witnesses FROM master_key_check")
        assert await found.fetchone() == (None, ["acme", "globex"])
        forced = await login.execute(
            "SELECT relforcerowsecurity FROM pg_class WHERE oid = 'tenant_keys'::regclass"
        )
        assert await forced.fetchone() == (True,)
        await login.rollback()


class Kms:
    """Wraps elsewhere: takes its time, and knows for whom each key is."""

    def __init__(self) -> None:
        self._inside = KeyWrapping(WRONG)
        self.bound: list[str] = []

    async def wrap(self, key: bytes, bound_to: str) -> bytes:
        await asyncio.sleep(0)
        self.bound.append(bound_to)
        return b"kms:" + await self._inside.wrap(key, bound_to)

    async def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        await asyncio.sleep(0)
        return await self._inside.unwrap(wrapped.removeprefix(b"kms:"), bound_to)


async def test_a_kms_may_wrap_instead_of_a_master_key(engine: AsyncEngine) -> None:
    """The seam is `KeyWrapper`: nothing else of the keys' way knows who wraps."""
    kms = Kms()

    key_id, key = await PostgresTenantKeys(engine, kms).current("acme")

    assert await PostgresTenantKeys(engine, kms).get("acme", key_id) == key
    assert kms.bound[-1] == f"acme/{key_id}"
    with pytest.raises(ConfigurationError, match="DURALOGUE_MASTER_KEY"):
        await PostgresTenantKeys(engine, MASTER_KEY).get("acme", key_id)
