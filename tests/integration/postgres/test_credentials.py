"""Passwords, second factors and wrong tries, in both stores."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Conflict, NotFound
from domain.one_time_codes import code_of, step_at
from domain.staff import SignInMethod, StaffMember, StaffRole
from infra.postgres.credentials import PostgresStaffCredentials
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.integration.postgres.conftest import MASTER_KEY
from tests.integration.postgres.stores import Stores

NOW = datetime.now(UTC)
PASSWORD = "correct horse battery"


async def member_of(stores: Stores) -> StaffMember:
    token = await stores.staff.add(stores.tenant, "Ada", StaffRole.AGENT)
    member = await stores.staff.find(stores.tenant, token)
    assert member
    return member


async def test_a_password_is_checked_and_replaced(stores: Stores) -> None:
    """
    Only one counts; revoked people have none.
    """
    ada, check = await member_of(stores), stores.credentials.check_password
    assert await check(stores.tenant, "Ada", PASSWORD) is None
    await stores.credentials.set_password(stores.tenant, ada.staff_id, PASSWORD)
    session = await stores.staff.begin_session(ada, SignInMethod.PASSWORD)
    by_token = await stores.staff.begin_session(ada)

    assert await check(stores.tenant, "Ada", PASSWORD) == ada
    assert await check("globex", "Ada", PASSWORD) is None
    assert await check(stores.tenant, "Ada", PASSWORD + "x") is None
    await stores.credentials.set_password(stores.tenant, ada.staff_id, "another long one")
    assert await check(stores.tenant, "Ada", PASSWORD) is None
    assert await stores.staff.find_by_session(stores.tenant, session) is None
    assert await stores.staff.find_by_session(stores.tenant, by_token)

    await stores.staff.revoke(stores.tenant, ada.staff_id)
    assert await check(stores.tenant, "Ada", "another long one") is None
    with pytest.raises(NotFound):
        await stores.credentials.set_password(stores.tenant, ada.staff_id, PASSWORD)


async def test_a_second_factor_counts_once_it_is_confirmed(stores: Stores) -> None:
    """
    Then each code and each recovery code is good once, and it can be removed.
    """
    ada = await member_of(stores)
    who, store = (stores.tenant, ada.staff_id), stores.credentials
    assert await store.begun_second_factor(*who) is None
    await store.begin_second_factor(*who)
    secret = await store.begin_second_factor(*who)
    code = code_of(secret, step_at(NOW))

    assert not await store.check_code(*who, code, at=NOW)
    assert await store.confirm_second_factor(*who, "000000", at=NOW) == ()
    assert await store.begun_second_factor(*who) == secret, "shown to whoever mistyped it"
    assert not await store.has_second_factor(*who)
    recovery = await store.confirm_second_factor(*who, code, at=NOW)
    assert len(recovery) == 10
    assert await store.begun_second_factor(*who) is None
    assert await store.has_second_factor(*who)
    with pytest.raises(Conflict):
        await store.begin_second_factor(*who)

    later = NOW + timedelta(seconds=60)
    fresh = code_of(secret, step_at(later))
    assert not await store.check_code(*who, code, at=NOW)
    assert await store.check_code(*who, fresh, at=later)
    assert not await store.check_code(*who, fresh, at=later)
    assert await store.check_code(*who, recovery[3], at=later)
    assert not await store.check_code(*who, recovery[3], at=later)

    await store.remove_second_factor(*who)
    assert not await store.has_second_factor(*who)
    assert not await store.check_code(*who, recovery[4], at=later)


async def test_a_code_used_twice_at_once_is_good_once(postgres: Stores) -> None:
    """
    Two browsers with one code: one gets in.
    """
    ada = await member_of(postgres)
    who, store = (postgres.tenant, ada.staff_id), postgres.credentials
    secret = await store.begin_second_factor(*who)
    await store.confirm_second_factor(*who, code_of(secret, step_at(NOW)), at=NOW)
    later = NOW + timedelta(seconds=60)
    code = code_of(secret, step_at(later))

    won = await asyncio.gather(*(store.check_code(*who, code, at=later) for _ in range(4)))

    assert won.count(True) == 1


class Interrupted(PostgresTenantKeys):
    """Somebody else's window comes between reading a secret and what its code is good for."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return await super().get(tenant_id, key_id)


async def test_a_code_is_good_for_its_own_secret_only(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """
    Else whoever begins at the right moment has theirs confirmed by a code of the other's, and a
    code of what was just removed opens once more.
    """
    ada = await member_of(postgres)
    who, other = (postgres.tenant, ada.staff_id), postgres.credentials
    keys = Interrupted(engine, MASTER_KEY)
    store = PostgresStaffCredentials(engine, keys)
    code = code_of(await store.begin_second_factor(*who), step_at(NOW))

    keys.meanwhile = lambda: other.begin_second_factor(*who)
    assert await store.confirm_second_factor(*who, code, at=NOW) == ()
    assert not await store.has_second_factor(*who)

    secret = await store.begin_second_factor(*who)
    assert await store.confirm_second_factor(*who, code_of(secret, step_at(NOW)), at=NOW)
    later = NOW + timedelta(seconds=60)
    keys.meanwhile = lambda: other.remove_second_factor(*who)
    assert not await store.check_code(*who, code_of(secret, step_at(later)), at=later)


async def test_neither_password_nor_secret_is_stored(postgres: Stores) -> None:
    """
    Whoever copies the table can sign in as nobody.
    """
    ada = await member_of(postgres)
    await postgres.credentials.set_password(postgres.tenant, ada.staff_id, PASSWORD)
    secret = await postgres.credentials.begin_second_factor(postgres.tenant, ada.staff_id)
    engine = postgres.credentials._engine  # type: ignore[attr-defined]
    statement = "SELECT * FROM staff_credentials WHERE tenant_id = %(t)s"
    [row] = await tenant_rows(engine, postgres.tenant, statement, {"t": postgres.tenant})

    assert row["password_hash"].startswith("$argon2id$v=19$")
    assert PASSWORD not in str(row)
    assert secret not in row["totp_sealed"]


async def test_tries_are_counted_until_somebody_has_to_wait(stores: Stores) -> None:
    """
    By account; forgiven where it went well, and given back one by one for an address.
    """
    tries, tenant = stores.sign_in_failures, stores.tenant
    waits = [await tries.take(tenant, "account/ada", free=3) for _ in range(4)]
    assert waits[:3] == [None] * 3
    assert timedelta(seconds=20) < (waits[3] or timedelta()) <= timedelta(seconds=30)
    assert await tries.take(tenant, "account/grace", free=3) is None
    assert await tries.take("globex", "account/ada", free=3) is None

    await tries.forgive(tenant, ("account/ada",))
    assert await tries.take(tenant, "account/ada", free=3) is None

    for _ in range(5):
        assert await tries.take(tenant, "address/1", free=2) is None
        await tries.give_back(tenant, "address/1")


async def test_tries_at_once_count_too(postgres: Stores) -> None:
    """
    A thousand guesses in parallel are a thousand, not one.
    """
    tries = (postgres.sign_in_failures.take(postgres.tenant, "account/x", free=3) for _ in range(9))

    assert [wait is None for wait in await asyncio.gather(*tries)].count(True) == 3
