"""Reading is limited too, by visitor and by address."""

import pytest
from fastapi.testclient import TestClient

from domain.rate_counters import LocalRateLimiter
from domain.rate_limits import GatewayLimits
from tests.unit.api.conftest import new_visitor
from tests.unit.api.doubles import Doubles, running_gateway


@pytest.mark.parametrize("path", ["messages", "events?from=start"])
def test_one_visitor_reads_so_often_and_others_go_on(doubles: Doubles, path: str) -> None:
    """
    A history costs the database as much as a message.
    """
    with running_gateway(doubles, limits=GatewayLimits(reads_per_minute=50 * 18)) as client:
        eager, other = new_visitor(client), new_visitor(client)
        address = f"{eager.conversation}/{path}"

        found = [client.get(address, headers=eager.headers) for _ in range(4)]

        assert [answer.status_code for answer in found] == [200, 200, 200, 429]
        assert int(found[-1].headers["Retry-After"]) >= 1
        shown = client.get(f"{other.conversation}/{path}", headers=other.headers)
        assert shown.status_code == 200


@pytest.mark.parametrize(
    "path", ["/docs", "/chat/acme", "/v1/tenants/acme/branding", "/v1/tenants/acme/handoffs", "/no"]
)
def test_one_address_reads_so_often(doubles: Doubles, path: str) -> None:
    """
    Whatever it is, with and without a credential; but whether we live may always be asked.
    """
    with running_gateway(doubles, limits=GatewayLimits(reads_per_minute=18)) as client:
        found = [client.get(path).status_code for _ in range(4)]

        assert found[-1] == 429
        assert 429 not in found[:-1]
        for always in ("/health", "/ready", "/metrics"):
            assert client.get(always).status_code == 200


def test_streams_of_one_address_are_counted_together(doubles: Doubles) -> None:
    """
    Each of them may belong to another visitor, who costs nothing.
    """
    with running_gateway(doubles, limits=GatewayLimits(streams_per_address=0)) as client:
        visitor = new_visitor(client)

        answer = client.get(f"{visitor.conversation}/events", headers=visitor.headers)

        assert answer.status_code == 429


async def test_what_is_counted_does_not_fill_the_memory() -> None:
    """
    Who comes from ever new addresses must not be remembered for ever.
    """
    limiter = LocalRateLimiter(most_keys=100)

    for n in range(1_000):
        assert await limiter.take(f"address/{n}", per_minute=1, burst=1) is None

    assert len(limiter._tat) <= 100


def test_staff_are_not_hindered(client: TestClient) -> None:
    """
    A desk asks for its lists every few seconds.
    """
    shown = {"Authorization": "Bearer agent-token"}

    found = {client.get("/v1/tenants/acme/handoffs", headers=shown).status_code for _ in range(40)}

    assert found == {200}
