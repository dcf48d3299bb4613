"""No address and no crowd uses up what a tenant's other customers need."""

import pytest

from api.limits import Sender, message_limits
from domain.rate_counters import take_all
from domain.rate_limits import Limit
from domain.tenant_settings import Limits
from infra.memory.rate_limits import MemoryRateLimiter


def limits_of(limits: Limits, key: str, address: str) -> list[Limit]:
    return message_limits("acme", limits, Sender("c-1", key, address=address))[1]


@pytest.mark.parametrize("per_minute", [4, 40, 6_000])
@pytest.mark.parametrize("burst", [4, 8, 1_000])
@pytest.mark.parametrize("sessions", [4, 40])
async def test_sessions_of_one_address_leave_room_for_a_visitor_of_another(
    per_minute: int, burst: int, sessions: int
) -> None:
    """
    However many sessions there are, whatever the tenant's limit is.
    """
    limiter = MemoryRateLimiter()
    limits = Limits(tenant_messages_per_minute=per_minute, tenant_burst=burst)
    for n in range(sessions):
        for _ in range(12):
            await take_all(limiter, limits_of(limits, f"visitor/bad-{n}", "198.51.100.1"))

    innocent = limits_of(limits, "visitor/innocent", "203.0.113.9")

    assert (await take_all(limiter, innocent, goes_on=False)).refused_by is None


@pytest.mark.parametrize("wanted", [None, 1, 10_000])
def test_an_addresss_limit_is_always_below_the_tenants(wanted: int | None) -> None:
    """
    Also where the tenant's own file says otherwise.
    """
    limits = Limits(
        tenant_messages_per_minute=100,
        tenant_burst=20,
        address_messages_per_minute=wanted,
        address_burst=wanted,
    )

    _, address, tenant = limits_of(limits, "visitor/v-1", "203.0.113.9")

    assert (address.name, tenant.name) == ("address", "tenant")
    assert address.per_minute <= tenant.per_minute / 4
    assert address.burst <= tenant.burst / 4


async def test_who_is_favoured_spends_only_from_their_own_limit_once() -> None:
    """
    A message counts once for each limit, by whichever way it came in.
    """
    limiter = MemoryRateLimiter()
    limits = [Limit("t/visitor/v", 1, burst=6), Limit("t/tenant/all", 1, burst=100, kept=20)]

    taken = [await take_all(limiter, limits) for _ in range(7)]

    assert [one.refused_by for one in taken] == [None] * 6 + [limits[0]]
