"""Keys of tenants' servers, over PostgreSQL and its memory twin."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.api_keys import MOST_KEYS, ApiKeyScope, KeySecret, NewApiKey
from domain.errors import Conflict, NotFound
from domain.ports import ApiKeys
from domain.rate_limits import Plan
from infra.memory.api_keys import MemoryApiKeys
from infra.postgres.api_keys import PostgresApiKeys
from infra.postgres.raw_queries import tenant_rows

SHOP = NewApiKey(
    name="shop",
    scopes=frozenset({ApiKeyScope.MESSAGES_WRITE}),
    plan=Plan.PREMIUM,
    made_by="olga",
)


@pytest.fixture(params=["memory", "postgres"])
def keys(request: pytest.FixtureRequest, engine: AsyncEngine) -> ApiKeys:
    return MemoryApiKeys() if request.param == "memory" else PostgresApiKeys(engine)


@pytest.fixture
def tenant(request: pytest.FixtureRequest) -> str:
    return f"t{abs(hash(request.node.nodeid)) % 10**10}"


async def test_a_key_is_found_by_its_whole_secret_alone(keys: ApiKeys, tenant: str) -> None:
    """
    And with what it may do. A refusal is noted with the key, for whoever lists it.
    """
    made = await keys.make(tenant, SHOP)
    guessed = KeySecret(made.key_id, "0" * 64)

    found = await keys.find(tenant, KeySecret.read(made.written()) or guessed)

    assert found is not None
    assert (found.name, found.plan, found.scopes) == ("shop", Plan.PREMIUM, SHOP.scopes)
    assert await keys.find(tenant, guessed) is None
    assert await keys.find("globex", made) is None
    assert await keys.find(tenant, KeySecret("0" * 12, made.secret)) is None
    [listed] = await keys.listed(tenant)
    assert (listed.refused, listed.last_refusal, listed.made_by) == (1, "wrong secret", "olga")
    assert listed.last_used_at is not None


async def test_a_rotated_key_overlaps_and_then_ends(keys: ApiKeys, tenant: str) -> None:
    """
    Servers are moved one by one: both keys work meanwhile, and the old one ends by itself.
    """
    old = await keys.make(tenant, SHOP)
    nine_days = timedelta(days=9)

    new = await keys.rotate(
        tenant, old.key_id, overlap=timedelta(days=1), valid_for=nine_days, by="omar"
    )
    assert await keys.find(tenant, old)
    assert await keys.find(tenant, new)
    newest = await keys.rotate(
        tenant, new.key_id, overlap=timedelta(0), valid_for=nine_days, by="omar"
    )

    assert await keys.find(tenant, new) is None
    assert await keys.find(tenant, newest)
    first, _, last = await keys.listed(tenant)
    assert first.expires_at < datetime.now(UTC) + timedelta(days=1, minutes=1)
    assert (last.replaces, last.made_by, last.scopes) == (new.key_id, "omar", SHOP.scopes)
    with pytest.raises(Conflict):
        await keys.rotate(tenant, new.key_id, overlap=timedelta(0), valid_for=nine_days, by="omar")
    with pytest.raises(NotFound):
        await keys.rotate(tenant, "0" * 12, overlap=timedelta(0), valid_for=nine_days, by="omar")


async def test_a_revoked_key_is_over_at_once_and_stays_listed(keys: ApiKeys, tenant: str) -> None:
    """
    Who has revoked it first stays known, also where it is done again.
    """
    made = await keys.make(tenant, SHOP)

    await keys.revoke(tenant, made.key_id, by="omar")
    await keys.revoke(tenant, made.key_id, by="somebody else")

    assert await keys.find(tenant, made) is None
    [listed] = await keys.listed(tenant)
    assert (listed.revoked_by, listed.last_refusal) == ("omar", "revoked")
    with pytest.raises(NotFound):
        await keys.revoke(tenant, "0" * 12, by="omar")
    assert await keys.make(tenant, SHOP), "the name is free again"


async def test_names_are_unique_among_valid_keys_and_keys_are_bounded(
    keys: ApiKeys, tenant: str
) -> None:
    """
    Whoever lists them must see which is which.
    """
    await keys.make(tenant, SHOP)
    with pytest.raises(Conflict):
        await keys.make(tenant, SHOP)
    for n in range(MOST_KEYS - 1):
        await keys.make(tenant, SHOP.model_copy(update={"name": f"shop {n}"}))
    with pytest.raises(Conflict):
        await keys.make(tenant, SHOP.model_copy(update={"name": "one too many"}))


async def test_no_secret_is_stored(engine: AsyncEngine, tenant: str) -> None:
    """
    A copy of the database opens no door.
    """
    made = await PostgresApiKeys(engine).make(tenant, SHOP)

    rows = await tenant_rows(engine, tenant, "SELECT * FROM api_keys", {})

    assert made.secret not in str(rows)
    assert made.secret not in repr(made)
