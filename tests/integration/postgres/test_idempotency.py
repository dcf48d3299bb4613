"""Answers that are replayed, over PostgreSQL and their memory twin."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, ReusedKey
from domain.idempotency import Claimed, KeptAnswer, RequestKey
from domain.ports import IdempotencyRecords
from infra.memory.idempotency import MemoryIdempotencyRecords
from infra.memory.tenant_keys import MemoryTenantKeys
from infra.postgres.idempotency import PostgresIdempotencyRecords
from infra.postgres.raw_queries import tenant_rows

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANSWER = KeptAnswer(201, (("content-type", "application/json"),), b'{"session_token": "secret"}')


@pytest.fixture
def keys() -> MemoryTenantKeys:
    return MemoryTenantKeys()


@pytest.fixture(params=["memory", "postgres"])
def records(
    request: pytest.FixtureRequest, engine: AsyncEngine, keys: MemoryTenantKeys
) -> IdempotencyRecords:
    if request.param == "memory":
        return MemoryIdempotencyRecords()
    return PostgresIdempotencyRecords(engine, keys)


@pytest.fixture
def key(request: pytest.FixtureRequest) -> RequestKey:
    return RequestKey("acme", "somebody", "POST /sessions", request.node.name)


async def test_an_answer_is_said_again_to_the_same_request_only(
    records: IdempotencyRecords, key: RequestKey
) -> None:
    """
    And to nobody else: another caller, tenant or route with the same key is another request.
    """
    claimed = await records.claim(key, b"print", lease=MINUTE)
    assert isinstance(claimed, Claimed)
    await records.keep(claimed, ANSWER, keep_for=DAY)

    assert await records.claim(key, b"print", lease=MINUTE) == ANSWER
    with pytest.raises(ReusedKey):
        await records.claim(key, b"another", lease=MINUTE)
    for changed in ({"caller": "else"}, {"tenant_id": "globex"}, {"route": "POST /x"}):
        other = RequestKey(**{**vars(key), **changed})
        assert isinstance(await records.claim(other, b"print", lease=MINUTE), Claimed)


async def test_one_of_two_at_once_carries_it_out(
    records: IdempotencyRecords, key: RequestKey
) -> None:
    claims = [records.claim(key, b"print", lease=MINUTE) for _ in range(8)]
    ended = await asyncio.gather(*claims, return_exceptions=True)

    assert sum(isinstance(each, Claimed) for each in ended) == 1
    assert sum(isinstance(each, Conflict) for each in ended) == 7


async def test_a_lease_ends_by_itself_and_its_holder_comes_too_late(
    records: IdempotencyRecords, key: RequestKey
) -> None:
    """
    Whoever was killed has answered nobody. One who was only slow must not overwrite what the
    next has answered.
    """
    slow = await records.claim(key, b"print", lease=timedelta(0))
    next_one = await records.claim(key, b"print", lease=MINUTE)
    assert isinstance(slow, Claimed)
    assert isinstance(next_one, Claimed)

    await records.keep(slow, KeptAnswer(500), keep_for=DAY)
    await records.release(slow)
    with pytest.raises(Conflict):
        await records.claim(key, b"print", lease=MINUTE)
    await records.keep(next_one, ANSWER, keep_for=DAY)

    assert await records.claim(key, b"print", lease=MINUTE) == ANSWER


async def test_a_key_is_free_again_when_released_or_over(
    records: IdempotencyRecords, key: RequestKey
) -> None:
    first = await records.claim(key, b"print", lease=MINUTE)
    assert isinstance(first, Claimed)
    await records.release(first)
    second = await records.claim(key, b"other", lease=MINUTE)
    assert isinstance(second, Claimed)
    await records.keep(second, ANSWER, keep_for=timedelta(0))

    assert isinstance(await records.claim(key, b"third", lease=MINUTE), Claimed)


async def test_an_answer_is_sealed_and_shredded_with_its_key(
    engine: AsyncEngine, keys: MemoryTenantKeys, key: RequestKey
) -> None:
    """
    It may hold a session; once the tenant's key is gone, it opens to nobody.
    """
    records = PostgresIdempotencyRecords(engine, keys)
    claimed = await records.claim(key, b"print", lease=MINUTE)
    assert isinstance(claimed, Claimed)
    await records.keep(claimed, ANSWER, keep_for=DAY)

    rows = await tenant_rows(engine, "acme", "SELECT * FROM idempotency_records", {})
    assert all(b"secret" not in (row["answer"] or b"") for row in rows)
    key_id, _ = await keys.current("acme")
    await keys.shred("acme", key_id)
    with pytest.raises(Conflict):
        await records.claim(key, b"print", lease=MINUTE)


async def test_what_is_over_is_cleared_away(engine: AsyncEngine, keys: MemoryTenantKeys) -> None:
    """
    The table holds a day's requests, not a year's.
    """
    records = PostgresIdempotencyRecords(engine, keys)
    for n in range(20):
        await records.claim(RequestKey("tidy", "a", "r", f"k-{n}"), b"p", lease=timedelta(0))

    await records.claim(RequestKey("tidy", "a", "r", "last"), b"p", lease=MINUTE)

    assert len(await tenant_rows(engine, "tidy", "SELECT * FROM idempotency_records", {})) == 1
