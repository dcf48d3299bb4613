"""Tokens and sessions of staff end, over PostgreSQL and its memory twin."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Conflict, InvalidInput, NotFound
from domain.staff import SESSION_LIFE, TOKEN_LIFE, StaffRole
from infra.postgres.raw_queries import tenant_rows, tenant_write
from tests.integration.postgres.stores import Stores


async def add(stores: Stores, name: str = "Ada") -> tuple[str, str]:
    """(token, id)."""
    token = await stores.staff.add(stores.tenant, name, StaffRole.AGENT)
    member = await stores.staff.find(stores.tenant, token)
    assert member
    return token, member.staff_id


async def sign_in(stores: Stores, token: str) -> str:
    member = await stores.staff.find(stores.tenant, token)
    assert member
    return await stores.staff.begin_session(member)


@pytest.mark.parametrize("how", ["revoked", "expired"])
async def test_a_token_ends_with_everything_behind_it(stores: Stores, how: str) -> None:
    """
    Whoever leaves must not go on reading, with the token or in a browser.
    """
    token, staff_id = await add(stores)
    other, _ = await add(stores, "Grace")
    session, others = await sign_in(stores, token), await sign_in(stores, other)
    assert await stores.staff.find_by_session(stores.tenant, session)

    if how == "revoked":
        await stores.staff.revoke(stores.tenant, staff_id)
    else:
        await stores.staff.expire(stores.tenant, staff_id, timedelta())

    assert await stores.staff.find(stores.tenant, token) is None
    assert await stores.staff.find_by_session(stores.tenant, session) is None
    assert await stores.staff.find(stores.tenant, other)
    assert await stores.staff.find_by_session(stores.tenant, others)


async def test_a_session_is_one_tenants_and_ends_alone(stores: Stores) -> None:
    """
    Signing out in one browser leaves the token and the other browsers.
    """
    token, _ = await add(stores)
    one, two = await sign_in(stores, token), await sign_in(stores, token)

    assert await stores.staff.find_by_session("globex", one) is None
    await stores.staff.end_session("globex", one)
    assert await stores.staff.find_by_session(stores.tenant, one)
    await stores.staff.end_session(stores.tenant, one)

    assert await stores.staff.find_by_session(stores.tenant, one) is None
    assert await stores.staff.find_by_session(stores.tenant, two)
    assert await stores.staff.find(stores.tenant, one) is None
    assert await stores.staff.find_by_session(stores.tenant, token) is None


async def test_the_list_says_who_may_in_and_until_when(stores: Stores) -> None:
    """
    An operator sees whose token is old, unused or over.
    """
    _, staff_id = await add(stores)
    await stores.staff.add(stores.tenant, "Grace", StaffRole.OPERATOR, valid_for=timedelta(days=30))
    await stores.staff.revoke(stores.tenant, staff_id)

    ada, grace = await stores.staff.listed(stores.tenant)

    assert (ada.staff_id, ada.name, grace.name) == (staff_id, "Ada", "Grace")
    assert ada.expires_at - ada.added_at == TOKEN_LIFE
    assert grace.expires_at - grace.added_at == timedelta(days=30)
    assert ada.last_used_at
    assert ada.revoked_at
    assert (grace.last_used_at, grace.revoked_at) == (None, None)
    assert await stores.staff.listed("globex") == []


async def test_a_revoked_name_is_free_again_and_stays_revoked(stores: Stores) -> None:
    """
    A stolen token is replaced under the same name; lengthening it does not bring it back.
    """
    token, staff_id = await add(stores)
    with pytest.raises(Conflict, match="revoke"):
        await add(stores)
    await stores.staff.revoke(stores.tenant, staff_id)
    await stores.staff.revoke(stores.tenant, staff_id)
    new, _ = await add(stores)
    await stores.staff.expire(stores.tenant, staff_id, timedelta(days=1))

    assert await stores.staff.find(stores.tenant, token) is None
    assert await stores.staff.find(stores.tenant, new)


async def test_nobody_is_revoked_from_another_tenant(stores: Stores) -> None:
    """
    An id of another tenant's is nobody's.
    """
    token, staff_id = await add(stores)
    with pytest.raises(NotFound):
        await stores.staff.revoke("globex", staff_id)
    with pytest.raises(NotFound):
        await stores.staff.expire("globex", staff_id, timedelta())
    assert await stores.staff.find(stores.tenant, token)


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\nb", "\u200b", "\u3164", "a\u202eb", "--"])
async def test_a_name_is_one_that_customers_can_read(stores: Stores, name: str) -> None:
    """
    It stands above what the person writes.
    """
    with pytest.raises(InvalidInput, match="visible"):
        await stores.staff.add(stores.tenant, name, StaffRole.AGENT)


async def test_a_session_rests_for_twelve_hours_at_most(postgres: Stores) -> None:
    """
    Use renews it; one that rested too long is over and is cleared away by the next sign-in.
    """
    token, _ = await add(postgres)
    session = await sign_in(postgres, token)
    engine, tenant = postgres.staff._engine, postgres.tenant  # type: ignore[attr-defined]
    rest = "UPDATE staff_sessions SET expires_at = now() + %(left)s WHERE tenant_id = %(tenant)s"
    all_of_them = "SELECT expires_at FROM staff_sessions WHERE tenant_id = %(tenant)s"

    await tenant_write(engine, tenant, rest, {"left": timedelta(hours=1), "tenant": tenant})
    assert await postgres.staff.find_by_session(tenant, session)
    [row] = await tenant_rows(engine, tenant, all_of_them, {"tenant": tenant})
    assert row["expires_at"] > datetime.now(UTC) + SESSION_LIFE - timedelta(hours=1)

    await tenant_write(engine, tenant, rest, {"left": timedelta(), "tenant": tenant})
    assert await postgres.staff.find_by_session(tenant, session) is None
    await sign_in(postgres, token)
    assert len(await tenant_rows(engine, tenant, all_of_them, {"tenant": tenant})) == 1
