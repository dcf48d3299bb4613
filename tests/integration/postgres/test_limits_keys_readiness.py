"""Rate limits, tenants' keys, the tool log, the ledger and readiness."""

import asyncio
from datetime import timedelta
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, DependencyUnavailable, NotFound
from domain.tools import Effect, ToolCall, ToolCallRecord, ToolOutcome, ToolStatus
from infra.postgres.engine import create_engine
from infra.postgres.rate_limits import PostgresRateLimiter
from infra.postgres.readiness import PostgresDependency, PostgresWrites
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY
from tests.integration.postgres.stores import NOW, Stores


async def test_of_200_at_once_exactly_the_burst_is_allowed(
    postgres: Stores, owner_url: str
) -> None:
    """
    Several gateways share one limit; none of them may let one more through.
    """
    engines = [create_engine(owner_url), create_engine(owner_url)]
    gateways = [PostgresRateLimiter(engine) for engine in engines]
    key = f"{postgres.tenant}/visitor/v-1"

    waits = await asyncio.gather(
        *(gateways[n % 2].take(key, per_minute=6, burst=10) for n in range(200))
    )

    assert sum(wait is None for wait in waits) == 10
    assert all(timedelta(0) < wait <= timedelta(seconds=10) for wait in waits if wait)
    for engine in engines:
        await engine.dispose()


async def test_who_waits_as_told_is_allowed_again(stores: Stores) -> None:
    """
    `Retry-After` must be true, and other visitors are not held up.
    """
    key = f"{stores.tenant}/visitor/v-1"
    assert await stores.limits.take(key, per_minute=600, burst=1) is None

    wait = await stores.limits.take(key, per_minute=600, burst=1)

    assert wait is not None
    assert timedelta(0) < wait <= timedelta(milliseconds=100)
    other = f"{stores.tenant}/visitor/v-2"
    assert await stores.limits.take(other, per_minute=600, burst=1) is None
    await asyncio.sleep(wait.total_seconds() + 0.005)
    assert await stores.limits.take(key, per_minute=600, burst=1) is None


async def test_a_tenants_key_is_made_once_and_found_by_its_id(stores: Stores) -> None:
    """
    Workers and gateways that ask at the same moment must seal with the same key.
    """
    keys = await asyncio.gather(*(stores.keys.current(stores.tenant) for _ in range(8)))

    assert len(set(keys)) == 1
    key_id, key = keys[0]
    assert len(key) == 32
    assert await stores.keys.get(stores.tenant, key_id) == key
    with pytest.raises(NotFound):
        await stores.keys.get("globex", key_id)
    with pytest.raises(NotFound):
        await stores.keys.get(stores.tenant, "another")


async def test_another_master_key_is_named_as_the_reason(
    postgres: Stores, engine: AsyncEngine, owner: psycopg.AsyncConnection
) -> None:
    """
    The commonest cause after a move: the sentence must name the setting. And nothing is in clear.
    """
    key_id, key = await PostgresTenantKeys(engine, MASTER_KEY).current(postgres.tenant)
    stored = await owner.execute("SELECT wrapped FROM tenant_keys WHERE key_id = %s", [key_id])
    wrapped = await stored.fetchone()
    assert wrapped is not None
    assert key not in bytes(wrapped[0])

    moved = PostgresTenantKeys(engine, bytes(32))

    with pytest.raises(ConfigurationError, match="DURALOGUE_MASTER_KEY"):
        await moved.current(postgres.tenant)
    with pytest.raises(ConfigurationError, match="DURALOGUE_MASTER_KEY"):
        await moved.get(postgres.tenant, key_id)
    assert await PostgresTenantKeys(engine, MASTER_KEY).get(postgres.tenant, key_id) == key


async def test_a_shredded_key_is_gone(postgres: Stores, engine: AsyncEngine) -> None:
    """
    Erasure: what it sealed is unreadable, and new things are sealed with a new one.
    """
    keys = PostgresTenantKeys(engine, MASTER_KEY, remembered_for=timedelta(0))
    key_id, key = await keys.current(postgres.tenant)

    await keys.shred(postgres.tenant, key_id)

    with pytest.raises(NotFound, match="no longer"):
        await keys.get(postgres.tenant, key_id)
    assert (await keys.current(postgres.tenant))[1] != key


async def test_a_known_key_is_used_on_while_the_database_is_down(
    postgres: Stores, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Else a message that Temporal could take would be refused for want of the key to seal it with.
    """
    keys = PostgresTenantKeys(engine, MASTER_KEY, remembered_for=timedelta(0))
    known = await keys.current(postgres.tenant)

    def away(*_: object) -> NoReturn:
        raise DependencyUnavailable("away")

    monkeypatch.setattr("infra.postgres.tenant_keys.tenant_transaction", away)

    assert await keys.current(postgres.tenant) == known
    assert await keys.get(postgres.tenant, known[0]) == known[1]
    with pytest.raises(DependencyUnavailable):
        await keys.current("never-seen")
    with pytest.raises(DependencyUnavailable):
        await keys.get(postgres.tenant, "never-seen")


async def test_each_attempt_of_a_tool_call_is_logged(
    postgres: Stores, owner: psycopg.AsyncConnection
) -> None:
    """
    An operator asks what was sent to a backend, what came back, and how long it took.
    """
    call = ToolCall(
        tenant_id=postgres.tenant,
        conversation_id="c-1",
        revision="r1",
        call_id="c-1.s1.1",
        tool="refund",
        arguments={"amount": "129.90 EUR", "note": "nul \x00"},
        idempotency_key="A1:129.90",
    )
    done = ToolOutcome(status=ToolStatus.SUCCEEDED, result={"id": 7}, http_status=201)
    for attempt, outcome, error in [(1, None, "timed out"), (2, done, None)]:
        await postgres.tool_log.record(
            ToolCallRecord(
                call=call,
                effect=Effect.WRITE,
                outcome=outcome,
                error=error,
                attempt=attempt,
                started_at=NOW,
                latency_ms=12.5,
            )
        )

    rows = await owner.execute(
        "SELECT attempt, status, error, http_status, arguments ->> 'amount', latency_ms"
        " FROM tool_calls WHERE tenant_id = %s ORDER BY number",
        [postgres.tenant],
    )
    assert await rows.fetchall() == [
        (1, None, "timed out", None, "129.90 EUR", 12.5),
        (2, "succeeded", None, 201, "129.90 EUR", 12.5),
    ]


async def test_readiness_says_what_is_wrong(
    engine: AsyncEngine, owner: psycopg.AsyncConnection, owner_url: str
) -> None:
    """
    An operator reads this line first.
    """
    await PostgresDependency(engine).check()
    nowhere = create_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(DependencyUnavailable, match="PostgreSQL"):
        await PostgresDependency(nowhere).check()
    await nowhere.dispose()
    await owner.execute("CREATE DATABASE empty")
    empty = create_engine(f"{owner_url.rpartition('/')[0]}/empty")
    with pytest.raises(DependencyUnavailable, match="duralogue migrate"):
        await PostgresDependency(empty).check()
    await empty.dispose()


async def test_a_server_that_reads_but_cannot_write_is_not_ready(
    engine: AsyncEngine, owner_url: str, owner: psycopg.AsyncConnection
) -> None:
    """
    As with a full disk, or a standby after a failover: messages would be refused.
    """
    await PostgresWrites(engine).check()
    database = sql.Identifier(owner.info.dbname)
    setting = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}")
    read_only = create_engine(owner_url)
    await owner.execute(setting.format(database, sql.Literal("on")))
    await owner.commit()
    try:
        await PostgresDependency(read_only).check()
        with pytest.raises(DependencyUnavailable):
            await PostgresWrites(read_only).check()
    finally:
        await owner.execute(setting.format(database, sql.Literal("off")))
        await owner.commit()
        await read_only.dispose()
