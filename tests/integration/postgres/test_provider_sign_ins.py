"""Sign-ins by an identity provider, in both stores."""

import pytest

from domain.errors import Conflict, NotAllowed
from domain.ports.provider_sign_ins import PendingSignIn
from domain.staff import SignInMethod, StaffRole
from infra.postgres.raw_queries import tenant_write
from tests.integration.postgres.stores import Stores

ISSUER = "https://id.example"
PENDING = PendingSignIn("nonce", "verifier")
AGENT, SUPERVISOR = StaffRole.AGENT, StaffRole.SUPERVISOR


async def test_a_sign_in_comes_back_once_to_its_browser(stores: Stores) -> None:
    """
    Another browser's try does not use it up.
    """
    sign_ins, tenant = stores.provider_sign_ins, stores.tenant
    await sign_ins.begin(tenant, "state", "browser", PENDING)

    assert await sign_ins.take(tenant, "state", "another") is None
    assert await sign_ins.take(tenant, "another", "browser") is None
    assert await sign_ins.take("globex", "state", "browser") is None
    assert await sign_ins.take(tenant, "state", "browser") == PENDING
    assert await sign_ins.take(tenant, "state", "browser") is None


async def test_it_waits_for_ten_minutes(postgres: Stores) -> None:
    """
    Then it has to begin again.
    """
    sign_ins, tenant = postgres.provider_sign_ins, postgres.tenant
    await sign_ins.begin(tenant, "state", "browser", PENDING)
    engine = sign_ins._engine  # type: ignore[attr-defined]
    late = "UPDATE provider_sign_ins SET expires_at = now() WHERE tenant_id = %(t)s"
    await tenant_write(engine, tenant, late, {"t": tenant})

    assert await sign_ins.take(tenant, "state", "browser") is None


async def test_a_subject_is_one_person(stores: Stores) -> None:
    """
    Whatever they are called later; their role is what was said last.
    """
    admit, tenant = stores.provider_sign_ins.admit, stores.tenant
    kim = await admit(tenant, ISSUER, "u-1", name="Kim", role=AGENT)
    again = await admit(tenant, ISSUER, "u-1", name="Kim Lee", role=SUPERVISOR)

    assert (again.staff_id, again.name, again.role) == (kim.staff_id, "Kim", SUPERVISOR)
    with pytest.raises(Conflict, match="called Kim"):
        await admit(tenant, "https://another.example", "u-1", name="Kim", role=AGENT)
    assert [each.role for each in await stores.staff.listed(tenant)] == [SUPERVISOR]


async def test_who_was_revoked_stays_out(stores: Stores) -> None:
    """
    And does not come back as somebody new.
    """
    admit, tenant = stores.provider_sign_ins.admit, stores.tenant
    kim = await admit(tenant, ISSUER, "u-1", name="Kim", role=AGENT)
    await stores.staff.revoke(tenant, kim.staff_id)

    with pytest.raises(NotAllowed):
        await admit(tenant, ISSUER, "u-1", name="Kim", role=AGENT)
    assert len(await stores.staff.listed(tenant)) == 1


async def test_logging_out_ends_the_right_sessions(stores: Stores) -> None:
    """
    One by its id, all of a person's by their subject, never those begun otherwise.
    """
    sign_ins, staff, tenant = stores.provider_sign_ins, stores.staff, stores.tenant
    kim = await sign_ins.admit(tenant, ISSUER, "u-1", name="Kim", role=AGENT)
    lee = await sign_ins.admit(tenant, ISSUER, "u-2", name="Lee", role=AGENT)
    by_provider = SignInMethod.PROVIDER
    one = await staff.begin_session(kim, by_provider, provider_session="s-1")
    two = await staff.begin_session(kim, by_provider, provider_session="s-2")
    other = await staff.begin_session(lee, by_provider, provider_session="s-3")
    own = await staff.begin_session(kim, SignInMethod.PASSWORD)

    async def end(subject: str | None, session: str | None, issuer: str = ISSUER) -> int:
        return await sign_ins.end_sessions(
            tenant, issuer, subject=subject, provider_session=session
        )

    assert await end("u-1", None, "https://another.example") == 0
    assert await end("u-2", "s-1") == 0
    assert await end(None, "s-1") == 1
    assert await staff.find_by_session(tenant, one) is None
    assert await staff.find_by_session(tenant, two)
    assert await end("u-1", None) == 1
    assert await staff.find_by_session(tenant, two) is None
    assert await staff.find_by_session(tenant, other)
    assert await staff.find_by_session(tenant, own)


async def test_a_logout_token_is_obeyed_once(stores: Stores) -> None:
    """
    By its issuer and id, for each tenant.
    """
    sign_ins, tenant = stores.provider_sign_ins, stores.tenant

    assert await sign_ins.is_first(tenant, "issuer jti")
    assert not await sign_ins.is_first(tenant, "issuer jti")
    assert await sign_ins.is_first(tenant, "issuer other")
