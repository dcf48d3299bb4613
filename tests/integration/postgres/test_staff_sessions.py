"""Sessions of browsers: listed, ended, and over in the end, in both stores."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import SecondFactorDemanded
from domain.one_time_codes import code_of, step_at
from domain.staff import SESSION_END, SignInMethod, StaffRole
from infra.postgres.raw_queries import tenant_write
from tests.integration.postgres.stores import Stores


async def member_of(stores: Stores, name: str = "Ada") -> tuple[str, str]:
    """(session by token, staff id)."""
    token = await stores.staff.add(stores.tenant, name, StaffRole.AGENT)
    member = await stores.staff.find(stores.tenant, token)
    assert member
    return await stores.staff.begin_session(member), member.staff_id


async def test_sessions_are_listed_and_ended(stores: Stores) -> None:
    """
    One by its id, or all of a person's; another tenant's stay.
    """
    one, staff_id = await member_of(stores)
    two, _ = await member_of(stores, "Grace")
    listed = await stores.staff.sessions(stores.tenant)
    assert {each.name for each in listed} == {"Ada", "Grace"}
    assert {each.method for each in listed} == {SignInMethod.TOKEN}
    assert all(each.began_at < each.ends_at for each in listed)
    assert await stores.staff.sessions("globex") == []

    assert await stores.staff.end_sessions("globex", staff_id=staff_id) == 0
    assert await stores.staff.end_sessions(stores.tenant, staff_id=staff_id) == 1
    assert await stores.staff.find_by_session(stores.tenant, one) is None
    [left] = await stores.staff.sessions(stores.tenant)
    assert await stores.staff.end_sessions(stores.tenant, session_id=left.session_id) == 1
    assert await stores.staff.find_by_session(stores.tenant, two) is None


async def test_only_its_own_sessions_end_with_a_token(stores: Stores) -> None:
    """
    Who signs in by password or provider has not signed in with the token.
    """
    by_token, staff_id = await member_of(stores)
    member = await stores.staff.find_by_session(stores.tenant, by_token)
    assert member
    by_password = await stores.staff.begin_session(member, SignInMethod.PASSWORD)

    await stores.staff.expire(stores.tenant, staff_id, timedelta())
    assert await stores.staff.find_by_session(stores.tenant, by_token) is None
    assert await stores.staff.find_by_session(stores.tenant, by_password)

    await stores.staff.revoke(stores.tenant, staff_id)
    assert await stores.staff.find_by_session(stores.tenant, by_password) is None


async def test_use_renews_a_session_for_a_week_at_most(postgres: Stores) -> None:
    """
    A stolen cookie that is used every day ends all the same.
    """
    session, _ = await member_of(postgres)
    engine, tenant = postgres.staff._engine, postgres.tenant  # type: ignore[attr-defined]
    age = """
    UPDATE staff_sessions SET created_at = now() - %(age)s, expires_at = now() + interval '1 hour'
    WHERE tenant_id = %(tenant)s
    """
    values = {"tenant": tenant, "age": SESSION_END - timedelta(hours=2)}
    await tenant_write(engine, tenant, age, values)

    assert await postgres.staff.find_by_session(tenant, session)
    [listed] = await postgres.staff.sessions(tenant)
    assert listed.ends_at == listed.began_at + SESSION_END


async def test_a_demanded_second_factor_is_shown_by_each_session(stores: Stores) -> None:
    """
    From the next request on; those of a provider are exempt, and whose factor is removed has shown
    none any more. Another tenant's demand is its own.
    """
    session, staff_id = await member_of(stores)
    tenant, staff, credentials = stores.tenant, stores.staff, stores.credentials
    member = await staff.find_by_session(tenant, session)
    assert member
    shown = await staff.begin_session(member, SignInMethod.PASSWORD, has_factor=True)
    provider = await staff.begin_session(member, SignInMethod.PROVIDER)
    assert await credentials.demand_second_factor("globex", "Ada", is_demanded=True)
    assert await staff.find_by_session(tenant, session) == member

    assert await credentials.demand_second_factor(tenant, "Ada", is_demanded=True)
    assert not await credentials.demand_second_factor(tenant, "Ada", is_demanded=True)
    assert await credentials.demands_second_factor(tenant)
    with pytest.raises(SecondFactorDemanded):
        await staff.find_by_session(tenant, session)
    assert await staff.find_by_session(tenant, session, waives_factor=True) == member
    assert await staff.find_by_session(tenant, shown) == member
    assert await staff.find_by_session(tenant, provider) == member

    await staff.factor_shown(tenant, session)
    assert await staff.find_by_session(tenant, session) == member
    await credentials.remove_second_factor(tenant, staff_id)
    for lost in (session, shown):
        with pytest.raises(SecondFactorDemanded):
            await staff.find_by_session(tenant, lost)

    assert await credentials.demand_second_factor(tenant, "Ada", is_demanded=False)
    assert await staff.find_by_session(tenant, session) == member
    await credentials.demand_second_factor("globex", "Ada", is_demanded=False)


async def test_who_has_a_second_factor_is_known(stores: Stores) -> None:
    """
    Once it is confirmed.
    """
    _, staff_id = await member_of(stores)
    who, store, now = (stores.tenant, staff_id), stores.credentials, datetime.now(UTC)
    secret = await store.begin_second_factor(*who)
    assert await store.with_second_factor(stores.tenant) == frozenset()

    await store.confirm_second_factor(*who, code_of(secret, step_at(now)), at=now)

    assert await store.with_second_factor(stores.tenant) == {staff_id}
    assert await store.with_second_factor("globex") == frozenset()
